/** Records the step of an experiment again, in a thread of its own, as Chrome trace JSON. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type PreparedExperiment, recordExperiment } from '@railyard/experiments';
import { chromeTrace } from '@railyard/reports';

export interface TraceOutput {
  readonly sha256: string;
  readonly size: number;
  readonly packed: Uint8Array;
}

export interface TraceTask {
  readonly prepared: PreparedExperiment;
  readonly options: NonNullable<Parameters<typeof recordExperiment>[1]>;
}

export default function trace({ prepared, options }: TraceTask): TraceOutput {
  const bytes = Buffer.from(JSON.stringify(chromeTrace(recordExperiment(prepared, options))), 'utf8');
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.length,
    packed: gzipSync(bytes),
  };
}
