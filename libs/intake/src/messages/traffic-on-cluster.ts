/** Messages of one's own on a cluster: what the command and the service answer. */
import { InvalidDocumentError } from '@railyard/base';
import {
  type ClusterSpec,
  Fabric,
  type JobsTogether,
  jobsTogether,
  type Message,
  NoRouteError,
  type RoutingPolicy,
} from '@railyard/cluster';
import { ENGINE_VERSION } from '@railyard/experiments';

export interface TrafficRequest {
  readonly cluster: ClusterSpec;
  readonly messages: readonly Message[];
  /** Default: the cluster's. */
  readonly routing?: RoutingPolicy;
  /** Busiest links that are shown. */
  readonly top: number;
}

/** The wire contract of `railyard network traffic --json` and of `POST /v1/network/traffic`. */
export type TrafficOutcome = JobsTogether & { readonly engineVersion: string };

/**
 * @param crossings most links that the messages may cross together; default: no bound
 * @throws InvalidDocumentError where nothing connects two GPUs, or messages cross more links
 */
export function trafficOnCluster(
  { cluster, messages, routing, top }: TrafficRequest,
  crossings = Infinity,
): TrafficOutcome {
  const fabric = new Fabric(cluster, routing === undefined ? {} : { routing });
  try {
    const crossed = crossedLinks(fabric, messages, crossings);
    if (crossed > crossings)
      throw refusal(
        'too-large',
        `Messages must cross at most ${crossings} links together (got more, of ${messages.length} messages).`,
        'Use fewer messages, or a routing that keeps a message on one path (static, ecmp).',
      );
    return { ...jobsTogether(fabric, messages, top), engineVersion: ENGINE_VERSION };
  } catch (error) {
    if (!(error instanceof NoRouteError)) throw error;
    throw refusal(
      'disconnected',
      'The cluster must have a path between any two GPUs that exchange messages.',
      'Use another topology, or pxn where there is NVLink.',
    );
  }
}

/** Links that messages cross together, as far as `most`. */
function crossedLinks(fabric: Fabric, messages: readonly Message[], most: number): number {
  let crossed = 0;
  if (most === Infinity) return crossed;
  for (const [flow, { from, to }] of messages.entries()) {
    crossed += fabric.router.route(from, to, flow)?.links.length ?? 0;
    if (crossed > most) break;
  }
  return crossed;
}

const refusal = (code: string, message: string, hint: string): InvalidDocumentError =>
  new InvalidDocumentError([{ path: '', code, message, hint }]);
