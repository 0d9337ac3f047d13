/** How much a collective sends: bytes, text such as 1GiB, or tokens. */
import { IssueList, parseBytes } from '@railyard/base';
import {
  type CollectiveName,
  isLowLatency,
  LOW_LATENCY_TOKENS,
  MOST_SIZES,
  type SizedCollective,
  type SizeRange,
  sizesOf,
  tokenBytes,
} from '@railyard/cluster';
import { MOST_BYTES, type NetworkRequest } from '../schema/index.js';
import { show } from '../validation/index.js';

/** Bytes of the request's collective, of the largest size; undefined where issues were reported. */
export function bytesIn(given: Partial<NetworkRequest>, issues: IssueList): number | undefined {
  let bytes: number | undefined;
  issues.relate(given, ['bytes'], (sound) => {
    bytes = sound.bytes === undefined ? undefined : bytesOf(sound.bytes, issues.at('bytes'));
  });
  issues.relate(given, ['collective', 'bytes', 'tokens'], ({ collective, tokens, bytes: written }) => {
    if (tokens !== undefined) {
      checkTokens(collective, tokens, written !== undefined, issues.at('tokens'));
      bytes = tokens * (tokenBytes(collective) ?? NaN);
    } else if (written === undefined && SIZE_KEYS.every((key) => given[key] === undefined))
      bytes = defaultBytes(collective, issues.at('bytes'));
  });
  return bytes ?? sizesIn(given, new IssueList())?.maxBytes;
}

const SIZE_KEYS = ['minBytes', 'maxBytes', 'stepFactor', 'stepBytes'] as const;
/** What nccl-tests begins with. */
const SMALLEST = 8;

/** The sizes that a request goes through; undefined where it has none, or issues were reported. */
export function sizesIn(given: Partial<NetworkRequest>, issues: IssueList): SizeRange | undefined {
  let range: SizeRange | undefined;
  issues.relate(given, [...SIZE_KEYS, 'bytes', 'tokens'], (sound) => {
    const named = SIZE_KEYS.filter((key) => sound[key] !== undefined);
    if (named.length > 0 && areAlone(sound, named, issues)) range = rangeOf(sound, issues);
  });
  return range;
}

function areAlone(
  given: Partial<NetworkRequest>,
  named: readonly (typeof SIZE_KEYS)[number][],
  issues: IssueList,
): boolean {
  const one = (['bytes', 'tokens'] as const).find((key) => given[key] !== undefined);
  const alone =
    one === undefined ||
    issues
      .at(one)
      .require(
        false,
        'conflict',
        `${one} must be left out where several sizes are asked for (got ${show(given[one])} and ` +
          `${named.join(', ')}).`,
        'Remove it: maxBytes is the largest size.',
      );
  const ends = issues
    .at('maxBytes')
    .require(
      given.maxBytes !== undefined,
      'missing-key',
      `maxBytes must be given with ${named.join(', ')}.`,
      'Add the largest size, such as 8G.',
    );
  const steps = issues
    .at('stepBytes')
    .require(
      given.stepBytes === undefined || given.stepFactor === undefined,
      'conflict',
      `stepBytes must be given without stepFactor (got ${show(given.stepBytes)}).`,
      'Remove one of them.',
    );
  return alone && ends && steps;
}

function rangeOf(given: Partial<NetworkRequest>, issues: IssueList): SizeRange | undefined {
  const [minBytes, maxBytes, stepBytes] = (['minBytes', 'maxBytes', 'stepBytes'] as const).map((key) => {
    const written = given[key];
    return written === undefined ? undefined : bytesOf(written, issues.at(key));
  });
  if (maxBytes === undefined || (given.minBytes !== undefined && minBytes === undefined)) return undefined;
  if (given.stepBytes !== undefined && stepBytes === undefined) return undefined;
  const range: SizeRange = {
    minBytes: minBytes ?? SMALLEST,
    maxBytes,
    step: stepBytes === undefined ? { factor: given.stepFactor ?? 2 } : { bytes: stepBytes },
  };
  const { length } = sizesOf(range);
  const at = issues.at('maxBytes');
  const some = at.require(
    length > 0,
    'out-of-range',
    `maxBytes must be at least minBytes (got ${maxBytes} and ${range.minBytes}).`,
    'Use a larger size.',
  );
  const few = at.require(
    length <= MOST_SIZES,
    'too-large',
    `There must be at most ${MOST_SIZES} sizes (got more from ${range.minBytes} to ${maxBytes}).`,
    'Use larger steps.',
  );
  return some && few ? range : undefined;
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
