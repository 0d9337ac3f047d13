import { CLUSTERS } from '../presets/index.js';
import { Fabric, LinkAccount } from '../traffic/index.js';
import { allocateNodes, alwaysSending, capacitiesAmongst, linkUse, rateAmongst } from './index.js';

/** Four leaves of two nodes. */
const fabric = new Fabric({
  ...CLUSTERS['h800-2048-mpft']!,
  nodes: 8,
  topology: { kind: 'fat-tree', layers: 2, switchPorts: 64, leafDownlinks: 16, leafUplinks: 4 },
  pxn: false,
});

describe('nodes of several jobs', () => {
  it('are consecutive, of every leaf in turn, or drawn', () => {
    expect(allocateNodes(fabric, [3, 2], 'packed')).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
    expect(allocateNodes(fabric, [3, 2], 'spread')).toEqual([
      [0, 2, 4],
      [1, 6],
    ]);
    const drawn = allocateNodes(fabric, [4, 4], 'random', 3);
    expect([...drawn.flat()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(allocateNodes(fabric, [4, 4], 'random', 3)).toEqual(drawn);
    expect(allocateNodes(fabric, [4, 4], 'random', 4)).not.toEqual(drawn);
  });

  it('are on the fewest leaves by topology, of those that fit the fullest', () => {
    // The first takes a whole leaf and half of the next, the second the half that is left.
    expect(allocateNodes(fabric, [3, 1, 2], 'topology')).toEqual([[0, 1, 2], [3], [4, 5]]);
    expect(allocateNodes(fabric, [1, 2, 3], 'topology')).toEqual([[0], [2, 3], [4, 5, 1].sort()]);
  });
});

describe('a link with others on it', () => {
  const own = { peak: 10, messages: 1 };

  it('is divided by messages while others send', () => {
    // Half of the time one with three messages: 1/4 of 10, else all.
    expect(rateAmongst(10, own, [{ duty: 0.5, rate: 10, messages: 3 }])).toBe(6.25);
    // Two of one message each, independent: alone .25, with one .5, with both .25 of the time.
    const other = { duty: 0.5, rate: 10, messages: 1 };
    expect(rateAmongst(10, own, [other, other])).toBeCloseTo(0.25 * 10 + 0.5 * 5 + (0.25 * 10) / 3, 12);
  });

  it('has what others leave where that is more, and no more than is sent', () => {
    expect(rateAmongst(10, own, [{ duty: 1, rate: 2, messages: 9 }])).toBe(8);
    expect(rateAmongst(10, { peak: 3, messages: 1 }, [{ duty: 1, rate: 2, messages: 9 }])).toBe(3);
  });

  it('is slower only for jobs that fill it', () => {
    const account = (from: number, to: number, bytes: number): LinkAccount => {
      const sent = new LinkAccount(fabric, 2);
      sent.trafficClass = 1;
      sent.send(from, to, bytes);
      return sent.settle();
    };
    const NIC = 48.5e9;
    // One second of a step of two on the NIC of GPU 0, half a second of a step of one on that of GPU 8.
    const [a, b] = [
      linkUse(account(0, 32, NIC), fabric.capacity, 2),
      linkUse(account(8, 40, NIC / 2), fabric.capacity, 1),
    ];
    const [uplink] = fabric.graph.tables.nicUplink;
    expect([a.duty[uplink!], a.rate[uplink!], a.peak[uplink!], a.messages[uplink!]]).toEqual([
      0.5,
      NIC,
      NIC,
      1,
    ]);
    // Each of four uplinks carries a quarter of either: together half of it.
    for (const left of capacitiesAmongst(fabric.capacity, [a, b], [alwaysSending(a), alwaysSending(b)]))
      expect(left).toEqual(fabric.capacity);
    const both = [a, a].map(alwaysSending);
    const [half] = capacitiesAmongst(fabric.capacity, [a, a], both);
    expect(half![uplink!]).toBeCloseTo(NIC / 2, 0);
  });
});
