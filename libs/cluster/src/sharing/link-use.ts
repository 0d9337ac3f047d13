/**
 * Links that several jobs share over many steps. A job sends on a link for a part of its step, at a rate; how
 * the steps of two jobs lie in time is not known and drifts, so each job meets any state of the others in
 * proportion to how long it lasts. While others send, a job has of a link what max-min fair flows have: its
 * share by the number of messages, or what the others leave, whichever is more.
 */
import { type LinkAccount } from '../traffic/index.js';

/** Of one job on every link. */
export interface LinkUse {
  /** [links] share of the step in which the job sends on the link. */
  readonly duty: Float64Array;
  /** [links] bytes/s while it does. */
  readonly rate: Float64Array;
  /** [links] bytes/s of the class of traffic that sends fastest. */
  readonly peak: Float64Array;
  /** [links] messages at a time. */
  readonly messages: Float64Array;
}

/** What another job does on one link. */
export interface OtherUse {
  readonly duty: number;
  readonly rate: number;
  readonly messages: number;
}

/**
 * A class of traffic sends for as long as its busiest link needs, at an even rate on every link; classes
 * follow each other.
 * @param account settled, of one step
 * @param capacity [links] bytes/s that the job has
 * @param seconds of the step
 */
export function linkUse(account: LinkAccount, capacity: Float64Array, seconds: number): LinkUse {
  const { links, classes } = account;
  const duty = new Float64Array(links);
  const rate = new Float64Array(links);
  const peak = new Float64Array(links);
  const messages = new Float64Array(links);
  for (let c = 0; c < classes; c += 1) {
    const sending = sendingSeconds(account, c, capacity);
    if (sending === 0) continue;
    for (let link = 0; link < links; link += 1) {
      const bytes = account.bytesOf(c, link);
      if (bytes === 0) continue;
      duty[link] += sending / seconds;
      rate[link] += bytes;
      peak[link] = Math.max(peak[link], bytes / sending);
      messages[link] += (account.messages[c * links + link] * sending) / seconds;
    }
  }
  for (let link = 0; link < links; link += 1) {
    if (duty[link] === 0) continue;
    messages[link] /= duty[link];
    duty[link] = Math.min(1, duty[link]);
    rate[link] /= duty[link] * seconds;
  }
  return { duty, rate, peak, messages };
}

/** Seconds that the busiest link of a class of traffic needs. */
function sendingSeconds(account: LinkAccount, trafficClass: number, capacity: Float64Array): number {
  let worst = 0;
  for (let link = 0; link < account.links; link += 1) {
    const bytes = account.bytesOf(trafficClass, link);
    if (bytes > 0) worst = Math.max(worst, bytes / capacity[link]);
  }
  return worst;
}

/**
 * bytes/s that a job has of a link with others on it, while it sends: the mean over the states of the others,
 * each of which sends or does not.
 */
export function rateAmongst(
  capacity: number,
  own: { readonly peak: number; readonly messages: number },
  others: readonly OtherUse[],
): number {
  // Chance, messages and bytes/s of every state of those that were gone through.
  let states = [{ chance: 1, messages: own.messages, taken: 0 }];
  for (const { duty, rate, messages } of others)
    states = states.flatMap((state) => [
      { ...state, chance: state.chance * (1 - duty) },
      { chance: state.chance * duty, messages: state.messages + messages, taken: state.taken + rate },
    ]);
  let expected = 0;
  for (const { chance, messages, taken } of states) {
    const left = Math.max((capacity * own.messages) / messages, capacity - taken);
    expected += chance * Math.min(own.peak, left);
  }
  return expected;
}

/**
 * [jobs][links] bytes/s that each job has together with the others. A link that leaves a job all that it
 * ever sends has its own rate. @param alone each job's use of the links with the network to itself
 * @param now the same together with the others
 */
export function capacitiesAmongst(
  capacity: Float64Array,
  alone: readonly LinkUse[],
  now: readonly LinkUse[],
): readonly Float64Array[] {
  return alone.map(({ peak, messages }, job) => {
    const left = capacity.slice();
    const others = now.filter((_, other) => other !== job);
    for (let link = 0; link < left.length; link += 1) {
      if (peak[link] === 0) continue;
      const there = others.filter(({ duty }) => duty[link] > 0);
      if (there.length === 0) continue;
      const rate = rateAmongst(
        capacity[link],
        { peak: peak[link], messages: messages[link] },
        there.map((use) => ({ duty: use.duty[link], rate: use.rate[link], messages: use.messages[link] })),
      );
      if (rate < peak[link] * (1 - SAME_RATE)) left[link] = rate;
    }
    return left;
  });
}

/** Rates that differ by less are the same, added up in another order. */
const SAME_RATE = 1e-9;

/** The same use as if the job sent all the time. */
export const alwaysSending = (use: LinkUse): LinkUse => ({
  ...use,
  duty: use.duty.map((duty) => (duty > 0 ? 1 : 0)),
});
