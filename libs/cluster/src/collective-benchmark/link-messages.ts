/** The messages of a collective that cross one cable: what its load is made of, what its failure concerns. */
import { requireRoute } from '../routing/index.js';
import { vertexName } from '../topology/index.js';
import { type Fabric, type Leg, Traffic } from '../traffic/index.js';
import { fabricOf } from './benchmark.js';
import { addMessages } from './named-collective.js';
import { type BenchmarkRequest } from './request.js';

/** One GPU's messages to another over the cable. */
export interface CrossingMessages {
  readonly from: number;
  readonly to: number;
  readonly messages: number;
  /** Over this cable: of a sprayed message its share. */
  readonly bytes: number;
}

/**
 * Both directions of all parallel cables between two parts, by their names; the most bytes first.
 * @throws NoRouteError when no path is left between two members.
 */
export function messagesBetween(
  request: BenchmarkRequest,
  ends: readonly [string, string],
): readonly CrossingMessages[] {
  const { collective, gpus, bytes } = request;
  const fabric = fabricOf(request);
  const group = Array.from({ length: gpus }, (_, gpu) => gpu);
  const crossing = new Crossing(fabric, linksBetween(fabric, ends));
  addMessages(crossing, collective, group, bytes);
  return [...crossing.found.values()].sort((a, b) => b.bytes - a.bytes || a.from - b.from || a.to - b.to);
}

function linksBetween({ graph }: Fabric, ends: readonly [string, string]): ReadonlySet<number> {
  const places = new Map<string, number>();
  for (let vertex = 0; vertex < graph.vertexCount; vertex += 1)
    if (ends.includes(vertexName(graph, vertex))) places.set(vertexName(graph, vertex), vertex);
  const [one, other] = ends.map((name) => places.get(name) ?? -1);
  const links = new Set<number>();
  for (let link = 0; link < graph.linkCount; link += 1) {
    const [from, to] = [graph.linkFrom[link], graph.linkTo[link]];
    if ((from === one && to === other) || (from === other && to === one)) links.add(link);
  }
  return links;
}

/** Looks at routes and sends nothing. */
class Crossing extends Traffic {
  /** By both GPUs. */
  readonly found = new Map<string, CrossingMessages>();

  constructor(
    fabric: Fabric,
    private readonly over: ReadonlySet<number>,
  ) {
    super(fabric);
  }

  override send(from: number, to: number, bytes: number, queuePair = 0): void {
    if (from === to || bytes === 0) return;
    const { links, shares } = requireRoute(this.fabric.router.route(from, to, queuePair));
    let share = 0;
    for (let i = 0; i < links.length; i += 1)
      if (this.over.has(links[i])) share += shares === null ? 1 : shares[i];
    if (share === 0) return;
    const key = `${from} ${to}`;
    const before = this.found.get(key) ?? { from, to, messages: 0, bytes: 0 };
    const { messages } = before;
    this.found.set(key, { from, to, messages: messages + 1, bytes: before.bytes + share * bytes });
  }

  override sendAlong(legs: readonly Leg[], bytes: number): void {
    for (const { from, to, queuePair } of legs) this.send(from, to, bytes, queuePair);
  }

  override sendRound(ring: readonly number[], queuePair: number, bytes: number): void {
    ring.forEach((from, i) => this.send(from, ring[(i + 1) % ring.length], bytes, queuePair));
  }
}
