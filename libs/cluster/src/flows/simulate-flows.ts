/**
 * The flow simulation: exact max-min fair sharing over time. Flows of one path are bundled, links that cannot bind are
 * pruned, what remains falls into independent components, each run by events of its own. None of it changes the result.
 */
import { invariant } from '@railyard/base';
import { bundleFlows, type Bundles } from './bundles.js';
import { type Components, connectedComponents } from './components.js';
import { ComponentRun, type SpanObserver } from './component-run.js';
import { type CapacityChanges, checkFlowSet, type FlowSet, NO_CHANGES } from './flow-set.js';
import { bindingLinks } from './prune.js';

export interface SimulateOptions {
  readonly changes?: CapacityChanges;
  /**
   * 0 (default) is exact. A positive value takes ends within this part of the elapsed time together: rates stay as they
   * are until the last of them, so no link is ever over capacity and none is idle for more than `lostSeconds`.
   */
  readonly batching?: number;
  /** Stop here, seconds: flows that still run end at Infinity and say what is `left` of them. */
  readonly until?: number;
  /** Keeps all links and classes apart and reports each span of constant rates. */
  readonly observe?: SpanObserver;
}

export interface FlowResult {
  /** [flows] seconds at which each flow ends; Infinity when a link that is down never lets it. */
  readonly finish: Float64Array;
  /** [flows] bytes that were not sent: 0 for a flow that ended. */
  readonly left: Float64Array;
  /** The last end. */
  readonly makespan: number;
  /** What was solved: variables after bundling, links that stayed constraints, components, rate problems. */
  readonly variables: number;
  readonly bindingLinks: number;
  readonly components: number;
  readonly solves: number;
  /** With `batching`: the longest time that one link was idle because of it; 0 when exact. */
  readonly lostSeconds: number;
}

/** @throws InvariantError when the set is malformed. */
export function simulateFlows(set: FlowSet, options: SimulateOptions = {}): FlowResult {
  checkFlowSet(set);
  const until = options.until ?? Infinity;
  invariant(until > 0, 'a simulation ends after it starts', { until });
  const changes = options.changes ?? NO_CHANGES;
  const finish = new Float64Array(set.bytes.length);
  const left = new Float64Array(set.bytes.length);
  const everything = new Uint8Array(set.capacity.length).fill(1);
  let bundles = bundleFlows(set, everything, options.observe !== undefined);
  let binding: Uint8Array = everything;
  if (options.observe === undefined) {
    binding = bindingLinks(bundles.paths, bundles.count, set.capacity, changes);
    bundles = bundleFlows(set, binding, false);
  }
  const components = connectedComponents(bundles.paths, bundles.count, set.capacity.length);
  const largest = largestComponent(components, bundles);
  const run = new ComponentRun({ set, bundles, changes, batching: options.batching ?? 0, until, finish, left }, largest.variables, largest.hops);
  for (let c = 0; c < components.count; c += 1) run.run(components.variable, components.start[c]!, components.start[c + 1]!, options.observe);
  let makespan = 0;
  for (let flow = 0; flow < finish.length; flow += 1) makespan = Math.max(makespan, finish[flow]!);
  let kept = 0;
  for (let link = 0; link < binding.length; link += 1) kept += binding[link]!;
  return {
    finish, left, makespan, variables: bundles.count, bindingLinks: kept, components: components.count, solves: run.solves, lostSeconds: run.lostSeconds,
  };
}

function largestComponent(components: Components, bundles: Bundles): { variables: number; hops: number } {
  let variables = 0;
  let hops = 0;
  for (let c = 0; c < components.count; c += 1) {
    let own = 0;
    for (let at = components.start[c]!; at < components.start[c + 1]!; at += 1) {
      const v = components.variable[at]!;
      own += bundles.paths.start[v + 1]! - bundles.paths.start[v]!;
    }
    variables = Math.max(variables, components.start[c + 1]! - components.start[c]!);
    hops = Math.max(hops, own);
  }
  return { variables, hops };
}
