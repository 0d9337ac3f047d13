/** How much a collective sends: bytes, text such as 1GiB, or tokens. */
import { type IssueList, parseBytes } from '@railyard/base';
import {
  type CollectiveName,
  isLowLatency,
  LOW_LATENCY_TOKENS,
  type SizedCollective,
  tokenBytes,
} from '@railyard/cluster';
import { MOST_BYTES, type NetworkRequest } from '../schema/index.js';
import { show } from '../validation/index.js';

/** Bytes of the request's collective; undefined where issues were reported. */
export function bytesIn(given: Partial<NetworkRequest>, issues: IssueList): number | undefined {
  let bytes: number | undefined;
  issues.relate(given, ['bytes'], (sound) => {
    bytes = sound.bytes === undefined ? undefined : bytesOf(sound.bytes, issues.at('bytes'));
  });
  issues.relate(given, ['collective', 'bytes', 'tokens'], ({ collective, tokens, bytes: written }) => {
    if (tokens !== undefined) {
      checkTokens(collective, tokens, written !== undefined, issues.at('tokens'));
      bytes = tokens * (tokenBytes(collective) ?? NaN);
    } else if (written === undefined) bytes = defaultBytes(collective, issues.at('bytes'));
  });
  return bytes;
}

/** The second collective of a request. */
export function besideIn(given: Partial<NetworkRequest>, issues: IssueList): SizedCollective | undefined {
  let sized: SizedCollective | undefined;
  issues.relate(given, ['beside'], ({ beside }) => {
    const bytes = beside === undefined ? undefined : bytesOf(beside.bytes, issues.at('beside').at('bytes'));
    if (beside !== undefined && bytes !== undefined) sized = { collective: beside.collective, bytes };
  });
  return sized;
}

function bytesOf(written: number | string, at: IssueList): number | undefined {
  const bytes = typeof written === 'string' ? parseBytes(written) : written;
  const valid = bytes !== undefined && bytes >= 1 && bytes <= MOST_BYTES;
  at.require(
    valid,
    'out-of-range',
    `bytes must be a size from 1 to ${MOST_BYTES} bytes (got ${show(written)}).`,
    'Use a number of bytes, or text such as 1GiB or 64MB.',
  );
  return valid ? bytes : undefined;
}

function checkTokens(collective: CollectiveName, tokens: number, sized: boolean, at: IssueList): void {
  at.require(
    !sized,
    'conflict',
    `tokens must be given without \`bytes\`, which says how much is sent too (got ${tokens}).`,
    'Remove one of them.',
  );
  at.require(
    tokenBytes(collective) !== undefined,
    'not-applicable',
    `tokens must be left out for ${collective}, which sends no tokens (got ${tokens}).`,
    'Use bytes, or a dispatch or combine.',
  );
}

/** Only low-latency kernels have a usual size. */
function defaultBytes(collective: CollectiveName, at: IssueList): number | undefined {
  const each = tokenBytes(collective);
  if (each !== undefined && isLowLatency(collective)) return LOW_LATENCY_TOKENS * each;
  at.add(
    'missing-key',
    `bytes must be given for ${collective}.`,
    each === undefined ? 'Add `bytes`, such as 1GiB.' : 'Add `tokens`, or `bytes` such as 30MB.',
  );
  return undefined;
}
