/** One collective over message sizes, as nccl-tests goes through them. */
import { type CollectiveAlgorithm } from '../collectives/index.js';
import { type Fabric } from '../traffic/index.js';
import { type CollectiveName, timeOf } from './named-collective.js';

/** Sizes from the first to at most the last, each by `factor` or by `bytes` larger than the one before. */
export interface SizeRange {
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly step: { readonly factor: number } | { readonly bytes: number };
}

export interface SizePoint {
  readonly bytes: number;
  readonly timeUs: number;
  readonly algbwGBps: number;
  readonly busbwGBps: number;
  /** Of collectives that NCCL does by ring or tree. */
  readonly algorithm?: CollectiveAlgorithm;
}

export const MOST_SIZES = 100;

/** At most `MOST_SIZES + 1` of them. */
export function sizesOf({ minBytes, maxBytes, step }: SizeRange): readonly number[] {
  const sizes = [];
  let bytes = minBytes;
  while (bytes <= maxBytes && sizes.length <= MOST_SIZES) {
    sizes.push(bytes);
    bytes = 'factor' in step ? bytes * step.factor : bytes + step.bytes;
  }
  return sizes;
}

export const sizeCurve = (
  fabric: Fabric,
  collective: CollectiveName,
  group: readonly number[],
  range: SizeRange,
): readonly SizePoint[] =>
  sizesOf(range).map((bytes) => {
    const { seconds, algbwGBps, busbwGBps, algorithm } = timeOf(fabric, collective, group, bytes);
    return {
      bytes,
      timeUs: seconds * 1e6,
      algbwGBps,
      busbwGBps,
      ...(algorithm === undefined ? {} : { algorithm }),
    };
  });
