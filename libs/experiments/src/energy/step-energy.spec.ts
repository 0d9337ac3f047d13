import { prepareExperiment, runExperiment } from '../engine.js';
import { type ExperimentDocument } from '../document.js';
import { stepEnergy } from './step-energy.js';

const documentOf = (cluster: object, workload: object, more: object = {}): ExperimentDocument =>
  prepareExperiment({ apiVersion: 'railyard/v1', kind: 'Experiment', cluster, workload, ...more }).document;

const small = documentOf({ preset: 'h200-8' }, { preset: 'llama3-8b' });

describe('energy of a step', () => {
  it('stands in a result, of its own step', () => {
    const { metrics, energy } = runExperiment(prepareExperiment(small));
    expect(energy).toEqual(stepEnergy(small, metrics.stepTimeS));
    const tokens = metrics.tokensPerDayB * 1e9;
    const joulesPerDay = 8 * energy!.gpuW * 86_400;
    expect(energy!.joulesPerToken).toBeCloseTo(joulesPerDay / tokens, 9);
  });

  it('draws less where the step waits longer, and never less than idle boards do', () => {
    const [quick, slow] = [stepEnergy(small, 4)!, stepEnergy(small, 40)!];
    expect(slow.gpuW).toBeLessThan(quick.gpuW);
    expect(stepEnergy(small, 1e9)!.gpuW).toBeCloseTo(0.172 * 700, 3);
    expect(slow.joulesPerToken).toBeGreaterThan(quick.joulesPerToken);
  });

  it('needs as many operations for a token, whatever the layout', () => {
    const of = (pipeline: number) =>
      documentOf({ preset: 'h200-8' }, { preset: 'llama3-8b', parallelism: { pipeline } });
    // Twice the pipeline, half of the layers and twice the micro-batches of each rank.
    const [one, two] = [of(1), of(2)].map((document) => stepEnergy(document, 1000)!.gpuW - 0.172 * 700);
    expect(two! / one!).toBeCloseTo(1, 9);
  });

  it('takes the watts of a list, which must have parts', () => {
    const prices = {
      name: 'own',
      parts: [
        { item: 'switch', usd: 0, watts: 0 },
        { item: 'copper', usd: 0 },
      ],
    };
    const wide = { preset: 'h100-1024-roce', nodes: 4 };
    const own = documentOf(wide, { preset: 'llama3-8b' }, { prices });
    expect(stepEnergy(own, 10)?.network).toMatchObject({ list: 'own', wattsPerGpu: 0 });
    expect(() =>
      documentOf(wide, { preset: 'llama3-8b' }, { prices: { name: 'flat', switch: { usd: 1 } } }),
    ).toThrow(/parts must be given/);
  });
});
