/**
 * What neighbouring pipeline ranks send each other, and how it meets the expert traffic of the same NICs.
 *
 * An overlapped chunk pair sends its output after its last combine and its gradient after its last attention backward, both before it ends
 * (V3 report, section 3.2.1 and figure 4: the pipeline's communication stands behind COMBINE(F), fully hidden). Its NICs are quiet then. What has
 * not gone by the end of the op meets the expert collectives that the next op begins with.
 *
 * An EP kernel paces its messages: it moves them evenly over its time, below what the NIC could do. A send takes what the link has left, and
 * never less than its fair share as one flow among many; what that takes from the experts is `expertSlowdown`.
 */
import { type Fabric, addExpertMessages, addSends, sendReceive } from '@railyard/cluster';
import { type LayerShape } from '../model/index.js';
import { type RankPlacement, type WorkloadSpec, groupMembers } from '../plan/index.js';
import { OpKind, type Schedule } from '../schedule/index.js';
import { type ExpertCommunication } from './expert-communication.js';
import { LinkAccount } from './link-account.js';
import { type OpTimes } from './op-times.js';

export interface PipelineBoundary {
  /** A micro-batch's activations from rank to rank (each tensor rank sends its share), every rank at once, nothing beside them. */
  readonly seconds: number;
  readonly bytes: number;
  /** The same while an expert collective of an overlapped chunk pair runs on the same NICs. */
  readonly besideExpertsSeconds: number;
  /** How many times longer an expert collective takes while sends run beside it all the time. */
  readonly expertSlowdown: number;
}

const EXPERT = 0;
const PIPELINE = 1;

export function pipelineBoundary(fabric: Fabric, workload: WorkloadSpec, placement: RankPlacement, shape: LayerShape, expert: ExpertCommunication | undefined): PipelineBoundary {
  const { pipelines } = placement;
  const bytes = (2 * shape.tokens * workload.model.hidden) / workload.parallelism.tensor;
  if (pipelines.size === 1) return { seconds: 0, bytes, besideExpertsSeconds: 0, expertSlowdown: 1 };
  const pairs: (readonly [number, number])[] = [];
  for (let group = 0; group < pipelines.count; group += 1) {
    const members = groupMembers(pipelines, group);
    for (let p = 0; p + 1 < members.length; p += 1) pairs.push([members[p]!, members[p + 1]!]);
  }
  const alone = sendReceive(fabric, { pairs, bytes });
  if (expert?.requests === undefined || expert.collectives === undefined) return { seconds: alone.seconds, bytes, besideExpertsSeconds: alone.seconds, expertSlowdown: 1 };
  const account = new LinkAccount(fabric, 2);
  account.trafficClass = EXPERT;
  addExpertMessages(account, expert.requests[0]!);
  account.trafficClass = PIPELINE;
  addSends(account, { pairs, bytes });
  const beside = besideExperts(account.settle(), expert.collectives.overlapped.dispatchForward.perLoad);
  return { seconds: alone.seconds, bytes, besideExpertsSeconds: alone.latencySeconds + beside.seconds, expertSlowdown: beside.expertSlowdown };
}

/** Messages of one size that start together end when the slowest does: the one over the link that has least left for each. */
function besideExperts(account: LinkAccount, collectiveSeconds: number): { readonly seconds: number; readonly expertSlowdown: number } {
  const { capacity } = account.fabric;
  const { links, messages } = account;
  const expertRate = (link: number): number => account.bytesOf(EXPERT, link) / collectiveSeconds;
  let seconds = 0;
  for (let link = 0; link < links; link += 1) {
    const bytes = account.bytesOf(PIPELINE, link);
    if (bytes === 0) continue;
    const fairShare = messages[PIPELINE * links + link]! / (messages[PIPELINE * links + link]! + messages[EXPERT * links + link]!);
    seconds = Math.max(seconds, bytes / Math.max(capacity[link]! - expertRate(link), capacity[link]! * fairShare));
  }
  let expertSlowdown = 1;
  for (let link = 0; link < links; link += 1) {
    const bytes = account.bytesOf(PIPELINE, link);
    if (bytes > 0) expertSlowdown = Math.max(expertSlowdown, expertRate(link) / (capacity[link]! - bytes / seconds));
  }
  return { seconds, expertSlowdown };
}

export interface SendLags {
  /** [ops] from the end of an op until its output, and its gradient, could be sent on a quiet network and arrive when they do. */
  readonly outputLag: Float64Array;
  readonly gradientLag: Float64Array;
}

/** One after the other, the output first: an op's sends share the NIC. */
export function sendLags(schedule: Schedule, times: OpTimes, boundary: PipelineBoundary): SendLags {
  const outputLag = times.outputLag.slice();
  const gradientLag = new Float64Array(outputLag.length);
  const { seconds } = boundary;
  if (seconds === 0) return { outputLag, gradientLag };
  for (let op = 0; op < outputLag.length; op += 1) {
    if (schedule.kind[op] !== OpKind.FB) continue;
    const output = arrival(-times.outputLead[op]!, boundary);
    outputLag[op] = output - seconds;
    const free = schedule.forwardStage[op] === schedule.stages - 1 ? -Infinity : output;
    gradientLag[op] = arrival(Math.max(-times.gradientLead[op]!, free), boundary) - seconds;
  }
  return { outputLag, gradientLag };
}

/** When a send arrives that may start at `from`, both relative to the op's end: what is left then goes on beside the next op's experts. */
function arrival(from: number, { seconds, besideExpertsSeconds }: PipelineBoundary): number {
  if (from >= 0) return from + besideExpertsSeconds;
  const quiet = from + seconds;
  return quiet <= 0 ? quiet : (quiet / seconds) * besideExpertsSeconds;
}
