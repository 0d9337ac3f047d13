/**
 * What of a step goes over some links: whose collectives inside ops, whose messages to the next stage, and
 * the collectives of the optimizer phase.
 */
import { elementAt } from '@railyard/base';
import { LinkAccount, addExpertMessages, addRings } from '@railyard/cluster';
import { layerKinds } from '../model/index.js';
import { type RankGroups, type WorkloadSpec, groupMembers } from '../plan/index.js';
import { rankOf, type Schedule } from '../schedule/index.js';
import { addContextMessages, contextMessages } from './context-communication.js';
import { type StepSimulation } from './simulate-step.js';
import { TRAFFIC_CLASSES } from './step-traffic.js';

/** One of the pipelines that run side by side, each with an expert group of every stage. */
export interface StruckPipeline {
  /** Pipeline ranks whose ops wait for collectives over the links. */
  readonly ranks: ReadonlySet<number>;
  /** [2 x stages x microBatches] 1 where a message into the slot (schedule/workspace.ts) goes over them. */
  readonly messages: Uint8Array;
}

export interface StruckStep {
  /** Those that something goes over the links of, and different ones alone. */
  readonly pipelines: readonly StruckPipeline[];
  /** Gradients are reduced or weights gathered over them. */
  readonly isState: boolean;
}

/** Classes of traffic that ops wait for. */
const HOLDING = ['expert', 'tensor', 'context'] as const;

/** @param traffic of the step, as `stepTraffic` gives it */
export function struckStep(
  step: StepSimulation,
  workload: WorkloadSpec,
  traffic: LinkAccount,
  links: ReadonlySet<number>,
): StruckStep {
  const carries = (name: (typeof TRAFFIC_CLASSES)[number]): boolean =>
    [...links].some((link) => traffic.bytesOf(TRAFFIC_CLASSES.indexOf(name), link) > 0);
  const pipelines = Array.from({ length: step.groups }, () => new Set<number>());
  const held = HOLDING.filter(carries);
  if (held.length > 0) addHeldRanks(step, workload, links, held, pipelines);
  const sends = carries('pipeline')
    ? struckSends(step, links)
    : pipelines.map(() => new Uint8Array(slotsOf(step.schedule)));
  const struck = pipelines
    .map((ranks, index): StruckPipeline => ({ ranks, messages: elementAt(sends, index) }))
    .filter(({ ranks, messages }) => ranks.size > 0 || messages.includes(1));
  const different = new Map(struck.map((one) => [`${[...one.ranks].join()}/${one.messages.join('')}`, one]));
  return { pipelines: [...different.values()], isState: carries('data') };
}

const slotsOf = ({ stages, microBatches }: Schedule): number => 2 * stages * microBatches;

/** Groups of one stage come in order of its ranks, so that each lies in one of the pipelines. */
function addHeldRanks(
  { fabric, placement, schedule, expert, shape, groups: count }: StepSimulation,
  workload: WorkloadSpec,
  links: ReadonlySet<number>,
  held: readonly (typeof HOLDING)[number][],
  pipelines: readonly Set<number>[],
): void {
  const account = new LinkAccount(fabric, 1);
  const carried = (): number => {
    account.settle();
    let bytes = 0;
    for (const link of links) bytes += account.bytesOf(0, link);
    return bytes;
  };
  const messages = layerKinds(workload.model).map((kind) => contextMessages(kind, shape));
  const of = (groups: RankGroups, add: (members: number[][]) => void): void => {
    const each = groups.count / schedule.ranks;
    let before = carried();
    for (let group = 0; group < groups.count; group += 1) {
      const rank = Math.floor(group / each);
      const pipeline = elementAt(pipelines, Math.floor(((group % each) * count) / each));
      if (pipeline.has(rank)) continue;
      add([[...groupMembers(groups, group)]]);
      const after = carried();
      if (after > before) pipeline.add(rank);
      before = after;
    }
  };
  const rings = (groups: number[][]): void => {
    addRings(account, 'all-gather', { groups, bytes: 1 });
  };
  if (held.includes('expert') && expert?.requests !== undefined)
    of(placement.expertGroups, (groups) => {
      for (const request of expert.requests ?? []) addExpertMessages(account, request, groups);
    });
  if (held.includes('expert') && placement.expertTensorGroups.size > 1)
    of(placement.expertTensorGroups, rings);
  if (held.includes('tensor') && placement.tensorGroups.size > 1) of(placement.tensorGroups, rings);
  if (held.includes('context') && shape.context !== undefined)
    of(placement.contextGroups, (groups) => {
      for (const { forward, backward } of messages) {
        addContextMessages(account, groups, forward, 1);
        addContextMessages(account, groups, backward, 1);
      }
    });
}

/** [pipelines] slots whose messages go over the links, in any of the replicas that a pipeline holds. */
function struckSends(
  { fabric, placement, schedule, groups: count }: StepSimulation,
  links: ReadonlySet<number>,
): readonly Uint8Array[] {
  const { pipelines } = placement;
  const { stages, microBatches, ranks } = schedule;
  const known = new Map<number, readonly boolean[]>();
  const struckBy = (from: number, to: number): readonly boolean[] => {
    const key = from * ranks + to;
    const struck = known.get(key) ?? pipelinesOf(from, to);
    known.set(key, struck);
    return struck;
  };
  const pipelinesOf = (from: number, to: number): readonly boolean[] => {
    const struck = new Array<boolean>(count).fill(false);
    for (let replica = 0; replica < pipelines.count; replica += 1) {
      const member = (rank: number): number => elementAt(pipelines.members, replica * pipelines.size + rank);
      const route = fabric.router.route(member(from), member(to));
      if (route?.links.some((link) => links.has(link)) === true)
        struck[Math.floor((replica * count) / pipelines.count)] = true;
    }
    return struck;
  };
  const slots = Array.from({ length: count }, () => new Uint8Array(slotsOf(schedule)));
  for (let slot = 0; slot < slotsOf(schedule); slot += 1) {
    const isForward = slot < stages * microBatches;
    const stage = Math.floor(slot / microBatches) % stages;
    const before = isForward ? stage - 1 : stage + 1;
    if (before < 0 || before >= stages) continue;
    const [from, to] = [
      rankOf(schedule, before, slot % microBatches),
      rankOf(schedule, stage, slot % microBatches),
    ];
    if (from === to) continue;
    struckBy(from, to).forEach((isStruck, index) => {
      if (isStruck) elementAt(slots, index)[slot] = 1;
    });
  }
  return slots;
}
