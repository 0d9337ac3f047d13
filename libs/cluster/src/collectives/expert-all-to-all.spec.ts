import { CLUSTERS } from '../presets/index.js';
import {
  expertAllToAll,
  type ExpertAllToAllRequest,
  expertTraffic,
  simulatedExpertTime,
} from './expert-all-to-all.js';
import { Fabric } from '../traffic/index.js';
import { tokenCopies } from './token-copies.js';
import { simulateFlows } from '../flows/index.js';

const range = (first: number, count: number): number[] => Array.from({ length: count }, (_, i) => first + i);
const groupsOf = (size: number, gpus = 2048): number[][] =>
  range(0, gpus / size).map((g) => range(g * size, size));
const within = (value: number, reference: number, tolerance: number) =>
  expect(Math.abs(value / reference - 1)).toBeLessThan(tolerance);

const HIDDEN = 7168;
const FP8 = HIDDEN * (1 + 4 / 128);
const BF16 = HIDDEN * 2;
const mpft = new Fabric(CLUSTERS['h800-2048-mpft']);
const mrft = new Fabric(CLUSTERS['h800-2048-mrft']);

/** Distinct nodes (own included) and GPUs of a token in DeepEP's own test. */
const GATE = new Map([8, 16, 32, 64].map((ep) => [ep, tokenCopies(ep, ep / 8)]));

function request(
  direction: 'dispatch' | 'combine',
  ep: number,
  groups = groupsOf(ep),
): ExpertAllToAllRequest {
  const nodes = ep / 8;
  const { nodesPerToken, gpusPerToken } = GATE.get(ep)!;
  return {
    direction,
    groups,
    tokensPerGpu: 4096,
    bytesPerToken: direction === 'dispatch' ? FP8 : BF16,
    remoteNodesPerToken: (nodesPerToken * (nodes - 1)) / nodes,
    gpusPerToken,
  };
}

describe('expertAllToAll', () => {
  it.each([
    [8, 153, 158],
    [16, 43, 43],
    [32, 58, 57],
    [64, 51, 50],
  ])('EP%i reaches what DeepEP reports (network.csv N060-N063)', (ep, dispatch, combine) => {
    within(expertAllToAll(mpft, request('dispatch', ep)).logicalGBps, dispatch, 0.1);
    within(expertAllToAll(mpft, request('combine', ep)).logicalGBps, combine, 0.1);
  });

  it('EP64 dispatch: wire rate of DeepEP within 10 %, from the NIC and the volume', () => {
    const time = expertAllToAll(mpft, request('dispatch', 64));
    within(time.wireGBps, 44.6, 0.05);
    expect(time.bottleneck).toBe('host');
    within(time.rdmaBytesPerGpu, 4096 * GATE.get(64)!.nodesPerToken * (7 / 8) * FP8, 1e-12);
  });

  it.each([
    [8, 77, 114],
    [16, 118, 195],
    [32, 155, 273],
    [64, 173, 314],
    [128, 192, 369],
    [256, 194, 360],
  ])('low latency, EP%i: both latencies of DeepEP within 10 % (N070-N075)', (ep, dispatchUs, combineUs) => {
    const lowLatency = { copiesPerToken: 8 };
    const small = {
      groups: [range(0, ep)],
      tokensPerGpu: 128,
      remoteNodesPerToken: 0,
      gpusPerToken: 8,
      lowLatency,
    };
    const dispatch = expertAllToAll(mpft, {
      ...small,
      direction: 'dispatch',
      bytesPerToken: HIDDEN + (HIDDEN / 128) * 4,
    });
    const combine = expertAllToAll(mpft, { ...small, direction: 'combine', bytesPerToken: BF16 });
    within(dispatch.seconds * 1e6, dispatchUs, 0.1);
    within(combine.seconds * 1e6, combineUs, 0.1);
    within(dispatch.logicalGBps * dispatch.seconds * 1e9, 7_569_408, 1e-9);
    within(combine.logicalGBps * combine.seconds * 1e9, 14_680_064, 1e-9);
  });

  it.each([16, 24, 64])('EP%i, low latency: the closed form is what the flows give', (ep) => {
    for (const fabric of [mpft, mrft]) {
      for (const direction of ['dispatch', 'combine'] as const) {
        const asked: ExpertAllToAllRequest = {
          direction,
          groups: [range(0, ep)],
          tokensPerGpu: 128,
          bytesPerToken: BF16,
          remoteNodesPerToken: 0,
          gpusPerToken: 8,
          lowLatency: { copiesPerToken: 8 },
        };
        const closed = expertAllToAll(fabric, asked);
        const simulated = simulatedExpertTime(fabric, asked, 1);
        within(closed.seconds, simulated.seconds, 1e-12);
        within(closed.latencySeconds, simulated.latencySeconds, 1e-12);
        expect([closed.flows, simulated.flows, closed.bottleneck]).toEqual([
          0,
          ep * (ep - 1),
          simulated.bottleneck,
        ]);
      }
    }
  });

  it.each([8, 16, 32, 64])('EP%i: the closed form is what the flows of all groups give', (ep) => {
    for (const fabric of [mpft, mrft]) {
      for (const direction of ['dispatch', 'combine'] as const) {
        const closed = expertAllToAll(fabric, request(direction, ep));
        const one = simulatedExpertTime(fabric, request(direction, ep), 1);
        within(closed.seconds, one.seconds, 1e-12);
        expect(closed.bottleneck).toBe(one.bottleneck);
        const all = expertTraffic(fabric, request(direction, ep, groupsOf(ep, 512)), groupsOf(ep, 512));
        within(closed.seconds - closed.latencySeconds, simulateFlows(all.build().flows).makespan, 1e-12);
      }
    }
  });

  it('is the same on MPFT and MRFT: groups of eight nodes stay under one leaf of each rail', () => {
    const a = expertAllToAll(mpft, request('dispatch', 64));
    const b = expertAllToAll(mrft, request('dispatch', 64));
    expect(a.seconds).toBe(b.seconds);
    for (const fabric of [mpft, mrft]) {
      const traffic = expertTraffic(fabric, request('dispatch', 64), groupsOf(64));
      const { linkOf } = traffic.build();
      expect(Array.from(linkOf).some((link) => fabric.graph.classOf(link) === 'leaf-spine')).toBe(false);
    }
  });

  it('is as slow as the node that receives most', () => {
    const even = expertAllToAll(mpft, request('dispatch', 64, groupsOf(64, 128)));
    const nodeLoad = new Float64Array(256).fill(1);
    nodeLoad[3] = 1.25;
    for (const other of [0, 1, 2, 4, 5, 6, 7]) nodeLoad[other] = 1 - 0.25 / 7;
    const skewed = expertAllToAll(mpft, { ...request('dispatch', 64, groupsOf(64, 128)), nodeLoad });
    within((skewed.seconds - skewed.latencySeconds) / (even.seconds - even.latencySeconds), 1.25, 1e-9);
    const gpuLoad = new Float64Array(2048).fill(1);
    gpuLoad[9] = 1.5;
    expect(
      expertAllToAll(mpft, { ...request('dispatch', 16, groupsOf(16, 128)), gpuLoad }).seconds,
    ).toBeGreaterThan(expertAllToAll(mpft, request('dispatch', 16, groupsOf(16, 128))).seconds);
  });

  it('slows down with fewer SMs than fill the links', () => {
    const full = expertAllToAll(mpft, { ...request('dispatch', 64), sms: 20 });
    const half = expertAllToAll(mpft, { ...request('dispatch', 64), sms: 10 });
    within((half.seconds - half.latencySeconds) / (full.seconds - full.latencySeconds), 2, 1e-9);
  });
});
