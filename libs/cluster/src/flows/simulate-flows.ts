/**
 * The flow simulation: exact max-min fair sharing over time. Of flows that nothing tells apart one stands for
 * all. Else links in series are taken as one, links that cannot bind are pruned, links that hardly ever do
 * are taken as loose, flows of one path are bundled, and what remains falls into components, each run by
 * events of its own. None of it changes the result.
 */
import { invariant } from '@railyard/base';
import { bundleFlows, type Bundles } from './bundles.js';
import { type Components, connectedComponents, type Size, sizeOf } from './components.js';
import { ComponentRun, type Scope, type SpanObserver } from './component-run.js';
import { type CapacityChanges, checkFlowSet, type FlowSet, FlowSetBuilder, NO_CHANGES } from './flow-set.js';
import { groupComponents, linkLayers, LOOSE, looseHops, TIGHT } from './layers.js';
import { LayeredRun } from './layered-run.js';
import { contractSeries } from './series.js';
import { bindingLinks, hopsByLink, type HopsByLink } from './prune.js';
import { symmetryClasses } from './symmetry-classes.js';

export interface SimulateOptions {
  readonly changes?: CapacityChanges;
  /**
   * 0 (default) is exact. A positive value takes ends within this part of the elapsed time together: rates
   * stay as they are until the last of them, so no link is ever over capacity and none is idle for more than
   * `lostSeconds`.
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
  /**
   * What was solved, of classes where flows fall into few: variables after bundling, links that stayed
   * constraints, components, rate problems.
   */
  readonly variables: number;
  readonly bindingLinks: number;
  readonly components: number;
  readonly solves: number;
  /**
   * Links among `bindingLinks` that were taken as loose, and groups of components in which some of them came
   * to decide.
   */
  readonly looseLinks: number;
  readonly tightened: number;
  /** With `batching`: the longest time that one link was idle because of it; 0 when exact. */
  readonly lostSeconds: number;
}

/** @throws InvariantError when the set is malformed. */
export function simulateFlows(set: FlowSet, options: SimulateOptions = {}): FlowResult {
  const sprayed = checkFlowSet(set);
  invariant((options.until ?? Infinity) > 0, 'a simulation ends after it starts', { until: options.until });
  const isPlain = options.changes === undefined && options.batching === undefined;
  const classes = isPlain && options.observe === undefined ? symmetryClasses(set, sprayed) : undefined;
  if (classes === undefined) return solve(set, options, startTogether(set) && isPlain);
  const { finish, left, ...solved } = solve(classes.quotient, options, false);
  return { ...solved, finish: ofEvery(finish, classes.classOf), left: ofEvery(left, classes.classOf) };
}

const ofEvery = (values: Float64Array, classOf: Int32Array): Float64Array => {
  const every = new Float64Array(classOf.length);
  if (values.every((value) => value === 0)) return every;
  for (let flow = 0; flow < every.length; flow += 1) every[flow] = values[classOf[flow]];
  return every;
};

function startTogether({ startTime }: FlowSet): boolean {
  for (let flow = 1; flow < startTime.length; flow += 1) if (startTime[flow] !== startTime[0]) return false;
  return true;
}

/** `layered`: links may be taken as loose. */
function solve(whole: FlowSet, options: SimulateOptions, layered: boolean): FlowResult {
  const observed = options.observe !== undefined;
  const set = observed || options.changes !== undefined ? whole : contractSeries(whole);
  const changes = options.changes ?? NO_CHANGES;
  const finish = new Float64Array(set.bytes.length);
  const left = new Float64Array(set.bytes.length);
  const hops = hopsByLink(set);
  const binding = observed ? new Uint8Array(set.capacity.length).fill(1) : bindingLinks(set, hops, changes);
  const layer = layered && !observed ? linkLayers(set, hops, binding) : binding;
  const bundles = bundleFlows(set, layer, observed);
  const components = connectedComponents(bundles.paths, bundles.count, set.capacity.length);
  const scope = {
    set,
    bundles,
    changes,
    batching: options.batching ?? 0,
    until: options.until ?? Infinity,
    finish,
    left,
  };
  const run = layer.includes(TIGHT)
    ? runLayers(scope, hops, components, layer)
    : runApart(scope, components, options.observe);
  let makespan = 0;
  for (let flow = 0; flow < finish.length; flow += 1) makespan = Math.max(makespan, finish[flow]);
  return {
    finish,
    left,
    makespan,
    variables: bundles.count,
    bindingLinks: count(binding),
    components: components.count,
    ...run,
  };
}

type Outcome = Pick<FlowResult, 'solves' | 'lostSeconds' | 'looseLinks' | 'tightened'>;

function runApart(scope: Scope, components: Components, observe: SpanObserver | undefined): Outcome {
  const run = new ComponentRun(
    scope,
    largest(components, scope.bundles),
    new Int32Array(scope.set.capacity.length).fill(-1),
  );
  for (let c = 0; c < components.count; c += 1)
    run.run(components.variable, components.start[c], components.start[c + 1], observe);
  return { solves: run.solves, lostSeconds: run.lostSeconds, looseLinks: 0, tightened: 0 };
}

function runLayers(scope: Scope, hops: HopsByLink, components: Components, layer: Uint8Array): Outcome {
  const { set, bundles } = scope;
  const loose = looseHops(set, hops, bundles, layer);
  const groups = groupComponents(components, bundles, layer, loose, set.capacity.length);
  const run = new LayeredRun(scope, layer, loose);
  let solves = 0;
  let tightened = 0;
  for (let g = 0; g < groups.count; g += 1) {
    const decided = run.run(components, groups.component, groups.start[g], groups.start[g + 1]);
    if (decided === Infinity) continue;
    tightened += 1;
    solves += finishTogether(
      scope,
      flowsLeft(scope, components, groups.component.subarray(groups.start[g], groups.start[g + 1])),
      decided,
    );
  }
  return { solves: solves + run.solves, lostSeconds: 0, looseLinks: count(layer, LOOSE), tightened };
}

/** Flows of these components that have not ended. */
function flowsLeft({ bundles, finish }: Scope, components: Components, of: Int32Array): Int32Array {
  const flows: number[] = [];
  for (const c of of) {
    for (let at = components.start[c]; at < components.start[c + 1]; at += 1) {
      const v = components.variable[at];
      for (let member = bundles.memberStart[v]; member < bundles.memberStart[v + 1]; member += 1)
        if (finish[bundles.member[member]] === Infinity) flows.push(bundles.member[member]);
    }
  }
  return Int32Array.from(flows);
}

/** Runs what is left of `flows` from `time` on, all links as one layer. Returns the rate problems solved. */
function finishTogether({ set, until, finish, left }: Scope, flows: Int32Array, time: number): number {
  const rest = new FlowSetBuilder(set.capacity);
  for (const flow of flows) {
    for (let hop = set.pathStart[flow]; hop < set.pathStart[flow + 1]; hop += 1)
      rest.hop(set.pathLink[hop], set.pathShare[hop]);
    rest.add(left[flow], { start: time, rateCap: set.rateCap[flow] });
  }
  const result = solve(rest.build(), { until }, false);
  for (let i = 0; i < flows.length; i += 1) {
    finish[flows[i]] = result.finish[i];
    left[flows[i]] = result.left[i];
  }
  return result.solves;
}

function largest(components: Components, bundles: Bundles): Size {
  const most = { variables: 0, hops: 0, flows: 0 };
  for (let c = 0; c < components.count; c += 1) {
    const { variables, hops, flows } = sizeOf(components, c, bundles);
    most.variables = Math.max(most.variables, variables);
    most.hops = Math.max(most.hops, hops);
    most.flows = Math.max(most.flows, flows);
  }
  return most;
}

function count(marks: Uint8Array, mark = 1): number {
  let total = 0;
  for (let i = 0; i < marks.length; i += 1) total += Number(marks[i] === mark);
  return total;
}
