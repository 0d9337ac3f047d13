/** A sweep as clients see it: its state follows from the rows of its runs. */
import {
  type RunState,
  type ScoredMember,
  type Goal,
  type ListedMember,
  type SweepEntity,
} from '@railyard/database';
import { type AnyObjective, type ExperimentDocument, isReplayMetric, tradeOff } from '@railyard/experiments';
import { type Storage } from '@railyard/jobs';
import { retentionWarning } from '@railyard/replay';
import { type RunView, runView } from '../runs/index.js';
import { type SweepPlan } from './sweep-protocol.js';

type ShownState = 'expanding' | 'running' | 'succeeded' | 'failed' | 'cancelled';

/** Best runs, and runs of the Pareto front, that a reader is shown. */
const BEST = 10;
const FRONT = 100;

export function stateOf(
  sweep: SweepEntity,
  counts: Readonly<Record<RunState, number>>,
  plan: SweepPlan | null,
): ShownState {
  if (sweep.state !== 'expanded') return sweep.state;
  if (nothingToRun(plan)) return 'failed';
  if (counts.queued + counts.running > 0) return 'running';
  if (counts.failed > 0) return 'failed';
  return counts.cancelled > 0 ? 'cancelled' : 'succeeded';
}

/** Every point is infeasible. */
const nothingToRun = (plan: SweepPlan | null): plan is SweepPlan =>
  plan !== null && plan.runs === 0 && plan.infeasible.count > 0;

export const linksOf = ({
  id,
}: SweepEntity): Readonly<Record<'self' | 'runs' | 'events' | 'document' | 'report', string>> => ({
  self: `/v1/sweeps/${id}`,
  runs: `/v1/sweeps/${id}/runs`,
  events: `/v1/sweeps/${id}/events`,
  document: `/v1/sweeps/${id}/document`,
  report: `/v1/sweeps/${id}/report`,
});

export interface SweepWarning {
  readonly run: string;
  readonly code: string;
  readonly message: string;
}

export interface SweepView {
  readonly id: string;
  readonly name: string;
  readonly state: ShownState;
  readonly createdAt: string;
  readonly failure: string | null;
  /** What the expansion found; null before the first points are added. */
  readonly plan: SweepPlan | null;
  /** Points added so far. */
  readonly expanded: number;
  readonly counts: Readonly<Record<RunState, number>>;
  readonly best: readonly unknown[];
  /** Of the best runs, those that keep too few checkpoints to undo a corruption that is found. */
  readonly warnings: readonly SweepWarning[];
  readonly pareto: { readonly objectives: readonly Goal[]; readonly runs: readonly unknown[] } | null;
  readonly failures: readonly unknown[];
  readonly links: Readonly<Record<string, string>>;
}

/** What changes while a sweep runs. */
export interface SweepProgress {
  readonly state: ShownState;
  /** Points to run; null before the first points are expanded. */
  readonly points: number | null;
  readonly expanded: number;
  readonly counts: Readonly<Record<RunState, number>>;
}

const planOf = ({ plan }: SweepEntity): SweepPlan | null =>
  plan === null ? null : (JSON.parse(plan) as SweepPlan);

export async function sweepProgress(
  { records: { sweeps } }: Storage,
  sweep: SweepEntity,
): Promise<SweepProgress> {
  const plan = planOf(sweep);
  const { counts } = await sweeps.tally(sweep, tradeOff(plan?.objective ?? DEFAULT_OBJECTIVE));
  return {
    state: stateOf(sweep, counts, plan),
    points: plan?.runs ?? null,
    expanded: sweep.expanded,
    counts,
  };
}

export async function sweepView(
  { records: { runs, sweeps } }: Storage,
  sweep: SweepEntity,
): Promise<SweepView> {
  const plan = planOf(sweep);
  const goals = tradeOff(plan?.objective ?? DEFAULT_OBJECTIVE);
  const tally = await sweeps.tally(sweep, goals);
  const [best, front] = [tally.best(BEST), tally.front(FRONT)];
  const members = await sweeps.scored(sweep.id, [...new Set([...best, ...front])]);
  const scored = new Map(members.map((member) => [member.position, scoredView(member)]));
  const ofDays = plan !== null && isReplayMetric(plan.objective.metric);
  const warnings = ofDays
    ? await retentionWarnings(
        runs,
        best.flatMap((position) => members.find((member) => member.position === position) ?? []),
      )
    : [];
  const { counts } = tally;
  const state = stateOf(sweep, counts, plan);
  const failure =
    sweep.failureMessage ??
    (nothingToRun(plan) ? `No point can be run: all ${plan.infeasible.count} are infeasible.` : null);
  const links = linksOf(sweep);
  return {
    id: sweep.id,
    name: sweep.name,
    state,
    createdAt: new Date(sweep.createdAtMs).toISOString(),
    failure,
    plan,
    expanded: sweep.expanded,
    counts,
    best: best.map((position) => scored.get(position)),
    warnings,
    pareto: plan === null ? null : { objectives: goals, runs: front.map((position) => scored.get(position)) },
    failures: tally.failures.map(({ failureCode, failureMessage, count, example }) => ({
      code: failureCode,
      message: failureMessage,
      count,
      example: `/v1/runs/${example}`,
    })),
    links: {
      ...links,
      ...(state === 'expanding' || state === 'running' ? { cancel: `${links.self}/cancel` } : {}),
      ...(sweep.state !== 'cancelled' && counts.failed > 0
        ? { retryFailed: `${links.self}/retry-failed` }
        : {}),
    },
  };
}

async function retentionWarnings(
  runs: Storage['records']['runs'],
  best: readonly ScoredMember[],
): Promise<readonly SweepWarning[]> {
  const warnings: SweepWarning[] = [];
  for (const { id, experimentId } of best) {
    const { replay } = JSON.parse(await runs.document(experimentId)) as Pick<ExperimentDocument, 'replay'>;
    const warning = replay === undefined ? undefined : retentionWarning(replay.faults, replay.recovery);
    if (warning !== undefined) warnings.push({ run: `/v1/runs/${id}`, ...warning });
  }
  return warnings;
}

/** Before the first points are added there is nothing to compare. */
const DEFAULT_OBJECTIVE: AnyObjective = { metric: 'tokensPerDayB', goal: 'maximize' };

function scoredView({ id, position, parameters, summary }: ScoredMember): unknown {
  return {
    run: `/v1/runs/${id}`,
    position,
    parameters: JSON.parse(parameters) as unknown,
    metrics: JSON.parse(summary) as unknown,
  };
}

export function memberView({ position, parameters, summary, ...run }: ListedMember): RunView & {
  readonly position: number;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly metrics: Readonly<Record<string, number>> | null;
} {
  return {
    ...runView(run),
    position,
    parameters: JSON.parse(parameters) as Readonly<Record<string, unknown>>,
    metrics: summary === null ? null : (JSON.parse(summary) as Readonly<Record<string, number>>),
  };
}
