import fc from 'fast-check';
import { evenFlow } from './even-flow.js';
import { type Arc, mostEvenFlow } from './tight-cuts.js';

const arc = (from: number, to: number, rate = 1): Arc => ({ from, to, rate });
const close = (flows: Float64Array, expected: readonly number[]) => {
  expect(flows.length).toBe(expected.length);
  expected.forEach((flow, i) => expect(flows[i]).toBeCloseTo(flow, 14));
};

/** Layers of nodes between the first and the last; every node has a way on and a way back. */
const layered = fc
  .record({
    widths: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
    draws: fc.infiniteStream(fc.integer({ min: 0, max: 9 })),
  })
  .map(({ widths, draws }) => {
    const layers: number[][] = [[0]];
    for (const width of [...widths, 1])
      layers.push(Array.from({ length: width }, (_, i) => layers.at(-1)!.at(-1)! + 1 + i));
    const arcs: Arc[] = [];
    const draw = () => draws.next().value!;
    for (let depth = 0; depth + 1 < layers.length; depth += 1) {
      const [here, next] = [layers[depth], layers[depth + 1]];
      here.forEach((from, i) =>
        next.forEach((to, j) => {
          const needed = j === i % next.length || i === j % here.length;
          if (needed || draw() < 5) arcs.push(arc(from, to, [1, 1, 0.5, 0.25, 1e-5][draw() % 5]));
        }),
      );
    }
    return { nodes: layers.at(-1)![0] + 1, arcs };
  });

/** Every way from node to node, as indices of arcs. */
function ways(arcs: readonly Arc[], from: number, to: number): number[][] {
  if (from === to) return [[]];
  return arcs.flatMap((a, i) => (a.from === from ? ways(arcs, a.to, to).map((rest) => [i, ...rest]) : []));
}

describe('evenFlow', () => {
  it('divides by rate between parallel ways, by the least rate of each way', () => {
    close(evenFlow(2, [arc(0, 1, 1), arc(0, 1, 3)]), [0.25, 0.75]);
    close(evenFlow(4, [arc(0, 1), arc(0, 2), arc(1, 3, 0.5), arc(2, 3)]), [1 / 3, 2 / 3, 1 / 3, 2 / 3]);
  });

  it('counts a link that ways share once, however many lead to it', () => {
    // Two spines, two cores each, and the last link of the first at half its rate.
    const arcs = [
      arc(0, 1),
      arc(0, 2),
      arc(1, 3),
      arc(1, 4),
      arc(2, 5),
      arc(2, 6),
      arc(3, 7),
      arc(4, 7),
      arc(5, 8),
      arc(6, 8),
      arc(7, 9, 0.5),
      arc(8, 9),
    ];
    const [slow, whole] = [1 / 3, 2 / 3];
    close(evenFlow(10, arcs), [
      slow,
      whole,
      slow / 2,
      slow / 2,
      whole / 2,
      whole / 2,
      slow / 2,
      slow / 2,
      whole / 2,
      whole / 2,
      slow,
      whole,
    ]);
  });

  it('goes round an end that others need, where ways cross', () => {
    close(
      evenFlow(6, [arc(0, 1), arc(0, 2), arc(1, 3), arc(1, 4), arc(2, 4), arc(3, 5), arc(4, 5)]),
      [0.5, 0.5, 0.5, 0, 0.5, 0.5, 0.5],
    );
    // Each of two into each of two, one of the four at half.
    close(
      evenFlow(6, [
        arc(0, 1),
        arc(0, 2),
        arc(1, 3, 0.1),
        arc(1, 4),
        arc(2, 3),
        arc(2, 4),
        arc(3, 5),
        arc(4, 5),
      ]),
      [0.5, 0.5, 1 / 22, 5 / 11, 5 / 11, 1 / 22, 0.5, 0.5],
    );
  });

  it('loses nothing on the way, and nothing could move to a way that is less full', () => {
    fc.assert(
      fc.property(layered, ({ nodes, arcs }) => {
        const flows = evenFlow(nodes, arcs);
        for (let node = 0; node < nodes; node += 1) {
          const net = arcs.reduce(
            (sum, { from, to }, i) => sum + (from === node ? flows[i] : 0) - (to === node ? flows[i] : 0),
            0,
          );
          if (Math.abs(net - (node === 0 ? 1 : node === nodes - 1 ? -1 : 0)) > 1e-11) return false;
        }
        // Ways that differ: the fullest arc of a used one is no fuller than the fullest of any other. Without
        // this some part could move and even things out.
        const fullest = (way: readonly number[], than: readonly number[]) =>
          Math.max(0, ...way.filter((i) => !than.includes(i)).map((i) => flows[i] / arcs[i].rate));
        const all = ways(arcs, 0, nodes - 1);
        return all.every(
          (used) =>
            used.some((i) => flows[i] < 1e-9) ||
            all.every((other) => fullest(used, other) <= fullest(other, used) + 1e-9),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('is as full as the fullest cut and no fuller: a maximum flow', () => {
    fc.assert(
      fc.property(layered, ({ nodes, arcs }) => {
        const flows = evenFlow(nodes, arcs);
        let least = 0;
        for (let inner = 0; inner < 2 ** (nodes - 2); inner += 1) {
          const inside = (node: number) =>
            node === 0 || (node < nodes - 1 && ((inner >> (node - 1)) & 1) === 1);
          least = Math.max(
            least,
            1 / arcs.reduce((sum, { from, to, rate }) => sum + (inside(from) && !inside(to) ? rate : 0), 0),
          );
        }
        return Math.abs(Math.max(...arcs.map(({ rate }, i) => flows[i] / rate)) / least - 1) < 1e-9;
      }),
      { numRuns: 200 },
    );
  });

  it('comes to the same in closed form and cut by cut, in whatever order arcs are given', () => {
    fc.assert(
      fc.property(
        layered,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        ({ nodes, arcs }, keys) => {
          const flows = evenFlow(nodes, arcs);
          const order = [...arcs.keys()]
            .map((i) => ({ i, key: keys.next().value! }))
            .sort((a, b) => a.key - b.key);
          const shuffled = evenFlow(
            nodes,
            order.map(({ i }) => arcs[i]),
          );
          const byCuts = mostEvenFlow(nodes, arcs);
          return order.every(
            ({ i }, at) =>
              Math.abs(flows[i] - shuffled[at]) < 1e-11 && Math.abs(flows[i] - byCuts[i]) < 1e-11,
          );
        },
      ),
      { numRuns: 400 },
    );
  });
});
