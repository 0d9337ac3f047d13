import { capacityUnder, CLUSTERS, Fabric, linksOf, parseFault } from '@railyard/cluster';
import { entryOf } from '@railyard/base';
import fc from 'fast-check';
import { MODELS } from '../model/index.js';
import { WORKLOADS, type WorkloadSpec } from '../plan/index.js';
import { simulateStep } from './simulate-step.js';
import { endUnder, flapBand, flapMoment, stepUnderFlap, type FlappedStep } from './step-under-flap.js';
import { stepTraffic } from './step-traffic.js';
import { struckStep } from './struck-ranks.js';

const cluster = entryOf(CLUSTERS, 'h800-2048-mpft');
const workload = entryOf(WORKLOADS, 'deepseek-v3');
const fabric = new Fabric(cluster);
const step = simulateStep(cluster, workload, 0, { fabric });
const traffic = stepTraffic(step, workload);
const { total } = step.parts;

const flapped = (part: string, takesAnotherWay = false): FlappedStep => ({
  step,
  without: takesAnotherWay
    ? simulateStep(cluster, workload, 0, {
        fabric: fabric.withCapacity(capacityUnder(fabric.graph, [parseFault(part)])),
      })
    : undefined,
  struck: struckStep(step, workload, traffic, linksOf(fabric.graph, part)),
});
const nic = flapped('node:17/nic:4');

describe('work under a standstill', () => {
  it('is what stepping through time in small parts gives', () => {
    const amount = fc.double({ min: 0, max: 10, noNaN: true });
    fc.assert(
      fc.property(
        amount,
        amount,
        amount,
        amount,
        amount,
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        (from, still, other, begin, work, pace) => {
          const standstill = { from, until: from + still, back: from + still + other };
          const end = endUnder(standstill, begin, work, pace);
          const parts = 20_000;
          let done = 0;
          for (let part = 0; part < parts; part += 1) {
            const at = begin + ((part + 0.5) / parts) * (end - begin);
            const rate = at < from || at >= standstill.back ? 1 : at < standstill.until ? 0 : pace;
            done += (rate * (end - begin)) / parts;
          }
          expect(Math.abs(done - work)).toBeLessThan(4e-3);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('what a step goes over a part with', () => {
  it('a NIC: experts of the one stage of its node, its messages to both neighbours, its gradients', () => {
    const { pipelines, isState } = nic.struck;
    // 16 nodes a stage, two expert groups of 8 nodes: node 17 is of stage 1 and of its first group.
    expect(pipelines.map(({ ranks }) => [...ranks])).toEqual([[1]]);
    expect(pipelines[0]!.messages.includes(1)).toBe(true);
    expect(isState).toBe(true);
  });

  it('a plane: every stage of both groups', () => {
    const { pipelines } = flapped('plane:2').struck;
    for (const { ranks } of pipelines)
      expect([...ranks].sort((a, b) => a - b)).toEqual([...Array(16).keys()]);
  });
});

describe('pairs that share matrices', () => {
  const node = { ...cluster, nodes: 1 };
  const dense = entryOf(WORKLOADS, 'llama3-8b');
  const job = (pipeline: number, data: number) =>
    ({
      ...dense,
      parallelism: { ...dense.parallelism, pipeline, tensor: 2, data },
      schedule: { name: '1f1b', chunksPerDevice: 1, sends: 'published' },
    }) as const;
  /** Experts are split over the two ranks of a pair that share nothing else. */
  const splitExperts: WorkloadSpec = {
    ...job(2, 4),
    model: { ...entryOf(MODELS, 'mixtral-8x7b'), layers: 4 },
    parallelism: { ...job(2, 4).parallelism, tensor: 1, expert: 1, expertTensor: 2 },
    batch: { sequenceLength: 4096, globalSequences: 16, microBatchSequences: 1 },
    routing: { expertLoadCv: 0 },
  };
  const struckOf = (workload: WorkloadSpec): FlappedStep => {
    const pairs = simulateStep(node, workload, 1);
    const nvlink = new Set([pairs.fabric.graph.tables.gpuNvlink[1]!]);
    const struck = struckStep(pairs, workload, stepTraffic(pairs, workload), nvlink);
    return { step: pairs, without: undefined, struck };
  };
  const pairs = struckOf(job(2, 2));

  it('wait where the NVLink of one of its GPUs stands still, and no other stage does', () => {
    expect(struckOf(splitExperts).struck.pipelines.map(({ ranks }) => [...ranks])).toEqual([[0]]);
    expect(pairs.struck.pipelines.map(({ ranks }) => [...ranks])).toEqual([[0]]);
    // One replica reduces nothing.
    expect(struckOf(job(4, 1)).struck.isState).toBe(false);
  });

  it('lose what a flap takes at its moment: the mean, and the ends of 5 and 95 % of the moments', () => {
    const lengths = { standstill: 0.1, duration: 0.1 };
    const { stepTimeS, stepTimeRangeS } = flapBand(pairs, lengths);
    const times = Array.from(
      { length: 200 },
      (_, i) => flapMoment(pairs, lengths, ((i + 0.5) / 200) * pairs.step.parts.total).stepTimeS,
    ).toSorted((a, b) => a - b);
    expect(stepTimeS).toBeCloseTo(
      times.reduce((sum, time) => sum + time / 200, 0),
      9,
    );
    expect(stepTimeRangeS).toEqual([times[9], times[189]]);
  });
});

describe('a step under a flap', () => {
  it('takes longer by at least nothing and at most the time for which traffic stands still', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: total, noNaN: true }),
        fc.double({ min: 1e-3, max: 3, noNaN: true }),
        (from, still) => {
          const seconds = stepUnderFlap(nic, { from, until: from + still, back: from + still });
          expect(seconds).toBeGreaterThanOrEqual(total - 1e-9);
          expect(seconds).toBeLessThanOrEqual(total + still + 1e-9);
          const longer = stepUnderFlap(nic, { from, until: from + 2 * still, back: from + 2 * still });
          expect(longer).toBeGreaterThanOrEqual(seconds - 1e-9);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('loses all of it in the middle of the pipeline, and what is left of it in the optimizer phase', () => {
    const middle = total / 2;
    const { lostS } = flapMoment(nic, { standstill: 1, duration: 1 }, middle);
    expect(lostS).toBeGreaterThan(0.9);
    expect(lostS).toBeLessThanOrEqual(1);
    const before = total - step.optimizer.seconds / 2;
    const late = flapMoment(nic, { standstill: 1, duration: 1 }, before);
    expect(late.stepTimeS).toBeCloseTo(total + 1, 9);
  });

  it('at the end of a step reaches into the next one', () => {
    const calm: FlappedStep = { ...nic, struck: { ...nic.struck, isState: false } };
    const { stepTimeS, lostS } = flapMoment(calm, { standstill: 2, duration: 2 }, total - 0.01);
    expect(stepTimeS).toBe(total);
    expect(lostS).toBeGreaterThan(1);
  });

  it('with another way from the start on takes as long as without the part, where all ranks use it', () => {
    const plane = flapped('plane:2', true);
    const long = 1e3;
    const seconds = stepUnderFlap(plane, { from: 0, until: 0, back: long });
    expect(seconds).toBeGreaterThan(total);
    expect(Math.abs(seconds / plane.without!.parts.total - 1)).toBeLessThan(1e-3);
    const { lostS } = flapMoment(plane, { standstill: 0, duration: long }, 0);
    expect(lostS / long).toBeCloseTo(1 - total / seconds, 2);
  });

  it('changes nothing where nothing of the step goes', () => {
    const idle: FlappedStep = { step, without: undefined, struck: { pipelines: [], isState: false } };
    const band = flapBand(idle, { standstill: 3, duration: 3 });
    expect(band.stepTimeS).toBeCloseTo(total, 9);
    expect(band).toMatchObject({
      stepTimeRangeS: [total, total],
      lostS: 0,
      lostRangeS: [0, 0],
    });
  });
});
