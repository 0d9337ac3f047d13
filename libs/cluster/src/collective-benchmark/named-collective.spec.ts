import { CLUSTERS } from '../presets/index.js';
import { Fabric, LinkAccount } from '../traffic/index.js';
import {
  addMessages,
  type CollectiveName,
  COLLECTIVES,
  isExpert,
  isLowLatency,
  reachedShares,
  timeOf,
  tokenBytes,
} from './named-collective.js';

const fabric = new Fabric({ ...CLUSTERS['h800-2048-mpft'], nodes: 8 });
const group = Array.from({ length: 64 }, (_, gpu) => gpu);
const BYTES = 64e6;

/** Bytes that the NICs send. */
function sentBytes(collective: CollectiveName): number {
  const account = new LinkAccount(fabric, 1);
  addMessages(account, collective, group, BYTES);
  account.settle();
  return fabric.graph.tables.nicUplink.reduce((sum, link) => sum + account.bytesOf(0, link), 0);
}

describe('collectives by name', () => {
  it('are of DeepEP, low-latency or not, or of NCCL', () => {
    expect(COLLECTIVES.filter(isExpert)).toEqual([
      'dispatch',
      'combine',
      'low-latency-dispatch',
      'low-latency-combine',
    ]);
    expect(COLLECTIVES.filter(isLowLatency)).toEqual(['low-latency-dispatch', 'low-latency-combine']);
    expect(COLLECTIVES.map(tokenBytes).filter((bytes) => bytes !== undefined)).toEqual([
      7392, 14336, 7392, 14336,
    ]);
  });

  it('reach what their kernels reach of links', () => {
    expect(reachedShares(fabric, 'all-to-all', 64)).toEqual({});
    expect(reachedShares(fabric, 'dispatch', 64)).toEqual(reachedShares(fabric, 'combine', 64));
    expect(reachedShares(fabric, 'low-latency-dispatch', 64)).not.toEqual(
      reachedShares(fabric, 'dispatch', 64),
    );
  });

  it.each<[CollectiveName, number]>([
    // Of 63 other GPUs 56 are on other nodes; each GPU sends 1/64 of its buffer to each.
    ['all-to-all', (64 * BYTES * 56) / 64],
    // The first GPU receives from 56 GPUs of other nodes.
    ['incast', (BYTES * 56) / 64],
    ['scatter', (BYTES * 56) / 64],
    // Eight chains with an eighth of the buffer each, through the other seven nodes; all but the one that
    // enters the root's node by the root come back into it for the members before the root.
    ['broadcast', (7 * 8 + 7) * (BYTES / 8)],
    ['reduce', (7 * 8 + 7) * (BYTES / 8)],
    // GPU i of the first half to GPU i of the second.
    ['send-receive', 32 * BYTES],
    // Eight rings through eight nodes each; every hop between nodes carries its ring's share less one part.
    ['all-gather', (8 * 8 * (BYTES / 8) * 63) / 64],
    ['reduce-scatter', (8 * 8 * (BYTES / 8) * 63) / 64],
  ])('%s sends %d bytes between nodes', (collective, expected) => {
    expect(sentBytes(collective) / expected).toBeCloseTo(1, 9);
  });

  it('say which algorithm an all-reduce takes, and send its messages', () => {
    const times = COLLECTIVES.map((collective) => timeOf(fabric, collective, group, BYTES).algorithm);
    expect(times).toEqual([
      undefined,
      expect.stringMatching(/^(ring|tree)$/),
      'ring',
      'ring',
      ...COLLECTIVES.slice(4, -3).map(() => undefined),
      'ring',
      'ring',
      undefined,
    ]);
    const sent = (algorithm: 'ring' | 'tree') => {
      const chosen = new Fabric(fabric.spec, { graph: fabric.graph, algorithm });
      const account = new LinkAccount(chosen, 1);
      addMessages(account, 'all-reduce', group, BYTES);
      return [timeOf(chosen, 'all-reduce', group, BYTES).algorithm, account.sent];
    };
    const [ring, tree] = [sent('ring'), sent('tree')];
    expect([ring[0], tree[0]]).toEqual(['ring', 'tree']);
    expect(ring[1]).not.toBe(tree[1]);
  });

  it('call what crosses the wire the bus bandwidth of an expert collective', () => {
    for (const collective of ['dispatch', 'low-latency-combine'] as const) {
      const time = timeOf(fabric, collective, group, BYTES);
      expect(time.busbwGBps).toBeGreaterThan(0);
      expect(time.algbwGBps).toBeGreaterThan(time.busbwGBps);
    }
    const inside = timeOf(fabric, 'dispatch', group.slice(0, 8), BYTES);
    expect(inside.busbwGBps).toBeGreaterThan(fabric.nicRate / 1e9);
  });
});
