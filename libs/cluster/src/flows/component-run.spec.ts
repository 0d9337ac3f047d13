import { bundleFlows } from './bundles.js';
import { connectedComponents } from './components.js';
import { ComponentRun, type SpanObserver } from './component-run.js';
import { type CapacityChanges, type FlowOptions, FlowSetBuilder, NO_CHANGES } from './flow-set.js';

interface Flow extends FlowOptions {
  readonly path: readonly number[];
  readonly bytes: number;
}

interface Options {
  readonly changes?: CapacityChanges;
  readonly batching?: number;
  readonly until?: number;
  readonly observe?: SpanObserver;
}

/** All flows as one component; two runs by the same object, which must not remember the first. */
function ran(capacity: readonly number[], flows: readonly Flow[], options: Options = {}) {
  const builder = new FlowSetBuilder(Float64Array.from(capacity));
  for (const { path, bytes, ...own } of flows) {
    for (const link of path) builder.hop(link);
    builder.add(bytes, own);
  }
  const set = builder.build();
  const bundles = bundleFlows(set, new Uint8Array(capacity.length).fill(1), false);
  const components = connectedComponents(bundles.paths, bundles.count, capacity.length);
  const scope = {
    set,
    bundles,
    changes: options.changes ?? NO_CHANGES,
    batching: options.batching ?? 0,
    until: options.until ?? Infinity,
    finish: new Float64Array(flows.length),
    left: new Float64Array(flows.length),
  };
  const size = { variables: bundles.count, hops: set.pathLink.length, flows: flows.length };
  const run = new ComponentRun(scope, size, new Int32Array(capacity.length).fill(-1));
  run.run(components.variable, 0, bundles.count);
  const first = { finish: [...scope.finish], left: [...scope.left] };
  scope.left.fill(0);
  run.run(components.variable, 0, bundles.count, options.observe);
  expect({ finish: [...scope.finish], left: [...scope.left] }).toEqual(first);
  return { ...first, run, scope };
}

/** Ends that rounding brings within 1e-13 of the elapsed time are one event, so times are read to 1e-11. */
const near = (...numbers: readonly number[]) =>
  numbers.map((number) => (Number.isFinite(number) ? expect.closeTo(number, 11) : number));

const changes = (...all: readonly (readonly [number, number, number])[]): CapacityChanges => ({
  time: Float64Array.from(all, ([time]) => time),
  link: Int32Array.from(all, ([, link]) => link),
  capacity: Float64Array.from(all, ([, , capacity]) => capacity),
});

describe('ComponentRun', () => {
  it('shares a link, then gives what is free to those that are left', () => {
    const { finish, left, run } = ran(
      [6],
      [
        { path: [0], bytes: 2 },
        { path: [0], bytes: 4 },
        { path: [0], bytes: 9 },
      ],
    );
    // 2 bytes each by 1 s; 2 more at rate 3; the last 5 at rate 6.
    expect(finish).toEqual(near(1, 1 + 2 / 3, 2.5));
    expect(left).toEqual([0, 0, 0]);
    expect(run.liveCount).toBe(0);
  });

  it('counts the rate problems of both runs', () => {
    const { run } = ran(
      [6],
      [
        { path: [0], bytes: 2 },
        { path: [0], bytes: 4 },
      ],
    );
    expect(run.solves).toBe(4);
  });

  it('admits flows when they start, and waits where nothing runs', () => {
    const { finish } = ran(
      [2],
      [
        { path: [0], bytes: 4, start: 10 },
        { path: [0], bytes: 2, start: 1 },
        { path: [0], bytes: 4, start: 11 },
        { path: [0], bytes: 0, start: 5 },
      ],
    );
    expect(finish).toEqual(near(13, 2, 14, 5));
  });

  it('limits a flow to its cap, also when others of its bundle end', () => {
    const capped = { path: [0], rateCap: 1 } as const;
    const { finish } = ran(
      [10],
      [
        { ...capped, bytes: 1 },
        { ...capped, bytes: 3 },
        { path: [0], bytes: 17 },
      ],
    );
    // 8 for the free flow while both run, then 9: 8 bytes at 1 s, 9 more at 2 s.
    expect(finish).toEqual(near(1, 3, 2));
  });

  it('follows a link that changes, also below a cap that did not bind', () => {
    const { finish } = ran(
      [4, 9],
      [
        { path: [0], bytes: 10, rateCap: 5 },
        { path: [1], bytes: 9 },
      ],
      {
        changes: changes([1, 0, 12], [2, 0, 0], [4, 0, 1], [4.5, 1, 1]),
      },
    );
    // 4 in the first second, 5 in the next, none for two, the last byte at rate 1.
    expect(finish).toEqual(near(5, 1));
  });

  it('stops at `until` with what is left of running, stalled and later flows', () => {
    const { finish, left } = ran(
      [2, 0],
      [
        { path: [0], bytes: 2 },
        { path: [0], bytes: 9 },
        { path: [0, 1], bytes: 3 },
        { path: [0], bytes: 5, start: 8 },
      ],
      { until: 3 },
    );
    expect(finish).toEqual(near(2, Infinity, Infinity, Infinity));
    expect(left).toEqual(near(0, 5, 3, 5));
  });

  it('ends at a failing link what is done but for rounding, and nothing that has more to send', () => {
    const { finish, left } = ran([1], [{ path: [0], bytes: 1e-3 + 5e-10 }], {
      changes: changes([1e-3, 0, 0]),
    });
    expect(finish).toEqual([Infinity]);
    expect(left[0]).toBeCloseTo(5e-10, 14);
    const rounded = ran([1], [{ path: [0], bytes: 3 + 1e-12 }], { changes: changes([3, 0, 0]) });
    expect([rounded.finish[0], rounded.left[0]]).toEqual([expect.closeTo(3, 11), 0]);
  });

  it('does not start what starts at `until`', () => {
    const { finish, left } = ran([1], [{ path: [0], bytes: 1, start: 3 }], { until: 3 });
    expect([finish, left]).toEqual([[Infinity], [1]]);
  });

  it('takes ends within the batch together, each at its own time, and says what was lost', () => {
    const flows = [
      { path: [0], bytes: 2 },
      { path: [0], bytes: 2.002 },
    ];
    const exact = ran([2], flows);
    const batched = ran([2], flows, { batching: 0.01 });
    expect(exact.finish).toEqual(near(2, 2.001));
    expect(exact.run.lostSeconds).toBe(0);
    // Both keep rate 1: the second ends at 2.002, and in .01 x 2 s after the first its half is lost.
    expect(batched.finish[0]).toBe(2);
    expect(batched.finish[1]).toBeCloseTo(2.002, 12);
    expect(batched.run.solves).toBeLessThan(exact.run.solves);
    expect(batched.run.lostSeconds).toBeCloseTo((0.02 * 1 + 0.018 * 1) / 2, 9);
  });

  it('reports spans that add up, with rates between them', () => {
    const spans: number[][] = [];
    ran(
      [6],
      [
        { path: [0], bytes: 2 },
        { path: [0], bytes: 4, start: 0.5 },
      ],
      {
        observe: (from, to, run) => spans.push([from, to, run.fairShareOf(0), run.liveCount, run.classOf(0)]),
      },
    );
    expect(spans[0]).toEqual(near(0, 2 / 6, 6, 1, 0));
    expect(spans[1]).toEqual(near(0.5, 0.5 + 4 / 6, 6, 1, 0));
    expect(spans.length).toBe(2);
  });

  it('knows what fits it', () => {
    const { run } = ran(
      [1, 1],
      [
        { path: [0, 1], bytes: 1 },
        { path: [1], bytes: 1 },
      ],
    );
    const size = { variables: 2, hops: 3, flows: 2 };
    expect(run.fits(size)).toBe(true);
    for (const key of ['variables', 'hops', 'flows'] as const)
      expect(run.fits({ ...size, [key]: size[key] + 1 })).toBe(false);
  });

  it('is a bottleneck nowhere but on its own links', () => {
    const { run } = ran([1, 1], [{ path: [0], bytes: 1 }]);
    expect(run.fairShareOf(1)).toBe(Infinity);
    expect(run.fairShareOf(0)).toBe(Infinity);
  });
});
