import { canonicalJson } from '@railyard/base';
import { FAULT_PROFILES, FaultLogReader, LEDGER_PARTS, recordedFaults } from '@railyard/replay';
import {
  type ExperimentResult,
  prepareExperiment,
  publishedSchema,
  replayRequest,
  runExperiment,
  validateDocument,
} from '../index.js';
import { JobOnMachine } from '../job/index.js';
import { checkpointNeeds, checkpointWarnings, policyOnStorage } from './checkpoint-needs.js';
import { replayNotes, runReplay } from './replay-section.js';

/** Sixteen nodes: two expert groups of four nodes in each of two stages. */
const small = {
  apiVersion: 'railyard/v1',
  kind: 'Experiment',
  name: 'small',
  seed: 5,
  cluster: { preset: 'h800-2048-mpft', nodes: 16, topology: { kind: 'mpft', planes: 8, switchPorts: 16 } },
  workload: {
    preset: 'deepseek-v3',
    model: { layers: 8, moe: { denseLayers: 1 } },
    parallelism: { pipeline: 2, expert: 32 },
    batch: { globalSequences: 512 },
  },
};
const replay = { faults: { preset: 'llama3-h100-physical' }, replicas: 12, rateMultiple: 40 };
const withReplay = (section: object) => ({ ...small, replay: section });
const run = (section: object): ExperimentResult => runExperiment(prepareExperiment(withReplay(section)));
const issuesOf = (section: object) =>
  validateDocument(withReplay(section)).issues.map(({ path, code }) => `${path} ${code}`);

describe('the replay section of a document', () => {
  it('is filled in: Llama rates, the deepseek policy, 54 days, 2 % spares, no elasticity', () => {
    const { document } = prepareExperiment(withReplay({}));
    expect(document.replay).toMatchObject({
      faults: { name: 'llama3-h100' },
      recovery: { name: 'deepseek', restartS: 600 },
      horizon: { kind: 'wall', days: 54 },
      replicas: 200,
      spareNodes: 0,
      dataReplicas: 1,
      rateMultiple: 1,
    });
  });

  it('lasts 3,650 days at most, by the rules as by the schema that is published', () => {
    const published = JSON.stringify(publishedSchema('Experiment'));
    const limits = [...published.matchAll(/"days":\{[^{}]*"maximum":(\d+)/g)].map(([, limit]) =>
      Number(limit),
    );
    expect(new Set(limits)).toEqual(new Set([3650]));
    for (const kind of ['wall', 'productive']) {
      expect(issuesOf({ horizon: { kind, days: 3650 }, replicas: 1, rateMultiple: 1 })).toEqual([]);
      expect(issuesOf({ horizon: { kind, days: 3650.5 } })).toEqual(['/replay/horizon/days too-large']);
    }
  });

  it('keeps the document and its identity as they were where there is none', () => {
    const { document, id } = prepareExperiment(small);
    expect('replay' in document).toBe(false);
    expect(prepareExperiment(withReplay({})).id).not.toBe(id);
    expect('replay' in runExperiment(prepareExperiment(small))).toBe(false);
  });

  it('takes parts of presets, and a policy of its own with defaults for the rest', () => {
    const { replay: found } = prepareExperiment(
      withReplay({
        recovery: { preset: 'modern', restartS: 90, detectors: [{ preset: 'checksum', recall: 0.5 }] },
      }),
    ).document;
    expect(found!.recovery).toMatchObject({
      name: 'modern',
      restartS: 90,
      checkpointIntervalS: 300,
      detectors: [{ kind: 'checksum', recall: 0.5, overheadFraction: 0.0086 }],
    });
    expect(
      prepareExperiment(withReplay({ recovery: { checkpointIntervalS: 900 } })).document.replay!.recovery,
    ).toMatchObject({ name: 'custom', checkpointIntervalS: 900, checkpointStallS: 1 });
  });

  it('finds how many replicas the layout can give up when the policy shrinks', () => {
    expect(
      prepareExperiment(withReplay({ recovery: { preset: 'deepseek', whenNoSpare: 'shrink' } })).document
        .replay!.dataReplicas,
    ).toBe(2);
  });

  it.each<[string, object, readonly string[]]>([
    ['an unknown preset', { faults: { preset: 'lama3-h100' } }, ['/replay/faults/preset unknown-preset']],
    [
      'a misspelt key',
      { recovery: { preset: 'modern', restart: 5 } },
      ['/replay/recovery/restart unknown-key'],
    ],
    ['a negative horizon', { horizon: { kind: 'wall', days: -1 } }, ['/replay/horizon/days too-small']],
    [
      'replicas that the layout does not have',
      { dataReplicas: 8 },
      ['/replay/dataReplicas replicas-divide-layout'],
    ],
    [
      'checkpoints that overlap',
      { recovery: { preset: 'modern', checkpointPersistS: 4000 } },
      ['/replay/recovery/checkpointPersistS persist-beyond-interval'],
    ],
    [
      'both network models',
      {
        faults: {
          preset: 'llama3-h100',
          classes: [
            ...FAULT_PROFILES['llama3-h100']!.classes,
            ...FAULT_PROFILES['llama3-h100-physical']!.classes.slice(-1),
          ],
        },
      },
      [
        '/replay/faults/classes/20/networkModel other-network-model',
        '/replay/faults/classes both-network-models',
      ],
    ],
    [
      'recorded faults that the machine cannot have, each of them',
      {
        faultLog: [
          { timeS: 5, component: 'node/99', class: 'gpu_hard', durationS: 1 },
          { timeS: 6, component: 'gpu/0/0', class: 'cosmic_ray' },
          { timeS: 7, component: 'gpu/0/0', class: 'gpu_hard' },
          { timeS: 3, component: 'gpu/0/0', class: 'gpu_hard' },
        ],
      },
      [
        '/replay/faultLog/0 not-in-machine',
        '/replay/faultLog/1 not-in-machine',
        '/replay/faultLog/3 not-in-machine',
      ],
    ],
    [
      'recorded faults after the horizon',
      { ...replay, faultLog: [{ timeS: 1_650_412_800, component: 'gpu/0/0', class: 'gpu_hard' }] },
      ['/replay/faultLog/0/timeS too-large'],
    ],
    ['more than a run may take', { replicas: 100_000, rateMultiple: 10_000 }, ['/replay/replicas too-large']],
  ])('refuses %s where it stands', (_, section, expected) => {
    expect(issuesOf(section)).toEqual(expected);
  });
});

describe('the replay section of a result', () => {
  const result = run(replay);
  const section = result.replay!;

  it('is the contract, canonical and the same twice', () => {
    for (const key of ['ettr', 'goodput', 'interruptions', 'ledger', 'byCause', 'replicas', 'ci95'] as const)
      expect(section[key]).toBeDefined();
    expect(canonicalJson(run(replay))).toBe(canonicalJson(result));
    expect(JSON.parse(canonicalJson(result))).toEqual(JSON.parse(JSON.stringify(result)));
    for (const metric of ['ettr', 'goodput', 'effectiveTime', 'interruptions'])
      expect(section.definitions[metric]).toBeDefined();
  });

  it('closes its ledger and names the step of the twin', () => {
    const total = LEDGER_PARTS.reduce((sum, part) => sum + section.ledger[part], 0);
    expect(Math.abs(total / (section.wallDays * 86_400) - 1)).toBeLessThan(1e-9);
    expect(section.stepTimeS).toBe(result.metrics.stepTimeS);
  });

  it('prices the conditions that occurred on the fabric: a lost link slows the step', () => {
    const lostLink = section.machine.find(
      ({ condition }) => condition.worstNicsLost === 1 && Object.keys(condition).length === 2,
    );
    expect(lostLink!.slowdown).toBeGreaterThan(1);
    expect(section.ledger.degradedS).toBeGreaterThan(0);
  });

  it('says in warnings and inputs what the figures rest on', () => {
    expect(result.warnings.map(({ code }) => code)).toContain('rates-of-another-device');
    const { document } = prepareExperiment(withReplay(replay));
    const onH100 = {
      ...document,
      cluster: { ...document.cluster, device: { ...document.cluster.device, name: 'h100' } },
    };
    expect(replayNotes(onH100, document.replay!, section).warnings.map(({ code }) => code)).not.toContain(
      'rates-of-another-device',
    );
    expect(result.inputs.find(({ name }) => name === 'faults.gpu_hard')).toMatchObject({
      provenance: 'derived',
    });
  });

  it('holds the policy against the storage plane', () => {
    const { document } = prepareExperiment({
      apiVersion: 'railyard/v1',
      kind: 'Experiment',
      preset: 'deepseek-v3-mpft',
      replay: {},
    });
    // 671B parameters and the MTP module, 8 bytes each, at 10 GiB/s from each of 256 nodes: failures.md
    // section 2.3.
    const needs = checkpointNeeds(new JobOnMachine(document));
    expect(needs.sizeTB).toBeCloseTo(5.4, 0);
    expect(needs.persistS).toBeCloseTo(2, 1);
    expect(checkpointWarnings(needs, document.replay!.recovery)).toEqual([]);
    expect(
      checkpointWarnings(needs, { ...document.replay!.recovery, checkpointPersistS: 1 }).map(
        ({ code }) => code,
      ),
    ).toEqual(['faster-than-storage']);
    // However little is missing: both figures are named, and the storage plane's is played.
    const [close] = checkpointWarnings(needs, { ...document.replay!.recovery, checkpointPersistS: 1.98 });
    expect(close!.message).toBe(
      'checkpointPersistS must be at least the 1.99 s that the storage plane needs to write the 5.46 TB of ' +
        'a checkpoint (got 1.98): the time of the storage plane is played.',
    );
    expect(section.checkpoint.sizeTB).toBeLessThan(needs.sizeTB);
    const fast = {
      ...document.replay!.recovery,
      checkpointPersistS: 1,
      checkpointLoadS: 0,
      checkpointIntervalS: 1,
    };
    expect(policyOnStorage(needs, fast)).toEqual({
      ...fast,
      checkpointPersistS: needs.persistS,
      checkpointLoadS: needs.loadS,
      checkpointIntervalS: needs.persistS,
    });
    expect(checkpointWarnings(needs, fast)).toHaveLength(3);
    expect(policyOnStorage(needs, document.replay!.recovery)).toEqual(document.replay!.recovery);
  });

  it('costs more with more faults, nothing but checkpoints with none', () => {
    expect(run({ ...replay, rateMultiple: 80 }).replay!.ettr).toBeLessThan(section.ettr);
    const none = run({
      faults: { preset: 'none' },
      horizon: { kind: 'productive', days: 1 },
      replicas: 1,
    }).replay!;
    expect(none.ettr).toBeCloseTo(300 / 301, 4);
    expect(none.intervalCurve).toBeUndefined();
  });

  it('replays an exported log to the same result', () => {
    const { document } = prepareExperiment(withReplay({ ...replay, replicas: 1 }));
    const played = document.replay!;
    const ignore = (): void => undefined;
    const request = replayRequest(new JobOnMachine(document), played);
    const { profile, fleet } = request;
    const drawn = runReplay(request, played, ignore);
    const faultLog = new FaultLogReader(profile, fleet).push(drawn.faultLogCsv).end();
    const again = replayRequest(new JobOnMachine(document), played, faultLog);
    const recorded = runReplay(again, played, ignore);
    const { sensitivity: _, intervalCurve: __, ...same } = drawn.section;
    expect(recorded.section).toMatchObject(same);
    expect(recorded.faultLogCsv).toBe(drawn.faultLogCsv);
    // The same faults, listed by the document.
    const listed = [...recordedFaults(faultLog, profile, fleet)];
    expect(run({ ...replay, replicas: 1, faultLog: listed }).replay).toEqual(recorded.section);
    expect(listed.length).toBeGreaterThan(10);
  });

  it('tells how far it is, never backwards', () => {
    const shares: number[] = [];
    const phases = new Set<string>();
    runExperiment(prepareExperiment(withReplay({ ...replay, replicas: 130 })), ({ phase, share }) => {
      phases.add(phase);
      shares.push(share);
    });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect([...phases]).toEqual([
      'fabric',
      'work',
      'schedule',
      'optimizer',
      'metrics',
      'uncertainty',
      'replay',
      'sensitivity',
    ]);
  });
});
