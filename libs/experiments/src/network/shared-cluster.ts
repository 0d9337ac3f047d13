/**
 * Several jobs on one cluster, as a user asks for it: each on whole nodes of its own, their traffic on the
 * same links. A job's step follows from what the others leave it of the links, and what they leave from how
 * long their steps take: rounds, until no step changes.
 */
import { invariant, IssueList } from '@railyard/base';
import {
  allocateNodes,
  alwaysSending,
  capacitiesAmongst,
  capacityUnder,
  checkRouting,
  type ClusterSpec,
  Fabric,
  fixedPoint,
  type FixedPoint,
  type LinkAccount,
  type LinkUse,
  linkUse,
  type NodeAllocation,
  parseFault,
  routingOf,
  TOP_LINKS,
} from '@railyard/cluster';
import { simulateStep, stepTraffic, type WorkloadSpec } from '@railyard/parallelism';
import { bodyOf, checkLosses, workloadOn } from '../documents/index.js';
import { ENGINE_VERSION } from '../engine.js';
import { REQUEST_SCHEMAS, type SharedClusterRequest } from '../schema/index.js';
import { givenRequest, throwIfAny } from '../validation/index.js';
import { clusterIn, workloadIn } from './parts.js';
import { type SharedLink, sharedLinks } from './shared-links.js';

/** A checked request, its parts resolved; the cluster has the routing that was asked for. */
export interface CheckedSharedCluster {
  readonly cluster: ClusterSpec;
  readonly jobs: readonly {
    readonly name: string;
    readonly workload: WorkloadSpec;
    readonly nodes: number;
  }[];
  readonly allocation: NodeAllocation;
  /** Parts that are down or degraded. */
  readonly fail: readonly string[];
  readonly seed: number;
  readonly top: number;
}

export interface ConcurrentJob {
  readonly job: string;
  readonly nodes: number;
  readonly gpus: number;
  /** Switches that the first NICs of its nodes are plugged into. */
  readonly leaves: number;
  /** With the network to itself. */
  readonly aloneStepS: number;
  /** Together with the others, whose steps lie in time as they happen to. */
  readonly concurrentStepS: number;
  /** Together with the others, over alone. */
  readonly slowdown: number;
  /** If the others sent all the time: no step takes longer. */
  readonly mostSlowdown: number;
  /** Links that it and another job load. */
  readonly sharedLinks: number;
}

/** The wire contract of `railyard network jobs --json` and of `POST /v1/network/jobs`. */
export interface SharedCluster {
  readonly cluster: string;
  readonly allocation: NodeAllocation;
  readonly jobs: readonly ConcurrentJob[];
  /** Those that several jobs load, busiest first. */
  readonly links: readonly SharedLink[];
  /** Whether the steps together have settled, to 1e-7; else they are those of the last round. */
  readonly converged: boolean;
  readonly rounds: number;
  readonly warnings: readonly SharedClusterWarning[];
  readonly engineVersion: string;
}

export interface SharedClusterWarning {
  readonly code: 'not-settled';
  readonly message: string;
}

/** @throws InvalidDocumentError with every issue. */
export function checkedSharedCluster(input: unknown): CheckedSharedCluster {
  const issues = new IssueList();
  const given = givenRequest(REQUEST_SCHEMAS.SharedClusterRequest, input, issues);
  const cluster = clusterAsked(given, issues);
  throwIfAny(issues);
  invariant(cluster !== undefined && given.workloads !== undefined, 'parts without issues are there');
  const { workloads, nodes = [], allocation = 'packed', fail = [], seed = 0, top = TOP_LINKS } = given;
  issues
    .at('nodes')
    .require(
      nodes.length === 0 || nodes.length === workloads.length,
      'wrong-count',
      `nodes must have a number for each of the ${workloads.length} workloads (got ${nodes.length}).`,
      'Add or remove numbers, or leave nodes out.',
    );
  throwIfAny(issues);
  const jobs = workloads.flatMap((part, at) => {
    const found = jobOf(cluster, part, nodes[at], issues.at('workloads').at(at));
    return found === undefined ? [] : [found];
  });
  const wanted = jobs.reduce((sum, job) => sum + job.nodes, 0);
  issues
    .at(nodes.length > 0 ? 'nodes' : 'workloads')
    .require(
      wanted <= cluster.nodes,
      'too-large',
      `The jobs must have at most the ${cluster.nodes} nodes of ${cluster.name} together (got ${wanted}).`,
      nodes.length > 0 ? 'Use fewer nodes.' : 'Use fewer workloads, or state the nodes of each.',
    );
  throwIfAny(issues);
  return { cluster, jobs: named(jobs), allocation, fail, seed, top };
}

/** With the routing of the request, and parts that can fail. */
function clusterAsked(given: Partial<SharedClusterRequest>, issues: IssueList): ClusterSpec | undefined {
  const { fail = [], seed: _ofTokens, ...others } = given;
  const choices = routingOf(others);
  const found = clusterIn(given, issues);
  if (found === undefined) return undefined;
  checkRouting({ cluster: found, ...choices }, issues);
  const cluster = { ...found, ...choices };
  if (issues.issues.length === 0 && fail.length > 0) checkLosses(cluster, fail, issues.at('fail'));
  return cluster;
}

type Job = Omit<CheckedSharedCluster['jobs'][number], 'name'>;

function jobOf(
  cluster: ClusterSpec,
  part: string | Readonly<Record<string, unknown>>,
  given: number | undefined,
  issues: IssueList,
): (Job & { readonly title: string }) | undefined {
  const layout = workloadIn(part, issues);
  const nodes = given ?? (layout === undefined ? undefined : nodesOf(cluster, layout, issues));
  if (layout === undefined || nodes === undefined) return undefined;
  const written = typeof part === 'string' ? { preset: part } : bodyOf(part);
  const workload = workloadOn({ ...cluster, nodes }, written, issues);
  return workload === undefined ? undefined : { workload, nodes, title: layout.name };
}

/** As many as the layout has GPUs for. */
function nodesOf({ gpusPerNode }: ClusterSpec, layout: WorkloadSpec, issues: IssueList): number | undefined {
  const { pipeline, tensor, context = 1, data } = layout.parallelism;
  const gpus = pipeline * tensor * context * (data ?? Number.NaN);
  const at = issues.at('parallelism').at('data');
  const isStated = at.require(
    Number.isFinite(gpus),
    'missing-key',
    'data must be given, or the nodes of each job.',
    'Add data, or nodes.',
  );
  const isWhole =
    isStated &&
    at.require(
      gpus % gpusPerNode === 0,
      'does-not-divide',
      `The layout must fill whole nodes of ${gpusPerNode} GPUs (got ${gpus} GPUs).`,
      'Use another data.',
    );
  return isWhole ? gpus / gpusPerNode : undefined;
}

/** By workload; several of one workload are numbered. */
function named(jobs: readonly (Job & { readonly title: string })[]): CheckedSharedCluster['jobs'] {
  const seen = new Map<string, number>();
  return jobs.map(({ title, ...job }) => {
    const before = seen.get(title) ?? 0;
    seen.set(title, before + 1);
    const isOnly = jobs.filter((other) => other.title === title).length === 1;
    return { ...job, name: isOnly ? title : `${title} #${before + 1}` };
  });
}

interface PlacedJob {
  readonly account: LinkAccount;
  readonly alone: number;
  readonly aloneUse: LinkUse;
  /** Seconds of a step where the job has these capacities of links. */
  readonly stepWith: (capacity: Float64Array) => number;
}

export function runSharedCluster(request: CheckedSharedCluster): SharedCluster {
  const { cluster, jobs, allocation, fail, seed, top } = request;
  const sound = new Fabric(cluster);
  const fabric =
    fail.length === 0 ? sound : sound.withCapacity(capacityUnder(sound.graph, fail.map(parseFault)));
  const sizes = jobs.map(({ nodes }) => nodes);
  const allocated = allocateNodes(fabric, sizes, allocation, seed);
  const placed = jobs.map(({ workload }, at) => placedJob(fabric, workload, allocated[at] ?? [], seed));
  const together = stepsTogether(fabric.capacity, placed);
  const alone = placed.map(({ aloneUse }) => aloneUse);
  const most = capacitiesAmongst(fabric.capacity, alone, alone.map(alwaysSending));
  const shared = sharedLinks(
    placed.map(({ account }, at) => ({
      name: jobs[at]?.name ?? '',
      account,
      seconds: together.values[at] ?? 0,
    })),
    top,
  );
  return {
    cluster: cluster.name,
    allocation,
    jobs: placed.map((job, at): ConcurrentJob => {
      const nodes = allocated[at] ?? [];
      const concurrentStepS = together.values[at] ?? job.alone;
      return {
        job: jobs[at]?.name ?? '',
        nodes: nodes.length,
        gpus: nodes.length * cluster.gpusPerNode,
        leaves: new Set(nodes.map((node) => fabric.leafOf(node * cluster.gpusPerNode))).size,
        aloneStepS: job.alone,
        concurrentStepS,
        slowdown: concurrentStepS / job.alone,
        mostSlowdown: job.stepWith(most[at] ?? fabric.capacity) / job.alone,
        sharedLinks: shared.counts[at] ?? 0,
      };
    }),
    links: shared.links,
    converged: together.converged,
    rounds: together.rounds,
    warnings: warningsOf(together),
    engineVersion: ENGINE_VERSION,
  };
}

function placedJob(
  fabric: Fabric,
  workload: WorkloadSpec,
  nodes: readonly number[],
  seed: number,
): PlacedJob {
  const simulated = simulateStep(fabric.spec, workload, seed, { fabric, nodes });
  const alone = simulated.parts.total;
  const account = stepTraffic(simulated, workload);
  return {
    account,
    alone,
    aloneUse: linkUse(account, fabric.capacity, alone),
    stepWith: (capacity) =>
      capacity.every((rate, link) => rate === fabric.capacity[link])
        ? alone
        : simulateStep(fabric.spec, workload, seed, { fabric: fabric.withCapacity(capacity), nodes }).parts
            .total,
  };
}

/** A step that changes by less has settled. */
const SETTLED = 1e-7;
const MOST_ROUNDS = 60;

/** [jobs] seconds of a step together with the others: the state is what each has of every link. */
function stepsTogether(capacity: Float64Array, jobs: readonly PlacedJob[]): FixedPoint {
  const alone = jobs.map(({ aloneUse }) => aloneUse);
  return fixedPoint(
    capacitiesAmongst(capacity, alone, alone),
    jobs.map((job) => job.alone),
    (left) => {
      const values = jobs.map((job, at) => job.stepWith(left[at] ?? capacity));
      const uses = jobs.map(({ account }, at) => linkUse(account, left[at] ?? capacity, values[at] ?? 0));
      return { values, next: capacitiesAmongst(capacity, alone, uses) };
    },
    { settled: SETTLED, rounds: MOST_ROUNDS },
  );
}

function warningsOf({ converged, rounds, change }: FixedPoint): readonly SharedClusterWarning[] {
  if (converged) return [];
  const percent = (100 * change).toPrecision(2);
  const message =
    `The steps together have not settled after ${rounds} rounds: one still changes by ${percent} %. ` +
    'Each lies between its step alone and mostSlowdown times that; fewer jobs on shared links settle.';
  return [{ code: 'not-settled', message }];
}
