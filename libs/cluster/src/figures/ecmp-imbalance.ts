/** How evenly a hash divides flows over equal links: balls into bins, by the hash that the router uses. */
import { invariant } from '@railyard/base';
import { FlowHash } from '../routing/index.js';

/**
 * Flows on the fullest of `links` links over the mean, for each of `seeds` hashes (from 0). The flows differ
 * in source and destination; how many there are for a link decides, not what they carry.
 */
export function hashImbalance(flows: number, links: number, seeds: number): readonly number[] {
  invariant(flows >= 1 && links >= 1 && seeds >= 1, 'flows, links and hashes', { flows, links, seeds });
  return Array.from({ length: seeds }, (_, seed) => {
    const hash = new FlowHash(seed);
    const onLink = new Uint32Array(links);
    for (let flow = 0; flow < flows; flow += 1) onLink[hash.of(flow, flows + flow, 0).choose(0, links)] += 1;
    return onLink.reduce((most, count) => Math.max(most, count), 0) / (flows / links);
  });
}
