/**
 * ZB1P (Qi et al., ICLR'24, section 3): a zero-bubble schedule made for given op times, with no more activations than 1F1B (P per rank).
 * Two list schedules and the handcrafted ZB-H1 are played at those times and the shortest is kept, so ZB1P is never longer than ZB-H1.
 */
import { invariant } from '@railyard/base';
import { type ScheduleTiming, ScheduleWorkspace, executeSchedule } from './execute.js';
import { ListScheduler } from './list-scheduler.js';
import { type ChunkCosts } from './request.js';
import { type Schedule } from './schedule.js';
import { zbH1 } from './zb-h1.js';

export function zb1p(ranks: number, microBatches: number, costs: ChunkCosts): Schedule {
  const times = [costs.forward, costs.backwardInput, costs.weight, costs.transfer];
  invariant(times.every((time) => time >= 0 && time < Infinity), 'costs are finite and not negative', { times });
  const handcrafted = zbH1(ranks, microBatches);
  let best: Schedule = { ...handcrafted, name: 'zb1p' };
  let shortest = executeSchedule(handcrafted, timingOf(handcrafted, costs), new ScheduleWorkspace()).makespan;
  const scheduler = new ListScheduler(ranks, microBatches, costs);
  for (const fillEveryGap of [true, false]) {
    const makespan = scheduler.play(fillEveryGap);
    if (makespan < shortest) {
      shortest = makespan;
      best = scheduler.schedule('zb1p');
    }
  }
  return best;
}

/** The costs by kind: F, B, BW, W. */
function timingOf(schedule: Schedule, costs: ChunkCosts): ScheduleTiming {
  const byKind = [costs.forward, costs.backwardInput, costs.backwardInput + costs.weight, costs.weight];
  const durations = new Float64Array(schedule.kind.length);
  for (let op = 0; op < durations.length; op += 1) durations[op] = byKind[schedule.kind[op]!]!;
  const transfer = new Float64Array(schedule.stages).fill(costs.transfer);
  return { durations, forwardTransfer: transfer, backwardTransfer: transfer };
}
