/**
 * Faults of the fabric's parts, by the names people use for them (topology/names.ts), and what they leave of
 * every link.
 */
import { type IssueList } from '@railyard/base';
import { type FabricGraph, findElement } from '../topology/index.js';

export interface FabricFault {
  /**
   * `node:17/nic:4`, `leaf:3`, `plane:2/spine:1`, `plane:5`, `leaf:3-spine:0#2`; a switch or NIC takes all
   * its links with it.
   */
  readonly element: string;
  /** Share of the rate that is left: 0 is down, 0.5 a link at half its lanes. */
  readonly remaining: number;
}

/**
 * `leaf:3` is down; `leaf:3=0.5` has half its rate left. What stands behind the sign and is no decimal number
 * leaves NaN, which `checkFaults` reports.
 */
export function parseFault(text: string): FabricFault {
  const at = text.lastIndexOf('=');
  if (at < 0) return { element: text, remaining: 0 };
  const written = text.slice(at + 1);
  return {
    element: text.slice(0, at),
    remaining: /^-?\d*\.?\d+(e-?\d+)?$/i.test(written) ? Number(written) : NaN,
  };
}

/** Less is as good as down, and would only make times that mean nothing. */
const LEAST_LEFT = 1e-6;

export function checkFaults(graph: FabricGraph, faults: readonly FabricFault[], issues: IssueList): void {
  faults.forEach((fault, i) => {
    const at = issues.at(i);
    at.require(
      findElement(graph, fault.element) !== undefined,
      'unknown-element',
      `A fault must name a part of this cluster (got ${JSON.stringify(fault.element)}).`,
      'Use names such as node:17/nic:4, leaf:3, spine:0, core:2, router:5, plane:2, plane:2/leaf:1 ' +
        'or leaf:3-spine:0.',
    );
    const { element, remaining } = fault;
    const before = faults.slice(0, i).find((other) => isSamePart(graph, other.element, element));
    at.require(
      before === undefined,
      'duplicate',
      `A part must be named once (got ${JSON.stringify(before?.element)} and ${JSON.stringify(element)}).`,
      'Name it once, with the share that it keeps.',
    );
    at.require(
      remaining === 0 || (remaining >= LEAST_LEFT && remaining <= 1),
      'out-of-range',
      `The share that ${element} keeps must be 0 or ${LEAST_LEFT} to 1 (got ${remaining}).`,
      'Use 0 for down, or a share such as 0.5.',
    );
  });
}

/** Whether two names stand for one part: a leaf of the only plane has two. */
function isSamePart(graph: FabricGraph, one: string, other: string): boolean {
  const [a, b] = [findElement(graph, one), findElement(graph, other)];
  if (a === undefined || b === undefined) return false;
  const same = (x: readonly number[], y: readonly number[]): boolean =>
    x.length === y.length && x.every((value, index) => value === y[index]);
  return same(a.links, b.links) && same(a.vertices, b.vertices);
}

/**
 * [links] bytes/s under faults; the graph's own array when there are none. Faults on one link multiply.
 * Unknown names are ignored: `checkFaults` reports them.
 */
export function capacityUnder(
  graph: FabricGraph,
  faults: readonly FabricFault[],
  before: Float64Array = graph.linkCapacity,
): Float64Array {
  if (faults.length === 0) return before;
  const capacity = before.slice();
  for (const fault of faults)
    for (const link of linksOf(graph, fault.element)) capacity[link] *= fault.remaining;
  return capacity;
}

/** Directed links that an element takes with it. */
export function linksOf(graph: FabricGraph, element: string): ReadonlySet<number> {
  const found = findElement(graph, element);
  const links = new Set(found?.links ?? []);
  for (const vertex of found?.vertices ?? []) {
    for (let at = graph.outOffset[vertex]; at < graph.outOffset[vertex + 1]; at += 1) {
      links.add(graph.outLinks[at]);
      links.add(graph.outLinks[at] ^ 1);
    }
  }
  return links;
}
