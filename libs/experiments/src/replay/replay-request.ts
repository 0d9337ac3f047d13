/** The replay section of a document as a request of the replay library, on the twin's own machine. */
import { buildFabric } from '@railyard/cluster';
import { type FaultLog, type ReplayJobRequest, type ReplaySpec } from '@railyard/replay';
import { type ExperimentDocument } from '../document.js';
import { fleetOf } from './fleet-of.js';
import { TwinMachine } from './twin-machine.js';

export interface ExperimentReplay extends ReplayJobRequest {
  readonly machine: TwinMachine;
}

export interface ReplayOptions {
  /** Step of the undisturbed machine where it is known already. */
  readonly stepSeconds?: number;
  /** Replays these faults in place of drawn ones. */
  readonly faultLog?: FaultLog;
}

/** A document that has the section. */
export type ReplayedDocument = ExperimentDocument & { readonly replay: ReplaySpec };

export const hasReplay = (document: ExperimentDocument): document is ReplayedDocument =>
  document.replay !== undefined;

export function replayRequest(
  { cluster, workload, seed, replay }: ReplayedDocument,
  options: ReplayOptions = {},
): ExperimentReplay {
  const graph = buildFabric(cluster);
  const fleet = fleetOf(graph, replay);
  const { stepSeconds, faultLog } = options;
  return {
    fleet,
    profile: replay.faults,
    policy: replay.recovery,
    horizon: replay.horizon,
    replicas: replay.replicas,
    seed,
    machine: new TwinMachine({
      cluster,
      workload,
      seed,
      fleet,
      graph,
      ...(stepSeconds === undefined ? {} : { stepSeconds }),
    }),
    ...(replay.rateMultiple === 1 ? {} : { rateScale: { all: replay.rateMultiple } }),
    ...(faultLog === undefined ? {} : { faultLog }),
  };
}
