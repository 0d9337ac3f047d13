import * as fc from 'fast-check';
import { type FlowSet, FlowSetBuilder, simulateFlows } from '../flows/index.js';
import { finishInQueues, ratesInQueues } from './queues.js';

interface Flow {
  readonly kind: number;
  readonly links: readonly number[];
  readonly bytes?: number;
  readonly share?: number;
}

function setOf(capacity: readonly number[], flows: readonly Flow[]): FlowSet {
  const builder = new FlowSetBuilder(Float64Array.from(capacity));
  for (const { kind, links, bytes = 1, share = 1 } of flows) {
    for (const link of links) builder.hop(link, share);
    builder.add(bytes, { trafficClass: kind });
  }
  return builder.build();
}

const times = (count: number, flow: Flow): Flow[] => Array.from({ length: count }, () => flow);
const exactly = (values: ArrayLike<number>, expected: readonly number[]) =>
  expect([...Array.from(values)]).toEqual(expected.map((value) => expect.closeTo(value, 9)));

describe('a link of two kinds', () => {
  it('gives half to each, however many flows, and all to who is left', () => {
    const set = setOf([1], [...times(4, { kind: 0, links: [0] }), { kind: 1, links: [0] }]);
    exactly(ratesInQueues(set, 2), [1 / 8, 1 / 8, 1 / 8, 1 / 8, 1 / 2]);
    // The one is done at 2; the others have sent a quarter each by then.
    exactly(finishInQueues(set, 2), [5, 5, 5, 5, 2]);
  });

  it('gives to one what the other has no use for', () => {
    const set = setOf([1, 0.3], [...times(10, { kind: 0, links: [0] }), { kind: 1, links: [0, 1] }]);
    exactly(ratesInQueues(set, 2), [...times(10, { kind: 0, links: [] }).map(() => 0.07), 0.3]);
  });

  it('gives a flow its half there though it is one of many elsewhere', () => {
    // Ten of kind 0 cross the wide link; one of them goes on over the narrow one, where kind 1 has four.
    const set = setOf(
      [10, 1],
      [
        ...times(9, { kind: 0, links: [0] }),
        { kind: 0, links: [0, 1] },
        ...times(4, { kind: 1, links: [1] }),
      ],
    );
    const rates = ratesInQueues(set, 2);
    exactly(rates.slice(9), [1 / 2, 1 / 8, 1 / 8, 1 / 8, 1 / 8]);
    exactly(
      rates.slice(0, 9),
      times(9, { kind: 0, links: [] }).map(() => 9.5 / 9),
    );
  });

  it(
    'divides by kinds, not by halves, among three: who wants less than a third leaves the rest to ' + 'two',
    () => {
      const set = setOf(
        [1, 0.1],
        [...times(3, { kind: 0, links: [0] }), { kind: 1, links: [0] }, { kind: 2, links: [0, 1] }],
      );
      exactly(ratesInQueues(set, 3), [0.15, 0.15, 0.15, 0.45, 0.1]);
    },
  );
});

it('comes to the middle where two links leave open who has how much', () => {
  // Flows 0 and 1 cross both links; on each, one of them shares its kind's half with a flow that another link
  // holds at 0.2.
  const set = setOf(
    [1.2, 1.2, 0.2, 0.2],
    [
      { kind: 0, links: [0, 1] },
      { kind: 1, links: [0, 1] },
      { kind: 1, links: [0, 2] },
      { kind: 0, links: [1, 3] },
    ],
  );
  const rates = ratesInQueues(set, 2);
  for (const [flow, expected] of [0.5, 0.5, 0.2, 0.2].entries()) expect(rates[flow]).toBeCloseTo(expected, 6);
});

it('is plain max-min fairness for one kind, and for kinds that share no link', () => {
  const flows = [
    { kind: 0, links: [0, 1], bytes: 3 },
    { kind: 0, links: [1] },
    { kind: 0, links: [1, 0], bytes: 2, share: 0.5 },
  ];
  for (const set of [
    setOf([1, 2], flows),
    setOf(
      [1, 2, 4, 1],
      [...flows, ...flows.map((flow) => ({ ...flow, kind: 1, links: flow.links.map((link) => link + 2) }))],
    ),
  ]) {
    exactly(finishInQueues(set, 2), [...simulateFlows(set).finish]);
  }
});

it('never ends a flow over a link that is down', () => {
  const set = setOf(
    [1, 0],
    [
      { kind: 0, links: [0] },
      { kind: 1, links: [0, 1] },
    ],
  );
  exactly(finishInQueues(set, 2), [1, Infinity]);
});

const LINKS = 6;
const drawn = fc.record({
  capacity: fc.array(fc.oneof(fc.constantFrom(1, 2, 3), fc.double({ min: 0.3, max: 3, noNaN: true })), {
    minLength: LINKS,
    maxLength: LINKS,
  }),
  flows: fc.array(
    fc.record({
      kind: fc.integer({ min: 0, max: 2 }),
      links: fc.uniqueArray(fc.integer({ min: 0, max: LINKS - 1 }), { minLength: 1, maxLength: 4 }),
      share: fc.constantFrom(1, 1, 0.5, 0.25),
    }),
    { minLength: 2, maxLength: 14 },
  ),
});

describe('any flows over any links', () => {
  it('have a full link each on which no flow of their kind has more and no kind has more than theirs', () => {
    fc.assert(
      fc.property(drawn, ({ capacity, flows }) => {
        const rates = ratesInQueues(setOf(capacity, flows), 3);
        const used = (link: number, kind: number) =>
          flows.reduce(
            (sum, flow, f) =>
              sum + (flow.kind === kind && flow.links.includes(link) ? rates[f] * flow.share : 0),
            0,
          );
        const total = (link: number) => used(link, 0) + used(link, 1) + used(link, 2);
        for (let link = 0; link < LINKS; link += 1)
          expect(total(link)).toBeLessThanOrEqual(capacity[link] * (1 + 1e-9));
        flows.forEach(({ kind, links }, f) => {
          const decides = links.some(
            (link) =>
              total(link) > capacity[link] * (1 - 1e-6) &&
              flows.every(
                (other, o) =>
                  other.kind !== kind || !other.links.includes(link) || rates[o] <= rates[f] * (1 + 1e-6),
              ) &&
              [0, 1, 2].every((other) => used(link, other) <= used(link, kind) + 1e-6 * capacity[link]),
          );
          expect({ capacity, flows, f, decides }).toMatchObject({ decides: true });
        });
      }),
      { numRuns: 1000 },
    );
  });

  it('take as many times their time alone as there are kinds, at most, where a kind has one size', () => {
    fc.assert(
      fc.property(drawn, fc.double({ min: 0.1, max: 10, noNaN: true }), ({ capacity, flows }, size) => {
        const sized = flows.map((flow) => ({
          ...flow,
          kind: flow.kind % 2,
          bytes: flow.kind % 2 === 0 ? 1 : size,
        }));
        const finish = finishInQueues(setOf(capacity, sized), 2);
        for (const kind of [0, 1]) {
          const alone = simulateFlows(
            setOf(
              capacity,
              sized.filter((flow) => flow.kind === kind),
            ),
          ).makespan;
          const beside = finish.reduce(
            (last, end, f) => (sized[f].kind === kind ? Math.max(last, end) : last),
            0,
          );
          expect(beside).toBeLessThanOrEqual(2 * alone * (1 + 1e-9));
          // Nor is its busiest link done any sooner.
          expect(beside).toBeGreaterThanOrEqual(alone * (1 - 1e-9));
        }
      }),
      { numRuns: 500 },
    );
  });
});
