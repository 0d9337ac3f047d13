/** Runs in a thread of its own: document in, canonical bytes out. Loaded by the pool from the built tree. */
import { createHash } from 'node:crypto';
import { brotliCompressSync, constants } from 'node:zlib';
import { canonicalJson } from '@railyard/base';
import { type PreparedRun, runAny } from '@railyard/experiments';
import { groupWorkerOf } from './group-worker.js';
import { SharedParts } from './shared-parts.js';
import {
  type SimulationInput,
  type SimulationOutput,
  type SimulationProgress,
} from './simulation-protocol.js';

/**
 * As small as gzip's quickest in a third of its time. The window is named, because by it the bytes are
 * distinguished from gzip's (`Artifacts.read`).
 */
const PACKING = {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 1,
    [constants.BROTLI_PARAM_LGWIN]: 22,
  },
};

const parts = new SharedParts();

export default groupWorkerOf(simulate);

function simulate(
  { id, document }: SimulationInput,
  onProgress: (progress: SimulationProgress) => void,
): SimulationOutput {
  const prepared = { id, document: parts.read(document) } as PreparedRun;
  const { result, metrics } = runAny(prepared, onProgress);
  const bytes = Buffer.from(canonicalJson(result), 'utf8');
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.length,
    packed: brotliCompressSync(bytes, PACKING),
    summary: { ...metrics },
  };
}
