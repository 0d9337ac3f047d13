/** One document, one fabric, one undisturbed step: counted at the functions that build and simulate. */
import { canonicalJson } from '@railyard/base';
import { type ClusterSpec, type Fabric } from '@railyard/cluster';
import { type StepOptions, type WorkloadSpec } from '@railyard/parallelism';
import { runReplicas } from '@railyard/replay';
import { prepareExperiment, runExperiment } from '../engine.js';
import { runAndRecord } from '../record.js';
import { JobOnMachine } from './job-on-machine.js';
import { replayOutcome, replayRequest } from '../replay/index.js';

const counts = { fabrics: 0, undisturbedSteps: 0, disturbedSteps: 0 };

jest.mock('@railyard/cluster', () => {
  const actual = jest.requireActual<typeof import('@railyard/cluster')>('@railyard/cluster');
  return {
    ...actual,
    buildFabric: (spec: ClusterSpec) => {
      counts.fabrics += 1;
      return actual.buildFabric(spec);
    },
    Fabric: class extends actual.Fabric {
      constructor(...[spec, options]: ConstructorParameters<typeof Fabric>) {
        if (options?.graph === undefined) counts.fabrics += 1;
        super(spec, options);
      }
    },
  };
});

jest.mock('@railyard/parallelism', () => {
  const actual = jest.requireActual<typeof import('@railyard/parallelism')>('@railyard/parallelism');
  return {
    ...actual,
    simulateStep: (cluster: ClusterSpec, workload: WorkloadSpec, seed: number, options?: StepOptions) => {
      const isUndisturbed = options?.fabric?.healthy !== false && cluster.device.bf16Tflops === bf16Tflops;
      counts[isUndisturbed ? 'undisturbedSteps' : 'disturbedSteps'] += 1;
      return actual.simulateStep(cluster, workload, seed, options);
    },
  };
});

/** @param name of the cluster: what one name has built serves no other */
const small = (name: string) => ({
  apiVersion: 'railyard/v1',
  kind: 'Experiment',
  cluster: {
    preset: 'h800-2048-mpft',
    name,
    nodes: 16,
    topology: { kind: 'mpft', planes: 8, switchPorts: 16 },
  },
  workload: {
    preset: 'deepseek-v3',
    model: { layers: 8, moe: { denseLayers: 1 } },
    parallelism: { pipeline: 2, expert: 32 },
    batch: { globalSequences: 512 },
  },
});
const step = (name: string) => prepareExperiment(small(name));
const { bf16Tflops } = step('device').document.cluster.device;
const replayed = (name: string) =>
  prepareExperiment({
    ...small(name),
    replay: { faults: { preset: 'llama3-h100-physical' }, replicas: 1, rateMultiple: 40 },
  });
const ignore = (): void => undefined;

describe('a document is built and simulated once', () => {
  beforeEach(() => Object.assign(counts, { fabrics: 0, undisturbedSteps: 0, disturbedSteps: 0 }));

  it('run', () => {
    runExperiment(step('run'));
    expect(counts).toEqual({ fabrics: 1, undisturbedSteps: 1, disturbedSteps: 0 });
  });

  it('run with another seed, or another layout, on the network of the first', () => {
    const first = runExperiment(step('again'));
    const other = { ...small('again'), seed: 7 };
    const seeded = runExperiment(prepareExperiment(other));
    expect(counts).toEqual({ fabrics: 1, undisturbedSteps: 2, disturbedSteps: 0 });
    runExperiment(prepareExperiment({ ...other, workload: { ...other.workload, recompute: 'full' } }));
    expect(counts.fabrics).toBe(1);
    expect(seeded.metrics.stepTimeS).not.toBe(first.metrics.stepTimeS);
    expect(seeded.network).toMatchObject({ checkpoint: first.network['checkpoint'] });
    // What is kept changes no result: the first again, after others of its cluster.
    expect(canonicalJson(runExperiment(step('again')))).toBe(canonicalJson(first));
  });

  it('run with a trace', () => {
    runAndRecord(step('trace'), ignore);
    expect(counts).toEqual({ fabrics: 1, undisturbedSteps: 1, disturbedSteps: 0 });
  });

  it('run with a replay: other steps are those of a disturbed machine', () => {
    runExperiment(replayed('replay'));
    expect(counts).toMatchObject({ fabrics: 1, undisturbedSteps: 1 });
    expect(counts.disturbedSteps).toBeGreaterThan(0);
  });

  it('replay', () => {
    const { document } = replayed('request');
    const replay = document.replay!;
    const request = replayRequest(new JobOnMachine(document), replay);
    replayOutcome(request, replay, runReplicas(request, 0, replay.replicas));
    expect(counts).toMatchObject({ fabrics: 1, undisturbedSteps: 1 });
  });
});
