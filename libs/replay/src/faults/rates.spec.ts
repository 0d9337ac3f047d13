import { SECONDS_PER_DAY } from '@railyard/base';
import { fatTreeFleet } from './fleet.js';
import { FAULT_PROFILES } from './presets.js';
import { type FaultClassSpec } from './profile-spec.js';
import { classRatePerS, failStopRatePerS, rateOf } from './rates.js';

const YEAR_S = 365 * SECONDS_PER_DAY;
const fleet = fatTreeFleet({ nodes: 90, spareNodes: 10, planes: 8 });
const classOf = (patch: Partial<FaultClassSpec>): FaultClassSpec => ({
  id: 'x',
  family: 'hardware',
  component: 'gpu',
  arrivals: { kind: 'exponential' },
  effect: { kind: 'drain' },
  duration: { kind: 'fixed', seconds: 0 },
  detectionS: 0,
  provenance: 'assumed',
  source: 'test',
  ...patch,
});

describe('the rate of a class', () => {
  it.each<[string, Partial<FaultClassSpec>, number]>([
    ['per GPU, spares too', { ratePer1000GpuDays: 3 }, (3 * 800) / (1000 * SECONDS_PER_DAY)],
    ['per node', { ratePer1000NodeDays: 3, component: 'node' }, (3 * 100) / (1000 * SECONDS_PER_DAY)],
    [
      "per GPU of the job's nodes",
      { ratePer1000GpuDays: 3, component: 'job' },
      (3 * 720) / (1000 * SECONDS_PER_DAY),
    ],
    ['per host link', { ratePerLinkYear: 2, component: 'host-link' }, (2 * 800) / YEAR_S],
    [
      'per link of leaf and spine',
      { ratePerLinkYear: 2, component: 'fabric-link' },
      (2 * fleet.fabricLinks) / YEAR_S,
    ],
    [
      'per switch',
      { ratePerSwitchYear: 2, component: 'switch' },
      (2 * (fleet.leaves + fleet.spines)) / YEAR_S,
    ],
    ['per plane', { ratePerPlaneYear: 2, component: 'plane' }, (2 * 8) / YEAR_S],
    ['of the job', { ratePerJobDay: 2, component: 'job' }, 2 / SECONDS_PER_DAY],
    ['of what is there from the start', { arrivals: { kind: 'initial', fraction: 0.1 } }, 0],
  ])('%s', (_, patch, perS) => {
    expect(classRatePerS(classOf(patch), fleet)).toBeCloseTo(perS, 15);
  });

  it('is known by its key', () => {
    expect(rateOf(classOf({ ratePerPlaneYear: 7 }))).toEqual({ key: 'ratePerPlaneYear', value: 7 });
    expect(rateOf(classOf({}))).toBeUndefined();
  });
});

describe('the rate at which a job stops', () => {
  const profile = FAULT_PROFILES['llama3-h100']!;
  const bare = fatTreeFleet({ nodes: 2048, planes: 8 });

  it('is that of the published count: 419 in 54 days on 16,384 GPUs', () => {
    expect(failStopRatePerS(profile, bare) * 54 * SECONDS_PER_DAY).toBeCloseTo(419, 6);
    expect(failStopRatePerS(profile, bare, false) * 54 * SECONDS_PER_DAY).toBeCloseTo(413, 6);
  });

  it('counts the nodes of the job, not those that stand by', () => {
    const spared = fatTreeFleet({ nodes: 2048, spareNodes: 500, planes: 8 });
    expect(failStopRatePerS(profile, spared)).toBeCloseTo(failStopRatePerS(profile, bare), 12);
  });
});
