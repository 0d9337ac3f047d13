export * from './cluster-spec.js';
export {
  ECMP_OPTIONS,
  type RoutingOptions,
  routingOf,
  type RoutingPolicy,
  type RoutingSpec,
} from './routing-spec.js';
