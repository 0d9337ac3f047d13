/**
 * The model alongside packet-level runs: csg-htsim 841d9e7, RoCE, PFC without congestion control, 400G links,
 * one hashed path a flow, all flows 2 MB at once (1,500 runs of 128 hosts, 360 of 512 and 2,048). An incast
 * of N senders on the other leaves; V1 goes to another host of the receiver's leaf, V2 shares a leaf with
 * senders.
 */
import { RandomStream } from '@railyard/base';
import { type FlowSet, FlowSetBuilder, simulateFlows } from '../flows/index.js';
import { type Control, CONTROL_ERRORS, CONTROLS, finishPaused } from './index.js';

const RATE = 50e9;
const SIZE = 2e6;
/** Headers and the way there: a flow alone takes 43.34 us in the packet runs. */
const ALONE = 43.34e-6;
const OVERHEAD = ALONE - SIZE / RATE;

interface Tree {
  readonly leaves: number;
  readonly hosts: number;
  readonly spines: number;
}

interface Flow {
  readonly from: number;
  readonly to: number;
}

/** Links: host up, host down, leaf to spine, spine to leaf. */
function flowsOf({ leaves, hosts, spines }: Tree, flows: readonly Flow[], draw: RandomStream): FlowSet {
  const count = leaves * hosts;
  const builder = new FlowSetBuilder(new Float64Array(2 * count + 2 * leaves * spines).fill(RATE));
  for (const { from, to } of flows) {
    const [source, target] = [Math.floor(from / hosts), Math.floor(to / hosts)];
    builder.hop(from);
    if (source !== target) {
      const spine = draw.integer(spines);
      builder.hop(2 * count + source * spines + spine);
      builder.hop(2 * count + leaves * spines + target * spines + spine);
    }
    builder.hop(count + to);
    builder.add(SIZE);
  }
  return builder.build();
}

/** Mean time in us and share of hits over hashes, of flows 0 and 1, and the mean last end of the others. */
function runs(tree: Tree, flows: readonly Flow[], count: number) {
  const draw = new RandomStream(1, 'congestion.spec');
  const means = [0, 0];
  const hits = [0, 0];
  let last = 0;
  for (let run = 0; run < count; run += 1) {
    const set = flowsOf(tree, flows, draw);
    const finish = finishPaused(set, new Uint8Array(set.capacity.length).fill(1), 'pfc');
    for (const victim of [0, 1]) {
      const us = (finish[victim] + OVERHEAD) * 1e6;
      means[victim] += us / count;
      hits[victim] += Number(us > 1.05 * ALONE * 1e6) / count;
    }
    last += Math.max(...finish.slice(2)) / count;
  }
  return { means, hits, lastUs: last * 1e6 };
}

const SMALL: Tree = { leaves: 16, hosts: 8, spines: 8 };
/** Hosts 64, 72, ..., 120, 65, ..., without 71. */
const senders = Array.from({ length: 64 }, (_, i) => 64 + 8 * (i % 8) + Math.floor(i / 8)).filter(
  (host) => host !== 71,
);
const small = (n: number): readonly Flow[] => [
  { from: 56, to: 1 },
  { from: 71, to: 24 },
  ...senders.slice(0, n).map((from) => ({ from, to: 0 })),
];

describe('pause trees alongside packet-level runs', () => {
  it.each([
    [8, 193, 71, 0.66, 0.12],
    [32, 855, 477, 0.985, 0.435],
    [56, 1417, 1128, 1, 0.655],
  ])('of 128 hosts, from ten of which the rule was written: incast of %d', (n, v1, v2, hit1, hit2) => {
    const { means, hits } = runs(SMALL, small(n), 400);
    expect(Math.abs(means[0]! / v1 - 1)).toBeLessThan(0.05);
    expect(Math.abs(means[1]! / v2 - 1)).toBeLessThan(0.15);
    expect(Math.abs(hits[0]! - hit1)).toBeLessThan(0.05);
    expect(Math.abs(hits[1]! - hit2)).toBeLessThan(0.06);
  });

  it.each<[Tree, number, number, number, number]>([
    [{ leaves: 32, hosts: 16, spines: 16 }, 63, 1835, 505, 2568],
    [{ leaves: 64, hosts: 32, spines: 32 }, 63, 1724, 217, 2576],
    [{ leaves: 64, hosts: 32, spines: 32 }, 127, 3726, 534, 5175],
  ])('of sizes that the rule was not written from: %j, incast of %d', (tree, n, v1, v2, last) => {
    const { leaves, hosts } = tree;
    const sender = (i: number): number => (2 + (i % (leaves - 2))) * hosts + Math.floor(i / (leaves - 2));
    const victims = [
      { from: hosts, to: 1 },
      { from: 3 * hosts - 1, to: 4 * hosts - 1 },
    ];
    const flows = [...victims, ...Array.from({ length: n }, (_, i) => ({ from: sender(i), to: 0 }))];
    const { means, lastUs } = runs(tree, flows, 200);
    expect(Math.abs(means[0]! / v1 - 1)).toBeLessThan(0.06);
    // -6 to -33 %, which answers state: probably acknowledgements that wait on the paused way back.
    expect(means[1]! / v2 - 1).toBeLessThan(0);
    expect(means[1]! / v2 - 1).toBeGreaterThan(CONTROL_ERRORS.pfc!.least);
    expect(Math.abs(lastUs / last - 1)).toBeLessThan(0.03);
  });

  it.each([
    [8, 169],
    [32, 763],
    [56, 1333],
  ])('are longest under deep thresholds, before which much passes: incast of %d', (n, v1) => {
    const error = runs(SMALL, small(n), 400).means[0]! / v1 - 1;
    expect(error).toBeGreaterThan(0);
    expect(error).toBeLessThan(CONTROL_ERRORS.pfc!.most);
  });

  it('free who shares nothing with an incast, and all of them with credits', () => {
    const flows = [{ from: 48, to: 40 }, ...small(56)];
    const set = flowsOf(SMALL, flows, new RandomStream(3, 'congestion.spec'));
    const pausing = new Uint8Array(set.capacity.length).fill(1);
    const [paused, granted] = (['pfc', 'credits'] as const).map((control) =>
      finishPaused(set, pausing, control),
    );
    expect(paused![0]! * 1e6).toBeCloseTo(40, 6);
    expect(granted![1]! / (SIZE / RATE)).toBeLessThan(2.01);
    expect(paused![1]! / granted![1]!).toBeGreaterThan(4);
  });

  it('last as long as a control needs, halving by halving', () => {
    const set = flowsOf(SMALL, small(56), new RandomStream(3, 'congestion.spec'));
    const pausing = new Uint8Array(set.capacity.length).fill(1);
    const [pfc, dcqcn, rtt, credits] = CONTROLS.map((control) => finishPaused(set, pausing, control)[0]!);
    expect(pfc!).toBeGreaterThan(dcqcn!);
    expect(dcqcn!).toBeGreaterThan(rtt!);
    expect(rtt!).toBeGreaterThanOrEqual(credits!);
    // log2 of 56 halvings of 10 us, in which the victim gets less than its own.
    expect(rtt! - credits!).toBeLessThan(6 * 10e-6);
  });
});

describe('controls of an incast against packet-level runs', () => {
  /** n to one, over a star. */
  const incast = (control: Control, n: number, bytes: number, rate: number): number => {
    const builder = new FlowSetBuilder(new Float64Array(n + 1).fill(rate));
    for (let i = 0; i < n; i += 1) builder.hop(i).hop(n).add(bytes);
    const set = builder.build();
    return Math.max(...finishPaused(set, new Uint8Array(n + 1).fill(1), control)) * 1e6;
  };

  it.each([
    // uet-htsim 40ccb05, receiver control, 400G, 8,192 hosts.
    [8, 2 ** 20, 50e9, 179.5, 0.07],
    [128, 2 ** 20, 50e9, 2782, 0.04],
    [128, 2 ** 24, 50e9, 44_091, 0.03],
    // The same, 100G, three tiers.
    [15, 2e6, 12.5e9, 2471, 0.035],
    [127, 2e6, 12.5e9, 20_891, 0.035],
  ])('%d senders of %d bytes at %d bytes/s end at %d us', (n, bytes, rate, us, tolerance) => {
    const error = incast('credits', n, bytes, rate) / us - 1;
    // Headers and the way there are left out.
    expect(error).toBeLessThan(0);
    expect(error).toBeGreaterThan(-tolerance);
    expect(tolerance).toBeLessThanOrEqual(-CONTROL_ERRORS.credits!.least);
  });

  it.each([
    // The same simulator, sender control.
    [8, 2 ** 20, 215.3],
    [32, 2 ** 20, 736.3],
    [128, 2 ** 20, 2769],
    [32, 2 ** 24, 10_941],
    [128, 2 ** 24, 43_753],
  ])('%d senders of %d bytes that slow down by delay end at %d us', (n, bytes, us) => {
    const error = incast('rtt', n, bytes, 50e9) / us - 1;
    expect(error).toBeLessThan(CONTROL_ERRORS.rtt!.most);
    expect(error).toBeGreaterThan(CONTROL_ERRORS.rtt!.least);
  });

  it('give way to two that come later as uet-htsim does: 250 kB each at 40 us, into 2 MB at 100G', () => {
    const rate = 12.5e9;
    // Alone the large one takes 176.2 us there.
    const way = 176.2e-6 - 2e6 / rate;
    const builder = new FlowSetBuilder(new Float64Array(4).fill(rate));
    [2e6, 250e3, 250e3].forEach((bytes, i) =>
      builder
        .hop(i)
        .hop(3)
        .add(bytes, { start: i === 0 ? 0 : 40e-6 }),
    );
    const us = (simulateFlows(builder.build()).finish[0]! + way) * 1e6;
    expect(us / 217).toBeGreaterThan(0.99);
    expect(us / 222).toBeLessThan(1);
  });

  it('share links as NDP does: four flows out of one host, one of them alongside another host', () => {
    // csg-htsim in_and_out, 10G: A to B, C, D 2.51, A to E 2.38, F to E 7.55 Gb/s.
    const builder = new FlowSetBuilder(new Float64Array(6).fill(10));
    for (const to of [1, 2, 3, 4]) builder.hop(0).hop(to).add(1);
    builder.hop(5).hop(4).add(100);
    const set = builder.build();
    const finish = finishPaused(set, new Uint8Array(6).fill(1), 'credits');
    const rates = Array.from(finish.subarray(0, 4), (end) => 1 / end);
    [2.51, 2.51, 2.5, 2.38].forEach((measured, i) =>
      expect(Math.abs(rates[i]! / measured - 1)).toBeLessThan(0.06),
    );
  });
});
