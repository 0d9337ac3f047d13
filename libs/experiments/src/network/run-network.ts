/** A checked network request simulated, as the command and the service answer it. */
import { InvalidDocumentError, type Issue } from '@railyard/base';
import {
  type BenchmarkRequest,
  type BenchmarkResult,
  type CrossingMessages,
  messagesBetween,
  NoRouteError,
  runBenchmark,
} from '@railyard/cluster';
import { ENGINE_VERSION } from '../engine.js';
import { checkCrossings, DEFAULT_LIMITS, type NetworkLimits } from './network-limits.js';

/** The wire contract of `railyard network --json` and of `POST /v1/network`. */
export type NetworkResult = BenchmarkResult & { readonly engineVersion: string };

/**
 * @throws InvalidDocumentError when what fails leaves two members without a path, or messages cross more
 * links than `limits` allow.
 */
export const runNetwork = (
  request: BenchmarkRequest,
  limits: NetworkLimits = DEFAULT_LIMITS,
): NetworkResult =>
  connected(request, limits, () => ({ ...runBenchmark(request), engineVersion: ENGINE_VERSION }));

/**
 * The messages of the collective that cross the cables between two parts, the most bytes first.
 * @throws InvalidDocumentError as `runNetwork`
 */
export const linkMessages = (
  request: BenchmarkRequest,
  ends: readonly [string, string],
  limits: NetworkLimits = DEFAULT_LIMITS,
): readonly CrossingMessages[] => connected(request, limits, () => messagesBetween(request, ends));

function connected<T>(request: BenchmarkRequest, limits: NetworkLimits, run: () => T): T {
  checkCrossings(request, limits);
  try {
    return run();
  } catch (error) {
    if (!(error instanceof NoRouteError) || (request.fail ?? []).length === 0) throw error;
    throw new InvalidDocumentError([DISCONNECTED]);
  }
}

const DISCONNECTED: Issue = {
  path: '/fail',
  code: 'disconnected',
  message: 'fail must leave a path between any two GPUs of the collective.',
  hint: 'Remove some of the parts, or use fewer GPUs.',
};
