/**
 * A result is a pure function of (canonical document, engine version), and services keep results under that
 * identity. So bytes may change only together with ENGINE_VERSION: when this fails, raise it
 * (libs/experiments/src/engine-version.ts) and store the new hashes that it prints.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from '@railyard/base';
import { ENGINE_VERSION, prepareExperiment, runExperiment } from '@railyard/experiments';

interface Golden {
  readonly engineVersion: string;
  readonly results: Readonly<Record<string, string>>;
}

const golden = JSON.parse(readFileSync(join(__dirname, 'golden.json'), 'utf8')) as Golden;
const experiment = (cluster: string, workload: string, more: object = {}) => ({
  apiVersion: 'railyard/v1',
  kind: 'Experiment',
  name: 'golden',
  cluster: { preset: cluster },
  workload: { preset: workload },
  seed: 1,
  ...more,
});

const DOCUMENTS: Readonly<Record<string, object>> = {
  'deepseek-v3 on mpft': experiment('h800-2048-mpft', 'deepseek-v3'),
  'deepseek-v3 on mrft': experiment('h800-2048-mrft', 'deepseek-v3'),
  'deepseek-v3 on mpft, seed 2': experiment('h800-2048-mpft', 'deepseek-v3', { seed: 2 }),
  'llama3-70b on h200': experiment('h200-256-mpft', 'llama3-70b'),
};

describe('the bytes of a result', () => {
  it.each(Object.entries(DOCUMENTS))('%s', (name, document) => {
    expect({
      engineVersion: ENGINE_VERSION,
      hash: hashOf(runExperiment(prepareExperiment(document))),
    }).toEqual({ engineVersion: golden.engineVersion, hash: golden.results[name] });
  });
});
