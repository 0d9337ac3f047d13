import { SECONDS_PER_DAY } from '@railyard/base';
import {
  availabilityOptimalInterval,
  corruptionLossS,
  dalyInterval,
  dispersion,
  exactEttrA,
  exactEttrB,
  exponentialMinusOne,
  jobMttfS,
  metaEttr,
  optimalInterval,
  poissonAtMost,
  poissonBand,
  probabilityOfNone,
  retentionNeeded,
  superposedRate,
  timeToFirstFailure,
  youngInterval,
} from './index.js';

const MINUTE = 60;
/** 419 unexpected interruptions in 54 days on 16,384 GPUs (Llama 3, arXiv 2407.21783, table 5). */
const llamaRate = (gpus: number) => (419 / (16_384 * 54 * SECONDS_PER_DAY)) * gpus;
const rscRate = (gpus: number, perThousandNodeDays: number) => 1 / jobMttfS(gpus / 8, perThousandNodeDays);

describe('exact renewal (facts/failures.md section 5)', () => {
  it.each([
    ['V3 twin, Llama rate, 5 min', llamaRate(2048), 5, 1, 10, 0.9883, 0.9883],
    ['2,048 at RSC-1, 60 min', rscRate(2048, 6.5), 60, 0, 5, 0.9602, 0.9602],
    ['16,000 at RSC-1, 60 min', rscRate(16_000, 6.5), 60, 0, 5, 0.7202, 0.721],
    ['16,000 at RSC-1, 5 min', rscRate(16_000, 6.5), 5, 0, 5, 0.9345, 0.9354],
    ['Llama 16,384, 5 min', llamaRate(16_384), 5, 0.59, 10, 0.933, 0.9343],
    ['Llama 16,384, 30 min', llamaRate(16_384), 30, 60, 10, 0.8425, 0.8437],
    ['100k at RSC-2, 2 min', rscRate(100_000, 2.34), 2, 0, 2, 0.9408, 0.9416],
  ])('%s', (_name, failureRatePerS, tauMin, stallS, u0Min, a, b) => {
    const job = { failureRatePerS, intervalS: tauMin * MINUTE, stallS, restartS: u0Min * MINUTE };
    expect(Math.abs(exactEttrA(job) - a)).toBeLessThan(6e-5);
    expect(Math.abs(exactEttrB(job) - b)).toBeLessThan(6e-5);
  });

  it('tends to tau / (tau + w) as the rate goes to zero', () => {
    const job = { failureRatePerS: 0, intervalS: 300, stallS: 1, restartS: 600 };
    expect(exactEttrA(job)).toBe(300 / 301);
    expect(exactEttrA({ ...job, failureRatePerS: 1e-15 })).toBeCloseTo(300 / 301, 11);
    expect(exactEttrB({ ...job, failureRatePerS: 1e-15 })).toBeCloseTo(300 / 301, 11);
  });

  it('keeps e^x - 1 smooth where the series takes over', () => {
    expect(exponentialMinusOne(0.99999e-5)).toBeCloseTo(Math.expm1(0.99999e-5), 20);
    expect(exponentialMinusOne(1.00001e-5) / Math.expm1(1.00001e-5)).toBeCloseTo(1, 10);
  });
});

describe("Meta's expected ETTR (F5 targets)", () => {
  it.each([
    [16_000, 6.5, 0, 60, 0, 5, 0.684],
    [16_000, 6.5, 0, 5, 0, 5, 0.9323],
    [8000, 6.5, 0, 30, 1, 5, 0.9052],
    [4096, 6.5, 0, 60, 0, 5, 0.9191],
    [2048, 6.5, 0, 60, 0, 5, 0.9596],
    [100_000, 2.34, 0, 2, 0, 2, 0.9391],
    [100_000, 6.5, 0, 7, 0, 5, 0.5204],
  ])('%i GPUs at %d per 1,000 node-days', (gpus, rate, stallS, tauMin, queueMin, u0Min, expected) => {
    const ettr = metaEttr({
      failureRatePerS: rscRate(gpus, rate),
      intervalS: tauMin * MINUTE,
      stallS,
      restartS: (u0Min + queueMin) * MINUTE,
    });
    expect(Math.abs(ettr - expected)).toBeLessThan(6e-4);
  });
});

describe('checkpoint interval (facts/failures.csv rows YD)', () => {
  it.each([
    [16_384, 10, 7.865, 7.754],
    [16_384, 30, 13.62, 13.29],
    [16_384, 120, 27.25, 25.93],
    [2048, 1, 7.035, 7.024],
    [2048, 10, 22.246, 22.135],
    [2048, 30, 38.532, 38.199],
    [2048, 120, 77.063, 75.735],
  ])('%i GPUs, stall %d s: Young and Daly in minutes', (gpus, stallS, young, daly) => {
    const mtbfS = 1 / llamaRate(gpus);
    expect(Math.abs(youngInterval(stallS, mtbfS) / MINUTE / young - 1)).toBeLessThan(1e-3);
    expect(Math.abs(dalyInterval(stallS, mtbfS) / MINUTE / daly - 1)).toBeLessThan(1e-3);
  });

  it.each([10, 30, 120])(
    'F7: the numeric optimum lies within 10 %% of Daly and 0.1 %% of its ETTR, stall %d s',
    (stallS) => {
      const job = { failureRatePerS: llamaRate(16_384), stallS, restartS: 600 };
      const best = optimalInterval(job);
      const daly = dalyInterval(stallS, 1 / job.failureRatePerS);
      expect(Math.abs(best / daly - 1)).toBeLessThan(0.1);
      expect(
        exactEttrA({ ...job, intervalS: best }) - exactEttrA({ ...job, intervalS: daly }),
      ).toBeGreaterThan(-1e-12);
      expect(
        exactEttrA({ ...job, intervalS: best }) / exactEttrA({ ...job, intervalS: daly }) - 1,
      ).toBeLessThan(1e-3);
    },
  );

  it('has the limits of Daly and of the availability-optimal form', () => {
    expect(dalyInterval(100, 40)).toBe(40);
    expect(availabilityOptimalInterval(10, 10_000, 600)).toBeCloseTo(
      10 + Math.sqrt(2 * 10_600 * 10 + 100),
      10,
    );
  });
});

describe('counting', () => {
  it('F13: the first of 100,000 links with a 5-year lifetime fails after 26.28 minutes', () => {
    expect(timeToFirstFailure(5 * 365 * SECONDS_PER_DAY, 100_000) / MINUTE).toBeCloseTo(26.28, 6);
  });

  it('F4: r_f 6.50 gives 1.803 h at 16,384 GPUs and 0.225 h at 131,072', () => {
    expect(jobMttfS(2048, 6.5) / 3600).toBeCloseTo(1.803, 3);
    expect(jobMttfS(16_384, 6.5) / 3600).toBeCloseTo(0.2254, 4);
  });

  it('superposes rates, sums Poisson probabilities and gives the published bands', () => {
    expect(
      superposedRate([
        { count: 3, ratePerS: 2 },
        { count: 4, ratePerS: 0.5 },
      ]),
    ).toBe(8);
    expect(poissonAtMost(0, 2)).toBeCloseTo(Math.exp(-2), 14);
    expect(poissonBand(419)).toEqual([379, 460]);
    expect(poissonBand(148)).toEqual([125, 172]);
    expect(poissonBand(2)).toEqual([0, 5]);
    expect(probabilityOfNone(0.5, 4)).toBeCloseTo(Math.exp(-2), 14);
  });

  it('measures dispersion', () => {
    expect(dispersion([1, 2, 3, 4, 5])).toBeCloseTo(2.5 / 3, 12);
    expect(() => dispersion([3])).toThrow('two counts');
  });

  it('prices corruption by latency and retention', () => {
    expect(corruptionLossS(43_200, 300, 1000)).toBe(43_350);
    expect(corruptionLossS(43_200, 300, 10)).toBe(3000);
    expect(retentionNeeded(43_200, 300)).toBe(145);
  });
});
