/** Your job: files to figures, those of the command; and a link that holds them. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { type Outcome, railyard } from '../cli/railyard.js';
import {
  type FileHost,
  figure,
  hostFiles,
  openBrowser,
  savedBy,
  SCREENSHOTS,
  watchedPage,
} from './browser.js';

const CONFIG = join(__dirname, '../data/configs/hf/Qwen--Qwen3-30B-A3B_config.json');
const folder = mkdtempSync(join(tmpdir(), 'railyard-web-'));

let browser: Browser;
let host: FileHost;
let page: Page;
let errors: readonly string[];

beforeAll(async () => {
  browser = await openBrowser();
  host = await hostFiles();
  ({ page, errors } = await watchedPage(browser));
});

afterAll(async () => {
  await browser?.close();
  host?.close();
});

/** What the command makes of the same file. */
async function byCommand(gpus: number, device: string): Promise<Outcome> {
  const file = join(folder, 'experiment.yaml');
  await railyard(
    ['init', '--model', basename(CONFIG), '--gpus', String(gpus), '--device', device, '--out', file],
    '',
    dirname(CONFIG),
  );
  return railyard(['run', file, '--json']);
}

it('a dropped config.json gives the bytes of the command', async () => {
  await page.goto(`${host.url}#/job`);
  await page.getByLabel('Choose files').setInputFiles(CONFIG);
  await page.getByLabel('GPUs', { exact: true }).fill('64');
  await page.getByLabel('Device', { exact: true }).selectOption('h200');
  await page.getByLabel('Experiment as YAML').waitFor();
  const expected = await byCommand(64, 'h200');
  await page.locator('[aria-busy="false"]').waitFor();
  expect(await savedBy(page, 'result.json')).toBe(expected.stdout);
  const { metrics } = JSON.parse(expected.stdout) as { metrics: { mfuCausal: number } };
  expect(await figure(page, 'MFU').textContent()).toContain(
    `${Number((100 * metrics.mfuCausal).toPrecision(3))} %`,
  );
  await page.screenshot({ path: join(SCREENSHOTS, 'job.png'), fullPage: true });
});

it('what the page saves runs on the command line to the same result', async () => {
  const file = join(folder, 'saved.yaml');
  writeFileSync(file, await savedBy(page, 'experiment.yaml'));
  const { stdout } = await railyard(['run', file, '--json']);
  expect(await savedBy(page, 'result.json')).toBe(stdout);
});

it('the link shows another browser the same', async () => {
  const result = await savedBy(page, 'result.json');
  const other = await watchedPage(browser);
  await other.page.goto(page.url());
  await figure(other.page, 'Step time').waitFor();
  expect(await savedBy(other.page, 'result.json')).toBe(result);
  expect(other.errors).toEqual([]);
});

it('a layout that does not fit is computed all the same, and said not to', async () => {
  await page.getByLabel('GPUs', { exact: true }).fill('8');
  for (const degree of ['Pipeline', 'Tensor', 'Expert'])
    await page.getByLabel(degree, { exact: true }).fill('1');
  await page.getByLabel('Device', { exact: true }).selectOption('a100');
  await page.getByRole('alert').filter({ hasText: 'must fit' }).waitFor();
  expect(await figure(page, 'Memory').textContent()).toMatch(/^does not fit/);
});

it('an experiment that is edited is read again, and a mistake has its place and a hint', async () => {
  const yaml = readFileSync(join(__dirname, '../../examples/half-nic.yaml'), 'utf8');
  await page.getByLabel('Experiment as YAML').fill(yaml.replace('kind: Experiment', 'kind: Experimint'));
  await page.getByRole('alert').filter({ hasText: 'kind must be Experiment' }).waitFor();
  await page.getByLabel('Experiment as YAML').fill(yaml);
  await page.getByRole('alert').waitFor({ state: 'detached' });
  expect(await page.locator('pre').textContent()).toBe('railyard run experiment.yaml');
  expect(errors).toEqual([]);
});
