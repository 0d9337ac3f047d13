/** A config.json with a field missing or odd makes a document or is refused with hints: nothing else. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidDocumentError } from '@railyard/base';
import { initExperiment, readFile } from '@railyard/intake';

const FOLDER = join(__dirname, '../data/configs/hf');
const ODD: readonly unknown[] = [undefined, null, 0, -1, 1.5, 'x', [], {}, true, '8', 3, [null]];

/** What came of the file; anything but a refusal is thrown on. */
function outcome(config: object): 'document' | 'refused' {
  try {
    initExperiment({ drafts: [readFile({ name: 'config.json', text: JSON.stringify(config) })], gpus: 1024 });
    return 'document';
  } catch (error) {
    if (error instanceof InvalidDocumentError && error.issues.every(({ hint }) => hint !== ''))
      return 'refused';
    throw error;
  }
}

it.each(readdirSync(FOLDER))('%s, damaged', (name) => {
  const text = readFileSync(join(FOLDER, name), 'utf8').replaceAll('Infinity', '1e308');
  const config = JSON.parse(text) as Record<string, unknown>;
  const inner = (config['text_config'] ?? config) as Record<string, unknown>;
  const outcomes = Object.keys(inner).map((key, place) => {
    const damaged = { ...inner, [key]: ODD[place % ODD.length] };
    return outcome(inner === config ? damaged : { ...config, text_config: damaged });
  });
  expect(new Set(outcomes)).toEqual(new Set(['document', 'refused']));
});
