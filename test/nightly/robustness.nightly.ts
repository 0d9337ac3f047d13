import { JobOnMachine, prepareExperiment, replayRequest } from '@railyard/experiments';
import { metricStatistic, runReplicas } from '@railyard/replay';
import { type Report } from '@railyard/reports';
import { json } from '../cli/railyard.js';

jest.setTimeout(300_000);

const JOBS = ['DeepSeek-V3, 2,048 GPUs', 'Llama 3, 16,384 GPUs'];
const NOTICED_PERCENT = [4, 17, 41];

describe('reproduce robustness', () => {
  let report: Report;
  let exitCode: number | null;
  beforeAll(async () => {
    const { code, data } = await json(['reproduce', 'robustness']);
    report = data as Report;
    exitCode = code;
  });

  /** The one row of this name. */
  const twin = (of: RegExp, name: RegExp): number => {
    const found = report.rows.filter((row) => of.test(row.case) && name.test(row.name));
    expect(found.map((row) => `${row.case}: ${row.name}`)).toHaveLength(1);
    return found[0]!.twin;
  };

  it('is within every published bound', () => {
    expect({ exitCode, withinTolerance: report.withinTolerance }).toEqual({
      exitCode: 0,
      withinTolerance: true,
    });
  });

  it('ideal multi-port NICs gain ETTR: the interval of the paired difference does not cross zero', () => {
    expect(twin(/^Ideal.*deployed one$/, /^ETTR, difference, 95 % low$/)).toBeGreaterThan(0);
  });

  it.each(JOBS.flatMap((job) => NOTICED_PERCENT.map((share) => [job, share] as const)))(
    '%s, people notice %d %%: checksums gain clean goodput, their interval does not cross zero',
    (job, share) => {
      const checksums = new RegExp(`^${job}, people notice ${share} % .*, checksum$`);
      expect(twin(checksums, /^clean goodput, difference to none, 95 % low$/)).toBeGreaterThan(0);
    },
  );

  it('checksums find more than people do alone, and more than any other detector', () => {
    for (const job of JOBS)
      for (const share of NOTICED_PERCENT) {
        const found = (detector: string): number =>
          twin(new RegExp(`^${job}, people notice ${share} % .*, ${detector}$`), /^corruptions found$/);
        const others = ['none', 'redundancy-check', 'vendor-diagnostic', 'gradient-norm'].map(found);
        expect(found('checksum')).toBeGreaterThan(Math.max(...others));
      }
  });

  it('packed expert groups meet no spine: a flap costs both networks the same', () => {
    for (const metric of [/^ETTR, difference$/, /^goodput, difference$/])
      expect(twin(/^A flap/, metric)).toBeCloseTo(0, 6);
  });

  it('a lost spine costs spread groups more on a plane, which has fewer spines than one fabric', () => {
    expect(twin(/spread, mpft/, /spine/)).toBeGreaterThan(twin(/spread, mrft/, /spine/));
  });
});

describe("Llama 3's job on the twin's own network", () => {
  it('has the published interruptions and training time in one run', () => {
    const { document } = prepareExperiment({
      apiVersion: 'railyard/v1',
      kind: 'Experiment',
      cluster: {
        preset: 'h100-1024-roce',
        nodes: 2048,
        topology: { kind: 'fat-tree', layers: 3, switchPorts: 64 },
      },
      workload: { preset: 'llama3.1-405b' },
      replay: { faults: { preset: 'llama3-h100-full' }, replicas: 100 },
    });
    const { replay } = document;
    if (replay === undefined) throw new Error('the document has a replay section');
    const chunk = runReplicas(replayRequest(new JobOnMachine(document), replay), 0, replay.replicas);
    const interruptions = metricStatistic(chunk, 'interruptions');
    // 95 % band of a Poisson count of 419, unexpected ones.
    expect(interruptions.ci95[0]).toBeGreaterThan(379);
    expect(interruptions.ci95[1]).toBeLessThan(460);
    expect(metricStatistic(chunk, 'ettr').ci95[0]).toBeGreaterThan(0.9);
    expect(metricStatistic(chunk, 'goodput').ci95[0]).toBeGreaterThan(0.9);
  });
});
