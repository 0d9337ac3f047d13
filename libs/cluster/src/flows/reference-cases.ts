/**
 * The traffic that SimGrid 4.1.1 was timed on (docs/model/network.md): all-to-all and permutation on
 * two-layer fat trees of 64-port switches and 50 GB/s links, D-mod-K routing, sizes drawn by a 64-bit
 * Mersenne Twister (Matsumoto and Nishimura 1998, 2000) with seed 1, so that end times can be compared.
 */
import { type FlowSet, FlowSetBuilder } from './flow-set.js';

/**
 * full: one fat tree, all-to-all in groups of hosts; plane8: eight planes, per plane every node to its peers
 * once per GPU; permutation: i to i + hosts/2.
 */
export type ReferenceMode = 'full' | 'plane8' | 'permutation';

const LINK_RATE = 50e9;
const LEAF_PORTS = 32;

/** `skew` 0.2 draws sizes uniform in +-20 % of `bytes`; 0 makes them equal. */
export function referenceCase(
  mode: ReferenceMode,
  hosts: number,
  group: number,
  bytes: number,
  skew = 0,
): FlowSet {
  const draw = mersenneTwister64(1n);
  const size = (): number => (skew > 0 ? bytes * (1 - skew + draw() * (1 + skew - (1 - skew))) : bytes);
  if (mode === 'plane8') return planes(hosts, group, size);
  const tree = new DModKTree(hosts);
  const set = new FlowSetBuilder(new Float64Array(tree.links).fill(LINK_RATE));
  for (let a = 0; a < hosts; a += 1) {
    if (mode === 'permutation') {
      tree.route(set, 0, a, (a + hosts / 2) % hosts);
      set.add(size());
      continue;
    }
    const first = a - (a % group);
    for (let k = 1; k < group; k += 1) {
      tree.route(set, 0, a, first + ((a - first + k) % group));
      set.add(size());
    }
  }
  return set.build();
}

function planes(gpus: number, group: number, size: () => number): FlowSet {
  const nodes = gpus / 8;
  const groupNodes = group / 8;
  const tree = new DModKTree(nodes);
  const set = new FlowSetBuilder(new Float64Array(8 * tree.links).fill(LINK_RATE));
  for (let plane = 0; plane < 8; plane += 1) {
    for (let a = 0; a < nodes; a += 1) {
      const first = a - (a % groupNodes);
      for (let k = 1; k < groupNodes; k += 1) {
        for (let gpu = 0; gpu < 8; gpu += 1) {
          tree.route(set, plane * tree.links, a, first + ((a - first + k) % groupNodes));
          set.add(size());
        }
      }
    }
  }
  return set.build();
}

/** Two-layer fat tree with parallel uplinks; up-port by destination, down-port by source (D-mod-K). */
class DModKTree {
  readonly links: number;
  private readonly spines: number;
  private readonly parallel: number;

  constructor(private readonly hosts: number) {
    const leaves = Math.ceil(hosts / LEAF_PORTS);
    this.spines = leaves === 1 ? 1 : Math.max(1, hosts / (2 * LEAF_PORTS));
    this.parallel = LEAF_PORTS / this.spines;
    this.links = 2 * hosts + 2 * leaves * LEAF_PORTS;
  }

  route(set: FlowSetBuilder, offset: number, from: number, to: number): void {
    const leafFrom = Math.floor(from / LEAF_PORTS);
    const leafTo = Math.floor(to / LEAF_PORTS);
    const { hosts, spines, parallel } = this;
    set.hop(offset + from);
    if (leafFrom !== leafTo) {
      const port = to % LEAF_PORTS;
      const uplinks = offset + 2 * hosts;
      set.hop(uplinks + 2 * (leafFrom * LEAF_PORTS + port));
      set.hop(uplinks + 2 * (leafTo * LEAF_PORTS + (port % spines) + spines * (from % parallel)) + 1);
    }
    set.hop(offset + hosts + to);
  }
}

const MASK = 0xffffffffffffffffn;

/** Uniform draws in [0, 1): a 64-bit word over 2^64. */
function mersenneTwister64(seed: bigint): () => number {
  const n = 312;
  const state = new BigUint64Array(n);
  state[0] = seed;
  for (let i = 1; i < n; i += 1)
    state[i] = (6364136223846793005n * (state[i - 1] ^ (state[i - 1] >> 62n)) + BigInt(i)) & MASK;
  let at = n;
  return () => {
    if (at === n) {
      for (let i = 0; i < n; i += 1) {
        const word = (state[i] & 0xffffffff80000000n) | (state[(i + 1) % n] & 0x7fffffffn);
        state[i] = state[(i + 156) % n] ^ (word >> 1n) ^ ((word & 1n) * 0xb5026f5aa96619e9n);
      }
      at = 0;
    }
    let x = state[at++];
    x ^= (x >> 29n) & 0x5555555555555555n;
    x ^= (x << 17n) & 0x71d67fffeda60000n;
    x ^= (x << 37n) & 0xfff7eee000000000n;
    x ^= x >> 43n;
    return Number(x & MASK) / 18446744073709551616;
  };
}
