/** Outcomes of runs that were never computed. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type FencedRun, type Lease, type Outcome, type RunEnd } from '@railyard/database';

/** The result of an experiment: these bytes. */
export function resultOf(
  experimentId: string,
  text: string,
  summary: Readonly<Record<string, number>> = {},
): Extract<Outcome, { readonly kind: 'succeeded' }>['artifact'] {
  return {
    experimentId,
    kind: 'result',
    sha256: createHash('sha256').update(text).digest('hex'),
    size: text.length,
    packed: gzipSync(text),
    summary,
  };
}

export function success(
  lease: Lease,
  text = 'bytes',
  summary: Readonly<Record<string, number>> = {},
): RunEnd {
  return { lease, outcome: { kind: 'succeeded', artifact: resultOf(lease.experimentId, text, summary) } };
}

export function failure(lease: FencedRun, message = 'it fell over'): RunEnd {
  return { lease, outcome: { kind: 'failed', code: 'crashed', message } };
}
