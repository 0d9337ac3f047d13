import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseText, prepareSweep, validateDocument } from '@railyard/experiments';

const folder = join(__dirname, '../examples');
const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
const read = (file: string): unknown => parseText(readFileSync(join(folder, file), 'utf8'));

describe('the examples', () => {
  it.each(files)('%s is valid and is named like its file', (file) => {
    const document = read(file);
    const { issues, document: full } = validateDocument(document);
    expect(issues).toEqual([]);
    expect(full).toMatchObject({ name: file.replace(/\.yaml$/, '') });
  });

  it.each(files.filter((file) => validateDocument(read(file)).kind === 'Sweep'))('%s expands to what is stored', (file) => {
    const { size, duplicates, infeasible, runs } = prepareSweep(read(file));
    const reasons = infeasible.map(({ parameters, issues }) => ({ parameters, issues: issues.map(({ path, code }) => `${path} ${code}`) }));
    expect({ size, duplicates, infeasible: reasons, runs: runs.map(({ parameters }) => parameters) }).toMatchSnapshot();
  });
});
