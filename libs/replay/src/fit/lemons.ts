/** Nodes that fail more often than chance allows, and how much more. */
import { poissonAtLeast } from '../formulas/index.js';

interface LemonNode {
  readonly node: string;
  readonly faults: number;
  /** What an ordinary node has. */
  readonly expected: number;
  /** That any of the fleet's nodes has as many by chance. */
  readonly p: number;
}

export interface LemonFit {
  readonly nodes: readonly LemonNode[];
  /** Share of the fleet's nodes, and their rate over an ordinary node's. */
  readonly nodeFraction: number;
  readonly rateMultiple: number;
}

const SIGNIFICANT = 0.05;
/** Two faults of a node are no pattern. */
const FEWEST = 3;

/** Nodes are taken out one by one, the worst first, as long as chance does not explain them. */
export function lemonsOf(faultsOf: ReadonlyMap<string, number>, nodes: number): LemonFit | undefined {
  const worstFirst = [...faultsOf].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  let left = worstFirst.reduce((sum, [, faults]) => sum + faults, 0);
  const lemons: LemonNode[] = [];
  for (const [node, faults] of worstFirst) {
    const others = nodes - lemons.length - 1;
    if (faults < FEWEST || others < 1) break;
    const expected = (left - faults) / others;
    const p = Math.min(1, nodes * poissonAtLeast(faults, expected));
    if (p >= SIGNIFICANT) break;
    lemons.push({ node, faults, expected, p });
    left -= faults;
  }
  if (lemons.length === 0) return undefined;
  const ordinary = left / (nodes - lemons.length);
  const own = lemons.reduce((sum, { faults }) => sum + faults, 0) / lemons.length;
  return {
    nodes: lemons,
    nodeFraction: lemons.length / nodes,
    // Half a fault among all ordinary nodes stands for none.
    rateMultiple: own / Math.max(ordinary, 0.5 / nodes),
  };
}
