/**
 * Names that people use for parts of the machine: `node:17/gpu:4`, `node:17/nic:4`, `leaf:3`,
 * `plane:2/spine:1`, `group:5/router:2`, and for a cable in one direction `leaf:3>spine:0#2` (the third of
 * parallel cables). Made when asked for, from indices; parsed back for `--fail leaf:3`.
 */
import { type FabricGraph, type VertexKind } from './graph.js';

/** What a name stands for: a vertex or several (`plane:2`, `node:17`), or directed links. */
export interface FabricElement {
  readonly vertices: readonly number[];
  readonly links: readonly number[];
}

const PER_NODE: Partial<Record<VertexKind, (graph: FabricGraph) => number>> = {
  gpu: (graph) => graph.shape.gpusPerNode,
  nic: (graph) => graph.shape.nicsPerNode,
  'pcie-switch': (graph) => Math.min(graph.shape.gpusPerNode, graph.shape.nicsPerNode),
  nvswitch: (graph) => graph.shape.gpusPerNode / graph.shape.nvlinkGpus,
  host: () => 1,
  'storage-nic': () => 1,
};

/**
 * How many vertices of a kind stand under one `node:`, `plane:` or `group:`; undefined for kinds numbered
 * over the whole cluster.
 */
function scopeOf(
  graph: FabricGraph,
  kind: VertexKind,
): { readonly scope: string; readonly size: number } | undefined {
  const perNode = PER_NODE[kind];
  if (perNode !== undefined) return { scope: 'node', size: perNode(graph) };
  if ((kind === 'leaf' || kind === 'spine') && graph.shape.planes > 1)
    return { scope: 'plane', size: graph.range(kind).count / graph.shape.planes };
  if (kind === 'router') return { scope: 'group', size: graph.shape.routersPerGroup };
  return undefined;
}

export function vertexName(graph: FabricGraph, vertex: number): string {
  const kind = graph.kindOf(vertex);
  const index = vertex - graph.range(kind).first;
  const scope = scopeOf(graph, kind);
  if (scope === undefined) return kind === 'storage' || kind === 'storage-switch' ? kind : `${kind}:${index}`;
  const outer = `${scope.scope}:${Math.floor(index / scope.size)}`;
  return scope.scope === 'node' && scope.size === 1
    ? `${outer}/${kind}`
    : `${outer}/${kind}:${index % scope.size}`;
}

/** Links from the same vertex to the same vertex, by ascending id. */
function parallelLinks(graph: FabricGraph, from: number, to: number): number[] {
  const links: number[] = [];
  for (let at = graph.outOffset[from]; at < graph.outOffset[from + 1]; at += 1) {
    const link = graph.outLinks[at];
    if (graph.linkTo[link] === to) links.push(link);
  }
  return links;
}

export function linkName(graph: FabricGraph, link: number): string {
  const from = graph.linkFrom[link];
  const to = graph.linkTo[link];
  const siblings = parallelLinks(graph, from, to);
  const suffix = siblings.length > 1 ? `#${siblings.indexOf(link)}` : '';
  return `${vertexName(graph, from)}>${vertexName(graph, to)}${suffix}`;
}

const FROM = '([a-z-]+(?::\\d+)?(?:/[a-z-]+(?::\\d+)?)?)';
const TO = '([a-z][a-z-]*(?::\\d+)?(?:/[a-z-]+(?::\\d+)?)?)';
/** `A>B`, `A-B` or `A>B#n`. */
const CABLE = new RegExp(`^${FROM}([>-])${TO}(?:#(\\d+))?$`);

/**
 * The element a name stands for, or undefined when there is none. `A>B` is every cable from A to B in that
 * direction, `A-B` in both; `#n` picks one of them. Kinds with a scope may also be numbered over the whole
 * cluster: `leaf:9`, `gpu:140`.
 */
export function findElement(graph: FabricGraph, name: string): FabricElement | undefined {
  const cable = CABLE.exec(name);
  const vertices = findVertices(graph, name);
  if (vertices !== undefined) return { vertices, links: [] };
  if (cable === null) return undefined;
  const from = findVertices(graph, cable[1]);
  const to = findVertices(graph, cable[3]);
  if (from?.length !== 1 || to?.length !== 1) return undefined;
  let links = parallelLinks(graph, from[0], to[0]);
  if (cable[4] !== undefined) links = links.slice(Number(cable[4]), Number(cable[4]) + 1);
  if (cable[2] === '-') links = links.flatMap((link) => [link, link ^ 1]);
  return links.length === 0 ? undefined : { vertices: [], links };
}

function findVertices(graph: FabricGraph, name: string): number[] | undefined {
  const parts = /^(?:(node|plane|group):(\d+)(?:\/|$))?(?:([a-z-]+)(?::(\d+))?)?$/.exec(name);
  if (parts === null) return undefined;
  const [, scope, scopeIndex, kindName, index] = parts;
  if (kindName === undefined)
    return scope === undefined ? undefined : wholeScope(graph, scope, Number(scopeIndex));
  const kind = kindName as VertexKind;
  const range = graph.range(kind) as { first: number; count: number } | undefined;
  if (range === undefined || range.count === 0) return undefined;
  if (scope === undefined)
    return index === undefined && range.count > 1
      ? undefined
      : within(range.first, Number(index ?? 0), range.count);
  const size = scopeOf(graph, kind);
  if (size?.scope !== scope || Number(scopeIndex) * size.size >= range.count) return undefined;
  if (index === undefined && size.size > 1) return undefined;
  return within(range.first + Number(scopeIndex) * size.size, Number(index ?? 0), size.size);
}

const within = (first: number, index: number, count: number): number[] | undefined =>
  index < count ? [first + index] : undefined;

/** All vertices of `node:17`, all switches of `plane:2`, all routers of `group:5`. */
function wholeScope(graph: FabricGraph, scope: string, index: number): number[] | undefined {
  const vertices: number[] = [];
  for (const kind of [
    'gpu',
    'nvswitch',
    'pcie-switch',
    'host',
    'nic',
    'storage-nic',
    'leaf',
    'spine',
    'router',
  ] as const) {
    const range = graph.range(kind);
    const size = scopeOf(graph, kind);
    if (size?.scope !== scope || (index + 1) * size.size > range.count) continue;
    for (let i = 0; i < size.size; i += 1) vertices.push(range.first + index * size.size + i);
  }
  return vertices.length === 0 ? undefined : vertices;
}
