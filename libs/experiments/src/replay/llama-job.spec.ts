/** Llama 3's own job on its network: interruptions and effective training time of one run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseText, prepareExperiment, runExperiment } from '../index.js';

it('has 419 unexpected interruptions within the Poisson band, and above 90 % effective training time', () => {
  const text = readFileSync(join(__dirname, '../../../../examples/llama3-54d.yaml'), 'utf8');
  const replicas = 8;
  const document = prepareExperiment(parseText(text.replace('replicas: 50', `replicas: ${replicas}`)));
  const { replay } = runExperiment(document);
  const { interruptions, plannedStops, ettr, goodput } = replay!;
  expect(Math.abs(interruptions - 419)).toBeLessThan(3 * Math.sqrt(419 / replicas));
  expect(Math.abs(plannedStops - 47)).toBeLessThan(15);
  expect(ettr).toBeGreaterThan(0.9);
  expect(ettr).toBeLessThan(0.97);
  expect(goodput).toBeGreaterThan(0.9);
}, 120_000);
