import { prepareExperiment, runExperiment } from '../engine.js';
import { type LoadedLink, type PlaneLoad } from './link-loads.js';

const run = (cluster: string, workload: Record<string, unknown> = {}) =>
  runExperiment(prepareExperiment({ apiVersion: 'railyard/v1', kind: 'Experiment', name: 'loads', cluster: { preset: cluster }, workload: { preset: 'deepseek-v3', ...workload } }));
interface Loads { readonly planes: readonly PlaneLoad[]; readonly topLinks: readonly LoadedLink[] }

describe('the network section of a result', () => {
  const result = run('h800-2048-mpft');
  const { planes, topLinks } = result.network as unknown as Loads;

  it('says what each of the eight planes carries, all alike', () => {
    expect(planes.map(({ plane }) => plane)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    for (const { bytesByClass } of planes) {
      expect(Object.keys(bytesByClass)).toEqual(['expert', 'pipeline', 'data']);
      for (const [name, bytes] of Object.entries(bytesByClass)) expect(bytes / planes[0]!.bytesByClass[name]!).toBeCloseTo(1, 9);
      expect(bytesByClass['expert']).toBeGreaterThan(bytesByClass['pipeline']!);
    }
  });

  it('names the busiest links, NICs first, and how many are like them', () => {
    expect(topLinks[0]).toMatchObject({ class: 'host', plane: 0, alike: 3584 });
    expect(topLinks[0]!.name).toMatch(/^node:\d+\/nic:0>plane:0\/leaf:\d+$/);
    for (let i = 1; i < topLinks.length; i += 1) expect(topLinks[i]!.utilisation).toBeLessThanOrEqual(topLinks[i - 1]!.utilisation);
    expect(topLinks[0]!.utilisation).toBeLessThan(1);
    const { class: _, ...nic } = topLinks[0]!;
    const bytes = Object.values(nic.bytesByClass).reduce((sum, one) => sum + one, 0);
    expect(nic.utilisation).toBeCloseTo(bytes / 48.5e9 / result.metrics.stepTimeS, 9);
  });

  it('has as much out of the links of a plane as into them', () => {
    const { planes: single } = run('h800-2048-mrft').network as unknown as Loads;
    const total = (loads: readonly PlaneLoad[], name: string): number => loads.reduce((sum, load) => sum + load.bytesByClass[name]!, 0);
    for (const name of ['expert', 'pipeline', 'data']) expect(total(single, name) / total(planes, name)).toBeCloseTo(1, 12);
  });

  it('lists one fitted input at most', () => {
    expect(result.inputs.filter((input) => input.provenance === 'fitted').map((input) => input.name)).toEqual(['workload.routing.imbalance']);
    expect(result.inputs.map((input) => input.name)).toEqual(expect.arrayContaining(['network.kernelRdmaEfficiency', 'network.collectiveLaunch']));
  });
});
