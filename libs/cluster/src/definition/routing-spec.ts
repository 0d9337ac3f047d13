/** How messages find their way through a network: a cluster's own routing, or what one request asks for. */

export type RoutingPolicy = 'ecmp' | 'adaptive' | 'static';

export interface RoutingSpec {
  readonly routing: RoutingPolicy;
  /**
   * Header values that the packets of one message rotate over under `ecmp`: 1 unless given, so that a message
   * keeps one path; n sprays it, without regard to load, over the paths that n values hash to. The other
   * policies do not read it.
   */
  readonly entropies?: number;
  /** NCCL's PXN: a message for another rail first crosses NVLink to the GPU of that rail. */
  readonly pxn: boolean;
}

export interface RoutingOptions extends RoutingSpec {
  /** Of the ECMP hash; 0 unless given. */
  readonly seed?: number;
}

const KEYS = ['routing', 'entropies', 'pxn', 'seed'] as const satisfies readonly (keyof RoutingOptions)[];

/** Options that only `ecmp` reads. */
export const ECMP_OPTIONS = ['entropies', 'seed'] as const satisfies readonly (keyof RoutingOptions)[];

/** The part of a definition or a request that says how messages find their way. */
export function routingOf(from: Partial<RoutingOptions>): Partial<RoutingOptions> {
  return Object.fromEntries(KEYS.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]));
}
