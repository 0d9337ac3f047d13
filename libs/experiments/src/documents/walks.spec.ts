/** How often a document is walked on its way to an experiment: once for its bounds, once to be resolved. */
import { API_VERSION } from '../document.js';
import { prepareExperiment } from '../engine.js';
import { prepareSweep } from '../sweep/index.js';

/** The value, with every look at the keys of one of its mappings or lists counted by its path. */
function watched(value: unknown, looks: Map<string, number>, path = ''): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const members = Array.isArray(value)
    ? value.map((member, index) => watched(member, looks, `${path}/${index}`))
    : Object.fromEntries(
        Object.entries(value).map(([key, member]) => [key, watched(member, looks, `${path}/${key}`)]),
      );
  looks.set(path, 0);
  return new Proxy(members, {
    ownKeys: (target) => {
      looks.set(path, (looks.get(path) ?? 0) + 1);
      return Reflect.ownKeys(target);
    },
  });
}

const experiment = {
  apiVersion: API_VERSION,
  kind: 'Experiment',
  cluster: { preset: 'h800-2048-mpft', nodes: 256, nic: { bandwidthGBps: 40 } },
  workload: { preset: 'deepseek-v3', parallelism: { pipeline: 16 }, schedule: { name: 'dualpipe' } },
  replay: {
    faults: { preset: 'llama3-h100', name: 'mine' },
    recovery: { preset: 'modern', detectors: [{ preset: 'checksum', recall: 0.5 }] },
  },
};

it('an experiment is walked twice before its full form is made', () => {
  const looks = new Map<string, number>();
  prepareExperiment(watched(experiment, looks));
  expect(looks.size).toBeGreaterThan(8);
  expect([...looks].filter(([, count]) => count > 2)).toEqual([]);
});

it('what every point of a sweep shares is walked twice for each of them', () => {
  const looks = new Map<string, number>();
  const { kind: _kind, ...base } = experiment;
  const sweep = {
    ...base,
    kind: 'Sweep',
    parameters: { seed: { values: [1, 2, 3] } },
  };
  expect(prepareSweep(watched(sweep, looks)).runs).toHaveLength(3);
  expect([...looks].filter(([path, count]) => path.startsWith('/cluster') && count > 2 * (1 + 3))).toEqual(
    [],
  );
});
