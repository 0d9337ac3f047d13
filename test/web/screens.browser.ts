/** Every screen that needs no service: its figures are the command's, and it can be used by everyone. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { json, railyard } from '../cli/railyard.js';
import {
  type FileHost,
  figure,
  hostFiles,
  openBrowser,
  savedBy,
  SCREENSHOTS,
  watchedPage,
} from './browser.js';

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

const show = async (screen: string): Promise<void> => {
  await page.goto('about:blank');
  await page.goto(`${host.url}#/${screen}`);
};
const shot = (name: string) => page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
const command = async <T>(words: string): Promise<T> => (await json(words.split(' '))).data as T;
/** As the app writes a number. */
const shown = (value = NaN, digits = 4): string =>
  Number(value.toPrecision(digits)).toLocaleString('en-US', { maximumFractionDigits: 6 });
const rowOf = (text: string) =>
  page.getByRole('row').filter({ hasText: text }).first().getByRole('cell').allTextContents();

it('Home has the finished Table 4, computed, and Your job first', async () => {
  await show('');
  await page.getByRole('cell', { name: 'tokens/day (B)' }).first().waitFor();
  const { rows } = await command<{ rows: { name: string; twin: number; band?: [number, number] }[] }>(
    'reproduce table4',
  );
  const [tokens] = rows;
  expect((await rowOf('tokens/day'))[3]).toBe(shown(tokens?.twin, 5));
  expect((await rowOf('tokens/day'))[4]).toContain(shown(tokens?.band?.[0], 4));
  await shot('home');
  await page.getByRole('main').getByRole('link').first().click();
  await page.getByRole('heading', { name: 'Your job' }).waitFor();
});

it('Schedules stand side by side, with their bubbles', async () => {
  await show('schedules?ranks=8&microBatches=24');
  await page.getByRole('heading', { name: 'dualpipe', exact: true }).waitFor();
  for (const name of ['1f1b', 'zb1p', 'dualpipe']) {
    const { bubbleMs, makespanMs } = await command<{ bubbleMs: number; makespanMs: number }>(
      `schedule ${name} --ranks 8 --micro-batches 24`,
    );
    const card = page.locator('section').filter({ has: page.getByRole('heading', { name, exact: true }) });
    expect(await card.locator('.note').textContent()).toContain(`${makespanMs} ms, bubble ${bubbleMs} ms`);
  }
  await page.getByLabel('Micro-batches').fill('12');
  await page.getByText('dualpipe must have at least').waitFor();
  expect(page.url()).toContain('microBatches=12');
  await shot('schedules');
});

it('Network draws a collective over sizes with the columns of nccl-tests', async () => {
  await show('network?collective=all-to-all&gpus=16');
  const size = (256 * 1024 * 1024).toLocaleString('en-US');
  await page.getByRole('cell', { name: size }).first().waitFor();
  const { busbwGBps, timeUs } = await command<{ busbwGBps: number; timeUs: number }>(
    'network all-to-all --cluster h800-2048-mpft --gpus 16 --bytes 256MiB',
  );
  const cells = await rowOf(size);
  expect(Number(cells[1]?.replace(',', ''))).toBeCloseTo(timeUs, -1);
  expect(cells[3]).toBe(shown(busbwGBps, 4));
  expect(await page.locator('.uplot canvas').count()).toBe(2);
  // What is saved has all digits.
  const saved = (await savedBy(page, 'h800-2048-mpft.csv')).split('\n');
  const columns = saved.find((line) => line.startsWith(`${256 * 1024 * 1024},`))?.split(',') ?? [];
  expect(saved[0]).toBe('size (B),time (µs),algbw (GB/s),busbw (GB/s)');
  expect(columns[3]).toBe(String(busbwGBps));
  await shot('network');
});

it('Serving answers as the command does, with its band, and says what is wrong', async () => {
  await show('serving');
  const answer = await command<{ tpotMs: number; maxBatch: number; band: { tpotMs: [number, number] } }>(
    'serving examples/serving.yaml',
  );
  await figure(page, 'Time per token').waitFor();
  const shownTime = await figure(page, 'Time per token').textContent();
  expect(shownTime).toContain(`${shown(answer.tpotMs)} ms`);
  expect(shownTime).toContain(shown(answer.band.tpotMs[1], 3));
  expect(await figure(page, 'Sequences of a replica').textContent()).toContain(`${answer.maxBatch} fit`);
  await page.getByLabel('Decode: attention split over').fill('5');
  await page.getByText('/decode/tensor').first().waitFor();
  expect(page.url()).toContain('decodeTensor=5');
  await page.getByLabel('Decode: attention split over').fill('1');
  await shot('serving');
});

it('Cluster: a leaf that is clicked fails, and the collective and the step say what that costs', async () => {
  await show('cluster?gpus=16');
  const healthy = await command<{ busbwGBps: number }>(
    'network all-to-all --cluster h800-2048-mpft --gpus 16 --bytes 1GiB',
  );
  await figure(page, 'Healthy').waitFor();
  expect(await figure(page, 'Healthy').textContent()).toContain(shown(healthy.busbwGBps, 4));
  await page.getByRole('button', { name: 'plane:0/leaf:0', exact: true }).click();
  const part = 'plane:0/leaf:0';
  const failed = await command<{ busbwGBps: number }>(
    `network all-to-all --cluster h800-2048-mpft --gpus 16 --bytes 1GiB --fail ${part}`,
  );
  await figure(page, 'With the failures').waitFor();
  expect(await figure(page, 'With the failures').textContent()).toContain(shown(failed.busbwGBps, 4));
  const { metrics } = await command<{ metrics: { stepTimeS: number } }>(
    `run deepseek-v3-mpft --fail ${part}`,
  );
  const step = page.getByRole('status').filter({ hasText: 'A step of deepseek-v3-mpft' });
  await step.waitFor();
  expect(await step.textContent()).toContain(`${shown(metrics.stepTimeS, 4)} s without plane:0/leaf:0`);
  await shot('cluster');
});

it('Cluster: a link shows its messages, and those that its failure concerns', async () => {
  await show('cluster?gpus=16');
  await page.getByRole('button', { name: 'node:0/nic:0>plane:0/leaf:0' }).click();
  const messages = page.getByRole('status').filter({ hasText: 'messages of' });
  // Eight GPUs of another node, both ways: those of rail 0 by themselves, others over NVLink first.
  await messages.filter({ hasText: /^16 messages of 16 pairs of GPUs/ }).waitFor();
  expect(page.url()).toContain('link=');
  await page.getByRole('button', { name: 'plane:0/leaf:0', exact: true }).click();
  await messages.filter({ hasText: 'these crossed it before' }).waitFor();
});

it.each([
  ['NIC', 'node:0/nic:0'],
  ['link', 'node:0/nic:0-plane:0/leaf:0'],
])('Cluster: a %s that fails costs what the command says', async (_, part) => {
  await show('cluster?gpus=16');
  const [nic = '', leaf] = part.split('-');
  if (leaf === undefined) await page.getByRole('button', { name: nic, exact: true }).click();
  else {
    await page.getByRole('button', { name: `${nic}>${leaf}` }).click();
    await page.getByRole('button', { name: 'Fail the link' }).click();
  }
  const { busbwGBps } = await command<{ busbwGBps: number }>(
    `network all-to-all --cluster h800-2048-mpft --gpus 16 --bytes 1GiB --fail ${part}`,
  );
  await figure(page, 'With the failures').waitFor();
  expect(await figure(page, 'With the failures').textContent()).toContain(shown(busbwGBps, 4));
  const { metrics } = await command<{ metrics: { stepTimeS: number } }>(
    `run deepseek-v3-mpft --fail ${part}`,
  );
  const step = page.getByRole('status').filter({ hasText: `s without ${part}` });
  await step.waitFor();
  expect(await step.textContent()).toContain(`${shown(metrics.stepTimeS, 4)} s without ${part}`);
});

it('Timeline: keys zoom, a click selects, an area has totals', async () => {
  await show('timeline');
  const canvas = page.getByRole('application');
  await canvas.waitFor();
  await page.getByText(/^[\d,]+ slices/).waitFor({ timeout: 120_000 });
  await canvas.focus();
  await page.keyboard.press('.');
  const selected = page.locator('.timeline-selected');
  expect(await selected.textContent()).toMatch(/^F0 on rank 0: stages 0\+15, from 0 s, for /);
  await page.keyboard.press('f');
  await page.keyboard.press('Escape');
  await page.keyboard.press('f');
  await canvas.hover({ position: { x: 200, y: 40 } });
  await page.mouse.down();
  await canvas.hover({ position: { x: 900, y: 200 } });
  await page.mouse.up();
  expect(await selected.textContent()).toMatch(/of 9 tracks: F .*F&B .*bubble/);
  await shot('timeline');
});

it('Timeline: keys 1, 2, 3 change what is shown, P pins a track, and the link holds the pin', async () => {
  await show('timeline');
  const canvas = page.getByRole('application');
  await canvas.waitFor();
  await canvas.focus();
  await page.keyboard.press('3');
  const bubbles = await rowOf('bubble');
  expect([bubbles[0], bubbles[1]]).toEqual(['bubble', 'bubble']);
  await page.keyboard.press('2');
  expect((await rowOf('rank 0: stages 0+15'))[0]).toBe('rank 0: stages 0+15');
  await page.keyboard.press('1');
  await canvas.focus();
  const before = (await canvas.boundingBox())?.height ?? NaN;
  for (const key of ['ArrowDown', 'ArrowDown', 'p']) await page.keyboard.press(key);
  await page.waitForURL(/pins=/);
  expect((await canvas.boundingBox())?.height).toBeGreaterThan(before + 10);
  await page.reload();
  await canvas.waitFor();
  expect((await canvas.boundingBox())?.height).toBeGreaterThan(before + 10);
});

it('a question mark lists the keys, and Escape closes the list', async () => {
  await show('schedules');
  await page.getByRole('heading', { name: 'dualpipe', exact: true }).waitFor();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys' });
  await help.getByText('pin the track of the selection').waitFor();
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'hidden' });
});

it('Replay has the figures of the command, by cause', async () => {
  await show('replay?days=10&replicas=4');
  await figure(page, 'ETTR').waitFor();
  const file = join(mkdtempSync(join(tmpdir(), 'railyard-web-')), 'experiment.json');
  writeFileSync(file, await savedBy(page, 'experiment.json'));
  const { replay } = await command<{ replay: { ettr: number; interruptions: number } }>(`run ${file}`);
  expect(await figure(page, 'ETTR').textContent()).toContain(`${shown(100 * replay.ettr, 3)} %`);
  expect(await figure(page, 'Interruptions').textContent()).toContain(shown(replay.interruptions, 3));
  await page.getByRole('columnheader', { name: 'of the wall time' }).getByRole('button').click();
  const causes = (await savedBy(page, 'causes.csv')).trim().split('\n');
  expect(causes[0]).toBe('cause,family,faults,interruptions,of the wall time');
  const shares = causes.slice(1).map((line) => Number(line.split(',')[4]));
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  await shot('replay');
});

/** Step time by the command of what Your job opens with. */
async function stepOn(device: string): Promise<string> {
  const file = join(mkdtempSync(join(tmpdir(), 'railyard-web-')), `${device}.yaml`);
  await railyard(['init', '--model', 'llama3-70b', '--gpus', '512', '--device', device, '--out', file]);
  const { metrics } = await command<{ metrics: { stepTimeS: number } }>(`run ${file}`);
  return shown(metrics.stepTimeS, 5);
}

it('a newcomer gets from Home to a compared pair', async () => {
  await show('');
  await page.getByRole('main').getByRole('link', { name: 'Your job' }).click();
  await figure(page, 'Step time').waitFor();
  await page.getByRole('button', { name: 'Keep to compare' }).click();
  await page.getByLabel('Device', { exact: true }).selectOption('h200');
  await page.getByRole('link', { name: 'Compare with the kept one' }).click();
  await page.getByRole('cell', { name: 'stepTimeS' }).waitFor();
  const rate = '/cluster/device/memoryBandwidthGBps';
  expect(await rowOf(rate)).toEqual([rate, '3350', '4800']);
  expect((await rowOf('peakMemoryGB'))[2]).toMatch(/% worse\)$/);
  expect(await savedBy(page, 'inputs.csv')).toContain(`\n${rate},3350,4800\n`);
  expect(await savedBy(page, 'metrics.csv')).toMatch(/\npeakMemoryGB,.* worse\)\n/);
  const [, before, after] = await rowOf('stepTimeS');
  expect([before, after?.split(' ')[0]]).toEqual([await stepOn('h100'), await stepOn('h200')]);
  await shot('compare');
});

it('Compare takes the paper as the baseline, of what it prints', async () => {
  await show('compare');
  await page.getByLabel('Baseline').selectOption('MPFT');
  await page.getByRole('columnheader', { name: 'the paper, baseline' }).waitFor();
  const { rows } = await command<{
    rows: { name: string; case: string; paper: number }[];
  }>('reproduce table4');
  const of = rows.find((row) => row.case === 'MPFT' && row.name === 'tokens/day')!;
  const { metrics } = await command<{ metrics: { tokensPerDayB: number } }>('run deepseek-v3-mpft');
  const [, paper, twin] = await rowOf('tokensPerDayB');
  expect(paper).toBe(shown(of.paper, 5));
  expect(twin!.split(' ')[0]).toBe(shown(metrics.tokensPerDayB, 5));
  expect(twin).toMatch(/\(−1\.\d+ % worse\)/);
  await shot('compare-paper');
});

it('Import reads a recorded trace, and names what differs from the step of the twin', async () => {
  await show('import');
  await page.getByText('Choose a trace').waitFor();
  const trace = join(__dirname, '../../libs/profile/src/fixture/two-layers.trace.json');
  await page.getByLabel('Trace (.json, .json.gz)').setInputFiles(trace);
  await figure(page, 'Span').waitFor();
  const { spanMs, kernels } = await command<{ spanMs: number; kernels: number }>(`import ${trace}`);
  expect(await figure(page, 'Span').textContent()).toBe(`${shown(spanMs)} ms`);
  expect(await figure(page, 'Kernels').textContent()).toBe(shown(kernels, 7));
  await page.getByLabel('Beside the step of').selectOption('deepseek-v3-mpft');
  await page.getByText("Beside the twin's own step").waitFor();
  await shot('import');
});

it('Accuracy computes the published runs as the command does', async () => {
  await show('accuracy');
  const done = page.getByText(/^(2[4-9]|[3-9]\d|\d{3,}) of [\d,]+ rows$/);
  await done.waitFor({ timeout: 60_000 });
  const row = await page
    .getByRole('row')
    .filter({ hasText: /[+−]/ })
    .first()
    .getByRole('cell')
    .allTextContents();
  const { rows } = await command<{ rows: { id: string; twin: number; errorPct: number }[] }>('accuracy runs');
  const found = rows.find(({ id }) => id === row[0]);
  expect(row[6]).toBe(shown(found?.twin));
  await shot('accuracy');
}, 240_000);

/** What has the focus, in words. */
const focused = (): Promise<unknown> => page.evaluate('document.activeElement.textContent');

it('every screen is reached by keyboard', async () => {
  await show('cluster?gpus=16');
  await page.getByRole('button', { name: 'plane:1', exact: true }).waitFor();
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Skip to the content');
  await page.keyboard.press('Enter');
  expect(await page.evaluate('document.activeElement.id')).toBe('main');
  for (const title of await page.getByRole('navigation').getByRole('link').allTextContents()) {
    await page.getByRole('navigation').getByRole('link', { name: title, exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
  }
});

it('computes without a network, once the engine is there', async () => {
  await show('job');
  await figure(page, 'Step time').waitFor();
  const before = await figure(page, 'Step time').textContent();
  await page.context().setOffline(true);
  await page.getByLabel('Device', { exact: true }).selectOption('h200');
  await page
    .locator('.stats')
    .filter({ hasNotText: before ?? '' })
    .waitFor();
  await page.context().setOffline(false);
});

it('no page met an error', () => expect(errors).toEqual([]));
