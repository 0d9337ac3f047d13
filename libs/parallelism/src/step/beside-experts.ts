/**
 * Other traffic of the job while an expert collective of an overlapped chunk pair runs. An EP kernel paces its messages: it moves them
 * evenly over its time, below what the NIC could do. A message takes what a link has left, and never less than its fair share as
 * one flow among many.
 */
import { invariant } from '@railyard/base';
import { LinkAccount, type Fabric, type Traffic, addExpertMessages } from '@railyard/cluster';
import { type ExpertCommunication } from './expert-communication.js';

export interface BesideExperts {
  readonly seconds: number;
  /** How many times longer an expert collective takes while the other traffic runs beside it all the time. */
  readonly expertSlowdown: number;
}

const EXPERT = 0;
const OTHER = 1;

/** Messages of one size that start together end when the slowest does: the one over the link that has least left for each. */
export function besideExperts(fabric: Fabric, expert: ExpertCommunication, add: (traffic: Traffic) => void): BesideExperts {
  invariant(expert.requests !== undefined && expert.collectives !== undefined, 'experts communicate');
  const account = new LinkAccount(fabric, 2);
  account.trafficClass = EXPERT;
  addExpertMessages(account, expert.requests[0]);
  account.trafficClass = OTHER;
  add(account);
  account.settle();
  const { capacity } = fabric;
  const { links, messages } = account;
  const collectiveSeconds = expert.collectives.overlapped.dispatchForward.perLoad;
  const expertRate = (link: number): number => account.bytesOf(EXPERT, link) / collectiveSeconds;
  let seconds = 0;
  for (let link = 0; link < links; link += 1) {
    const bytes = account.bytesOf(OTHER, link);
    if (bytes === 0) continue;
    const fairShare = messages[OTHER * links + link]! / (messages[OTHER * links + link]! + messages[EXPERT * links + link]!);
    seconds = Math.max(seconds, bytes / Math.max(capacity[link]! - expertRate(link), capacity[link]! * fairShare));
  }
  let expertSlowdown = 1;
  for (let link = 0; link < links; link += 1) {
    const bytes = account.bytesOf(OTHER, link);
    if (bytes > 0 && expertRate(link) > 0) expertSlowdown = Math.max(expertSlowdown, expertRate(link) / (capacity[link]! - bytes / seconds));
  }
  return { seconds, expertSlowdown };
}
