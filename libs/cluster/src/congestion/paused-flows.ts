/**
 * Flows over time where switches pause, under a congestion control that ends the pauses: until senders have
 * come down to what the fullest link has for them, rates are those of pause trees, then max-min fair ones.
 *
 * A control halves a sender's rate at each of its feedbacks, so that from n senders' full rates to their n-th
 * parts takes it log2 n of them.
 */
import { log } from '@railyard/base';
import { type FlowSet, FlowSetBuilder, simulateFlows } from '../flows/index.js';
import { type Control, FEEDBACK_SECONDS } from './controls.js';
import { PauseTree } from './pause-tree.js';

/** Ends closer together than this part of the time are one event. */
const TOGETHER = 1e-9;

/** [flows] seconds at which each ends, all from 0. `pausing` [links]: see `PauseTree`. */
export function finishPaused(set: FlowSet, pausing: Uint8Array, control: Control): Float64Array {
  const until = pausedSeconds(set, control);
  if (until === 0) return simulateFlows(set).finish;
  const flows = set.bytes.length;
  const finish = new Float64Array(flows).fill(Infinity);
  const left = set.bytes.slice();
  const alive = left.map((bytes) => Number(bytes > 0));
  const live = Uint8Array.from(alive);
  for (let flow = 0; flow < flows; flow += 1) if (live[flow] === 0) finish[flow] = 0;
  const tree = new PauseTree(set, pausing);
  let time = 0;
  while (live.includes(1) && time < until) {
    const rate = tree.solve(live);
    let soonest = Infinity;
    for (let flow = 0; flow < flows; flow += 1)
      if (live[flow] === 1) soonest = Math.min(soonest, left[flow] / rate[flow]);
    const span = Math.min(soonest * (1 + TOGETHER), until - time);
    if (span === Infinity) return finish;
    for (let flow = 0; flow < flows; flow += 1) {
      if (live[flow] === 0) continue;
      const needs = left[flow] / rate[flow];
      left[flow] -= rate[flow] * Math.min(span, needs);
      if (needs > span) continue;
      finish[flow] = time + needs;
      live[flow] = 0;
    }
    time += span;
  }
  return live.includes(1) ? finishFairly(set, { finish, left, live }, time) : finish;
}

/** How long pauses last: for the fullest link's senders, the longest. */
function pausedSeconds(set: FlowSet, control: Control): number {
  const feedback = FEEDBACK_SECONDS[control].value;
  if (feedback === 0 || feedback === Infinity) return feedback;
  const flows = new Int32Array(set.capacity.length);
  for (const link of set.pathLink) flows[link] += 1;
  const most = flows.reduce((largest, count) => Math.max(largest, count), 1);
  return (feedback * log(most)) / log(2);
}

interface Left {
  readonly finish: Float64Array;
  readonly left: Float64Array;
  readonly live: Uint8Array;
}

function finishFairly(set: FlowSet, { finish, left, live }: Left, time: number): Float64Array {
  const rest = new FlowSetBuilder(set.capacity);
  const flows: number[] = [];
  for (let flow = 0; flow < live.length; flow += 1) {
    if (live[flow] === 0) continue;
    for (let hop = set.pathStart[flow]; hop < set.pathStart[flow + 1]; hop += 1)
      rest.hop(set.pathLink[hop], set.pathShare[hop]);
    rest.add(left[flow]);
    flows.push(flow);
  }
  const ends = simulateFlows(rest.build()).finish;
  flows.forEach((flow, i) => (finish[flow] = time + ends[i]));
  return finish;
}
