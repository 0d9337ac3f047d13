import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  parseText,
  prepareAnySweep,
  prepareExperiment,
  runExperiment,
  validateDocument,
} from '@railyard/experiments';

// Examples are run, on a machine that may be busy.
const folder = join(__dirname, '../examples');
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
const read = (file: string): unknown => parseText(readFileSync(join(folder, file), 'utf8'));
const ofKind = (kind: string): readonly string[] =>
  files.filter((file) => validateDocument(read(file)).kind === kind);

/**
 * Three digits: what a reader of the example sees. A change of the model that moves them is meant to be seen:
 * `npx jest test/examples -u`.
 */
const rounded = (value: number): number => Number(value.toPrecision(3));

describe('the examples', () => {
  it.each(files)('%s is valid and is named like its file', (file) => {
    const { issues, document } = validateDocument(read(file));
    expect(issues).toEqual([]);
    expect(document).toMatchObject({ name: file.replace(/\.yaml$/, '') });
  });

  it.each(ofKind('Experiment'))('%s gives what is stored', (file) => {
    const { metrics, warnings, replay } = runExperiment(prepareExperiment(read(file)));
    const shown = Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, rounded(value)]));
    const overDays =
      replay === undefined
        ? {}
        : {
            replay: {
              ettr: rounded(replay.ettr),
              goodput: rounded(replay.goodput),
              interruptions: rounded(replay.interruptions),
            },
          };
    expect({ metrics: shown, ...overDays, warnings: warnings.map(({ code }) => code) }).toMatchSnapshot();
  });

  it.each(ofKind('Sweep'))('%s expands to what is stored', (file) => {
    const { size, duplicates, infeasible, runs } = prepareAnySweep(read(file));
    const reasons: Record<string, number> = {};
    for (const { path, code } of infeasible.flatMap(({ issues }) => issues))
      reasons[`${path} ${code}`] = (reasons[`${path} ${code}`] ?? 0) + 1;
    expect({
      size,
      duplicates,
      reasons,
      runs: runs.length,
      first: runs.slice(0, 4).map(({ parameters }) => parameters),
    }).toMatchSnapshot();
  });
});
