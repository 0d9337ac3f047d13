/** The messages of a collective added up on their links, by whichever way is short. */
import { NoRouteError } from '../routing/index.js';
import { type LinkAccount } from '../traffic/index.js';
import { type Exchange, exchangeOf } from '../exchange/index.js';
import { messagesOf } from './message-count.js';
import { addMessages, type CollectiveName, messageBytes } from './named-collective.js';
import { FOLLOWED_MESSAGES } from './request.js';

/** Messages of one size between every two GPUs are not sent one by one, where they are many. */
export function accountMessages(
  account: LinkAccount,
  collective: CollectiveName,
  group: readonly number[],
  bytes: number,
): void {
  const { fabric } = account;
  const each = messageBytes(collective, group.length, bytes);
  const many = messagesOf(collective, group.length, fabric.gpusPerNode) > FOLLOWED_MESSAGES;
  const exchange = each === undefined || !many ? undefined : connected(account, group);
  if (each === undefined || exchange === undefined) addMessages(account, collective, group, bytes);
  else account.addCarried(exchange.loads, exchange.messages, each);
}

/** Undefined where some of them have no way. */
function connected({ fabric }: LinkAccount, group: readonly number[]): Exchange | undefined {
  try {
    return exchangeOf(fabric, group);
  } catch (error) {
    if (error instanceof NoRouteError) return undefined;
    throw error;
  }
}
