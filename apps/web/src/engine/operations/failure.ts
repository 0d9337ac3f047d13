/** What failed parts of the network do to a collective and to a step. */
import { InvalidDocumentError, type Issue } from '@railyard/base';
import { type CrossingMessages } from '@railyard/cluster';
import {
  checkedNetwork,
  experimentFromPreset,
  getPreset,
  linkMessages as messagesOver,
  type NetworkRequest,
  type NetworkResult,
  prepareExperiment,
  runExperiment,
  runNetwork,
} from '@railyard/experiments';

export interface FailureQuestion {
  readonly request: NetworkRequest;
  readonly fail: readonly string[];
}

export interface FailureAnswer {
  /** What failed, as it was asked. */
  readonly fail: readonly string[];
  readonly healthy: NetworkResult;
  /** The same as `healthy` where nothing failed. */
  readonly failed?: NetworkResult;
  readonly issues: readonly Issue[];
}

/** @throws InvalidDocumentError of the request without what fails. */
export function failure({ request, fail }: FailureQuestion): FailureAnswer {
  const healthy = runNetwork(checkedNetwork(request));
  if (fail.length === 0) return { fail, healthy, failed: healthy, issues: [] };
  try {
    return { fail, healthy, failed: runNetwork(checkedNetwork({ ...request, fail: [...fail] })), issues: [] };
  } catch (error) {
    if (error instanceof InvalidDocumentError) return { fail, healthy, issues: error.issues };
    throw error;
  }
}

export interface LinkQuestion extends FailureQuestion {
  readonly ends: readonly [string, string];
}

export interface LinkAnswer {
  /** What crossed it before anything failed: the link itself has. */
  readonly isHealthy: boolean;
  readonly messages: number;
  /** Of GPUs, one direction each. */
  readonly pairs: number;
  readonly bytes: number;
  readonly first: readonly CrossingMessages[];
}

const FIRST_PAIRS = 200;

/** The messages of the collective over a link; of one that failed, those that it concerns. */
export function linkMessages({ request, fail, ends }: LinkQuestion): LinkAnswer {
  const cable = ends.toSorted().join('-');
  const isHealthy = ends.some((end) =>
    fail.some(
      (part) => part === end || part === cable || (part.startsWith('plane:') && end.startsWith(`${part}/`)),
    ),
  );
  const asked = fail.length === 0 || isHealthy ? request : { ...request, fail: [...fail] };
  const found = messagesOver(checkedNetwork(asked), ends);
  const sum = (of: (pair: CrossingMessages) => number): number =>
    found.reduce((total, pair) => total + of(pair), 0);
  return {
    isHealthy,
    messages: sum(({ messages }) => messages),
    pairs: found.length,
    bytes: sum(({ bytes }) => bytes),
    first: found.slice(0, FIRST_PAIRS),
  };
}

export interface FailedStepQuestion {
  readonly cluster: string;
  readonly fail: readonly string[];
}

export interface FailedStep {
  readonly fail: readonly string[];
  readonly experiment: string;
  readonly healthyS: number;
  readonly failedS: number;
}

/** The step of the experiment preset on that cluster; null where there is none. */
export function failedStep({ cluster, fail }: FailedStepQuestion): FailedStep | null {
  const experiment = EXPERIMENTS[cluster];
  if (experiment === undefined || getPreset('experiment', experiment) === undefined) return null;
  const document = experimentFromPreset(experiment) as object;
  const stepS = (parts: readonly string[]): number =>
    runExperiment(prepareExperiment(parts.length === 0 ? document : { ...document, fail: parts })).metrics
      .stepTimeS;
  const healthyS = stepS([]);
  return { fail, experiment, healthyS, failedS: fail.length === 0 ? healthyS : stepS(fail) };
}

const EXPERIMENTS: Readonly<Record<string, string>> = {
  'h800-2048-mpft': 'deepseek-v3-mpft',
  'h800-2048-mrft': 'deepseek-v3-mrft',
};
