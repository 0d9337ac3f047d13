/**
 * Every row of test/data/recovery.csv: played or computed where its description is complete, held to the
 * constant that rests on it, or kept aside with what it lacks.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import {
  FAULT_PROFILES,
  type FaultClassSpec,
  LEMONS,
  SDC_AEGIS,
  VISIBLE_SHARE,
  fatTreeFleet,
} from '../faults/index.js';
import { exactEttrA, optimalInterval, poissonInterval, probabilityOfNone } from '../formulas/index.js';
import {
  DEFAULT_POLICY,
  FLAP_WINDOWS_S,
  type LedgerPart,
  PART,
  RECOVERY_POLICIES,
  type RecoveryPolicySpec,
  SDC_DETECTORS,
  constantMachine,
  defaultSpares,
} from '../job/index.js';
import { runReplicas } from '../montecarlo/index.js';
import { jobRequest, part, playLogged } from '../testing/index.js';

interface Row {
  readonly id: string;
  readonly value: string;
  readonly low: string;
  readonly high: string;
}

const rows = parse<Row>(readFileSync(join(__dirname, '../../../../test/data/recovery.csv')), {
  columns: true,
});
const DAY = 86_400;
const HOUR = 3600;
const MINUTE = 60;

const classOf = (id: string): FaultClassSpec =>
  FAULT_PROFILES['llama3-h100']!.classes.find((spec) => spec.id === id)!;
const policyOf = (name: string): RecoveryPolicySpec => RECOVERY_POLICIES[name]!;

/** Failures per 1,000 GPU-days. */
const per1000GpuDays = (count: number, gpuHours: number): number => (1000 * 24 * count) / gpuHours;

/** Share of the wall time that a part of the ledger takes in a job of 16 nodes. */
function shareOf(
  name: LedgerPart,
  { policy, perJobDay = 0 }: { readonly policy: Partial<RecoveryPolicySpec>; readonly perJobDay?: number },
): number {
  const fleet = fatTreeFleet({ nodes: 16, planes: 1 });
  const crash: FaultClassSpec = {
    ...classOf('software'),
    id: 'crash',
    ratePerJobDay: perJobDay,
    detectionS: 0,
  };
  const { ratePer1000GpuDays: _, ...jobClass } = crash;
  const { ledger, metrics } = runReplicas(
    {
      fleet,
      profile: { name: 'p', description: 'p', networkModel: 'none', classes: [jobClass] },
      policy: { ...DEFAULT_POLICY, checkpointStallS: 0, checkpointPersistS: 0, ...policy },
      horizon: { kind: 'wall', days: 30 },
      machine: constantMachine(20, fleet),
      seed: 3,
    },
    0,
    1,
  );
  return ledger[PART[name]]! / metrics[0]!;
}

/** Downtime of a node that fails once, in the parts that the row's source tells apart. */
function downtime(): number {
  const outcome = playLogged(
    jobRequest(
      { horizon: { kind: 'wall', days: 1 } },
      { restartS: 12.7 + 5.4, drainS: 50, checkpointLoadS: 5.4 },
    ),
    [[HOUR, 'nic', 0, DAY]],
  );
  // Detection of a network card is 30 s in the profile, 13 s here.
  return part(outcome, 'drainS') + part(outcome, 'restartS') + part(outcome, 'reloadS') + 13;
}

const bestGoodput = (restartS: number, stallS: number): number => {
  const job = { failureRatePerS: 1 / (3.09 * HOUR), stallS, restartS };
  return exactEttrA({ ...job, intervalS: optimalInterval(job, 'A') });
};

/** In the unit of the row. */
const COMPUTED: Readonly<Record<string, () => number>> = {
  'CK-05': () => (530e9 * 12) / 2.5e9 / MINUTE,
  'ET-09': () => bestGoodput(10 * MINUTE, 10),
  'ET-10': () =>
    shareOf('checkpointStallS', { policy: { checkpointIntervalS: 2184, checkpointStallS: 216 } }),
  'ET-11': () =>
    shareOf('checkpointStallS', { policy: { checkpointIntervalS: 3 * HOUR, checkpointStallS: 40 } }),
  'MT-01': () => 1000 / 3748.25,
  'MT-04': () => per1000GpuDays(10, 504 * 55 * 24),
  'MT-05': () => per1000GpuDays(13, 1024 * 336),
  'MT-12': () => 1 - probabilityOfNone((256 * 0.01) / (365 * DAY), 30 * DAY),
  'MT-16': () => per1000GpuDays(3857, 9.6e6),
  'SD-01': () => per1000GpuDays(18, 35e6),
  'SD-02': () => per1000GpuDays(13, 35e6),
};

/** Rows that are played elsewhere. */
const PLAYED: Readonly<Record<string, string>> = {
  'ET-01': 'published-recovery.spec.ts',
  'ET-02': 'published-recovery.spec.ts',
  'ET-03': 'published-recovery.spec.ts',
};

/** Constants that rest on a row, in its unit. */
const CONSTANTS: Readonly<Record<string, () => number>> = {
  'CK-01': () => policyOf('in-memory').tiers![0]!.stallS,
  'CK-19': () => DEFAULT_POLICY.checkpointIntervalS / MINUTE,
  'RS-01': () => classOf('gpu_hard').detectionS,
  'RS-02': () => classOf('nccl_hang').detectionS,
  'RS-11': () => DEFAULT_POLICY.restartS / MINUTE,
  'RS-13': () => policyOf('elastic').replicaLoss!.stallS / MINUTE,
  'RS-19': () => policyOf('modern').restartS,
  'RS-23': () => policyOf('legacy').restartS / MINUTE,
  'EL-07': () => (100 * defaultSpares(5000)) / 5000,
  'CO-07': () => 100 * LEMONS.nodeFraction,
  'CO-16': () => FLAP_WINDOWS_S['nccl-2.14'],
  'SD-03': () => VISIBLE_SHARE,
  'SD-11': () => SDC_DETECTORS.checksum.recall,
  'SD-12': () => SDC_DETECTORS.checksum.overheadFraction,
  'SD-13': () => SDC_DETECTORS['vendor-diagnostic'].recall,
  'SD-15': () => 1 - SDC_DETECTORS['gradient-norm'].recall,
};

/** What a description lacks. */
const ASIDE: Readonly<Record<string, readonly string[]>> = {
  'the time of a step': ['CK-02', 'CK-03', 'ET-12'],
  'what the storage gives, or the size of what is written': [
    ...['CK-06', 'CK-07', 'CK-08', 'CK-09', 'CK-10', 'CK-11', 'CK-14', 'CK-16', 'CK-18'],
    ...['CK-20', 'CK-22'],
  ],
  'a baseline that is described': ['CK-04', 'CK-17', 'EL-04', 'RS-14', 'RS-21', 'RS-22'],
  'a rate of failures, or what one costs': ['ET-04', 'ET-05', 'ET-06', 'ET-07', 'ET-08', 'ET-13'],
  'parts to be made of: it is one itself': [
    ...['CK-12', 'CK-13', 'CK-15', 'CK-21', 'RS-03', 'RS-04', 'RS-05', 'RS-06', 'RS-07'],
    ...['RS-08', 'RS-09', 'RS-10', 'RS-12', 'RS-15', 'RS-16', 'RS-17', 'RS-18', 'RS-20', 'RS-24', 'RS-25'],
    ...['RS-26', 'EL-01', 'EL-02', 'EL-03', 'EL-05', 'EL-06', 'EL-08', 'EL-09'],
  ],
  'what it was counted on': ['MT-02', 'MT-06', 'MT-07', 'MT-08', 'MT-13', 'MT-14', 'CO-11'],
  'a class in a profile: other machines': ['MT-03', 'MT-09', 'MT-10', 'MT-11', 'MT-15', 'MT-17'],
  'a part in the model: correlation and age are knobs without a default': [
    ...['CO-01', 'CO-02', 'CO-03', 'CO-04', 'CO-05', 'CO-06', 'CO-08', 'CO-09', 'CO-10', 'CO-12'],
    ...['CO-13', 'CO-14', 'CO-15'],
  ],
  'a figure of whole jobs: it is about single devices or other methods': [
    ...['SD-04', 'SD-05', 'SD-06', 'SD-07', 'SD-08', 'SD-09', 'SD-10', 'SD-14', 'SD-16', 'SD-17', 'SD-18'],
    ...['SD-19', 'SD-20', 'SD-21', 'SD-22', 'SD-23', 'SD-24', 'SD-25'],
  ],
};

const rowOf = (id: string): Row => rows.find((row) => row.id === id)!;

/** The published range, else half a unit of the last digit that is printed. */
function bandOf({ value, low, high }: Row): readonly [number, number] {
  const half = 0.5 * 10 ** -(value.split('.')[1] ?? '').length;
  return [
    Math.min(Number(value) - half, low === '' ? Infinity : Number(low)),
    Math.max(Number(value) + half, high === '' ? -Infinity : Number(high)),
  ];
}

describe('rows of recovery.csv', () => {
  it('each is taken once', () => {
    const taken = [COMPUTED, PLAYED, CONSTANTS].flatMap((table) => Object.keys(table));
    const all = [...taken, ...Object.values(ASIDE).flat()].sort();
    expect(all).toEqual(rows.map(({ id }) => id).sort());
  });

  it.each(Object.keys(COMPUTED))('%s comes out of its description', (id) => {
    const [low, high] = bandOf({ ...rowOf(id), low: '', high: '' });
    const value = COMPUTED[id]!();
    expect(value).toBeGreaterThanOrEqual(low);
    expect(value).toBeLessThanOrEqual(high);
  });

  it.each(Object.keys(CONSTANTS))('%s holds the constant that rests on it', (id) => {
    const [low, high] = bandOf(rowOf(id));
    const value = CONSTANTS[id]!();
    expect(value).toBeGreaterThanOrEqual(low);
    expect(value).toBeLessThanOrEqual(high);
  });

  it('nine cases of ET-09', () => {
    const published = [94.8, 91.8, 89, 93.3, 90.4, 87.6, 90.8, 88, 85.3];
    const computed = [2, 5, 10].flatMap((minutes) =>
      [10, 30, 60].map((stallS) => 100 * bestGoodput(minutes * MINUTE, stallS)),
    );
    computed.forEach((percent, index) => expect(Math.abs(percent - published[index]!)).toBeLessThan(0.06));
  });

  it('RS-15 to RS-18 add up to the 81 s of the demonstration', () => {
    const published = ['RS-15', 'RS-16', 'RS-17', 'RS-18'].reduce(
      (sum, id) => sum + Number(rowOf(id).value),
      0,
    );
    expect(published).toBeCloseTo(81.1, 6);
    expect(downtime()).toBeCloseTo(published, 6);
  });

  it.each([
    ['MT-04', 10, 504 * 55 * 24, 0.17, 0.66],
    ['SD-01', 18, 35e6, 0.0073, 0.0195],
    ['SD-02', 13, 35e6, 0.0047, 0.0152],
  ])('%s: the interval of a count is that of its source', (_, count, gpuHours, low, high) => {
    const [least, most] = poissonInterval(count).map((mean) => per1000GpuDays(mean, gpuHours));
    const digits = low > 0.1 ? 2 : 4;
    expect(least).toBeCloseTo(low, digits);
    expect(most).toBeCloseTo(high, digits);
  });

  it('the corruption of a fleet that looks for it is that of SD-01', () => {
    expect(SDC_AEGIS.ratePer1000GpuDays).toBeCloseTo(Number(rowOf('SD-01').value), 5);
  });

  it('a checkpoint of BLOOM has 8 to 14 bytes a parameter (CK-12, CK-21)', () => {
    const { low, high } = rowOf('CK-21');
    const bytes = 2.3e12 / 176e9;
    expect(bytes).toBeGreaterThan(Number(low));
    expect(bytes).toBeLessThan(Number(high));
  });
});
