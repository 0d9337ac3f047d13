/**
 * Other traffic of the job while an expert collective of an overlapped chunk pair runs. An EP kernel paces
 * its messages: it moves them evenly over its time, below what the NIC could do. A message takes what a link
 * has left, and never less than its fair share as one flow among many.
 */
import { invariant } from '@railyard/base';
import { type Fabric, LinkAccount, addExpertMessages } from '@railyard/cluster';
import { type ExpertCommunication } from './expert-communication.js';

export interface ExpertContention {
  readonly seconds: number;
  /**
   * How many times longer an expert collective takes with the other traffic concurrent to it all the time.
   */
  readonly expertSlowdown: number;
}

/** Several kinds of traffic contend with the same experts. */
const expertAccounts = new WeakMap<ExpertCommunication, LinkAccount>();

function expertAccount(fabric: Fabric, expert: ExpertCommunication): LinkAccount {
  const cached = expertAccounts.get(expert);
  if (cached?.fabric === fabric) return cached;
  invariant(expert.requests !== undefined, 'experts communicate');
  const account = new LinkAccount(fabric, 1);
  addExpertMessages(account, expert.requests[0]);
  expertAccounts.set(expert, account.settle());
  return account;
}

/**
 * Messages of one size that start together end when the slowest does: the one over the link that has least
 * left for each.
 * @param other settled account of the other traffic, one class
 */
export function expertContention(expert: ExpertCommunication, other: LinkAccount): ExpertContention {
  invariant(expert.collectives !== undefined, 'experts communicate');
  const experts = expertAccount(other.fabric, expert);
  const { capacity } = other.fabric;
  const collectiveSeconds = expert.collectives.overlapped.dispatchForward.perLoad;
  let seconds = 0;
  for (let link = 0; link < other.links; link += 1) {
    const bytes = other.bytes[link];
    if (bytes === 0) continue;
    const left = capacity[link] - experts.bytes[link] / collectiveSeconds;
    const fairShare = other.messages[link] / (other.messages[link] + experts.messages[link]);
    seconds = Math.max(seconds, bytes / Math.max(left, capacity[link] * fairShare));
  }
  let expertSlowdown = 1;
  for (let link = 0; link < other.links; link += 1) {
    const bytes = other.bytes[link];
    if (bytes === 0) continue;
    const expertRate = experts.bytes[link] / collectiveSeconds;
    if (expertRate > 0)
      expertSlowdown = Math.max(expertSlowdown, expertRate / (capacity[link] - bytes / seconds));
  }
  return { seconds, expertSlowdown };
}
