/** The app as the service serves it: submit, watch, cancel, sweep. */
import { join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { temporaryFolder } from '../support/harness.js';
import { figure, openBrowser, savedBy, SCREENSHOTS, watchedPage } from './browser.js';
import { serve, type Service } from './service.js';

/** What is simulated takes its time on a busy machine. */
const PATIENT = { timeout: 90_000 };
const folder = temporaryFolder();
let server: Service;
let browser: Browser;
let page: Page;
let errors: readonly string[];

beforeAll(async () => {
  server = await serve(folder.path);
  browser = await openBrowser();
  ({ page, errors } = await watchedPage(browser));
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  folder.remove();
});

const show = async (screen: string): Promise<void> => {
  await page.goto('about:blank');
  await page.goto(`${server.url}/#/${screen}`);
};
const shot = (name: string) => page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });

async function submit(text: string): Promise<void> {
  await show('runs');
  await page.getByText('The document').click();
  await page.getByLabel('Document to submit').fill(text);
  await page.getByRole('button', { name: 'Submit', exact: true }).click();
}

/** Of the API, as the page must have it. */
const ofService = async <T>(path: string): Promise<T> =>
  (await (await fetch(`${server.url}${path}`)).json()) as T;

it('the service serves the app at /, under its own policy', async () => {
  const response = await page.goto(server.url);
  expect(response?.status()).toBe(200);
  expect(response?.headers()['content-security-policy']).toContain("script-src 'self'");
  await page.getByRole('cell', { name: 'tokens/day (B)' }).first().waitFor();
  expect(errors).toEqual([]);
});

it('a run is submitted, watched to its end, and computed again in the page to the same bytes', async () => {
  await submit('apiVersion: railyard/v1\nkind: Experiment\nname: first\npreset: deepseek-v3-mpft\n');
  await page.getByText('Computed again in this page: the same bytes.').waitFor(PATIENT);
  const { items } = await ofService<{ items: { summary: { stepTimeS: number } }[] }>('/v1/runs?name=first');
  const stepTimeS = items[0]?.summary.stepTimeS ?? NaN;
  expect(await figure(page, 'Step time').textContent()).toContain(`${Number(stepTimeS.toPrecision(4))} s`);
  await shot('run');
});

it('a mistake in a document has its place and a hint', async () => {
  await submit('apiVersion: railyard/v1\nkind: Experiment\npreset: deepseek-v3-mpft\nsed: 1\n');
  await page.getByRole('alert').filter({ hasText: 'seed' }).waitFor();
});

it('a run is cancelled while it goes on', async () => {
  await submit(
    [
      'apiVersion: railyard/v1',
      'kind: Experiment',
      'name: long',
      'preset: deepseek-v3-mpft',
      'replay: { faults: { preset: llama3-h100-physical }, replicas: 20000 }',
    ].join('\n'),
  );
  await page.getByText('Under way').waitFor(PATIENT);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('heading', { name: 'Cancelled' }).waitFor(PATIENT);
  const { items } = await ofService<{ items: { state: string }[] }>('/v1/runs?name=long');
  expect(items.map(({ state }) => state)).toEqual(['cancelled']);
});

it('a run over days says what faults cost, with the figures of the service', async () => {
  await submit(
    [
      'apiVersion: railyard/v1',
      'kind: Experiment',
      'name: days',
      'preset: deepseek-v3-mpft',
      'replay: { faults: { preset: llama3-h100-physical }, replicas: 4 }',
    ].join('\n'),
  );
  await figure(page, 'ETTR').waitFor(PATIENT);
  const { items } = await ofService<{ items: { id: string }[] }>('/v1/runs?name=days');
  interface Result {
    readonly replay: { readonly ettr: number };
    readonly inputs: readonly { readonly provenance: string }[];
    readonly network: { readonly busiestByClass: readonly { readonly name: string }[] };
  }
  const { replay, inputs, network } = await ofService<Result>(`/v1/runs/${items[0]?.id}/result`);
  expect(await figure(page, 'ETTR').textContent()).toContain(
    `${Number((100 * replay.ettr).toPrecision(3))} %`,
  );
  const fitted = inputs.filter(({ provenance }) => provenance === 'fitted').length;
  expect(await page.getByText(/^\d+ published/).textContent()).toContain(`${fitted} fitted`);
  await page.getByRole('cell', { name: network.busiestByClass[0]?.name ?? 'none' }).waitFor();
});

it('runs are found by name, chosen and compared', async () => {
  await submit(
    [
      'apiVersion: railyard/v1',
      'kind: Experiment',
      'name: second',
      'preset: deepseek-v3-mrft',
      'workload: { schedule: { name: 1f1b } }',
    ].join('\n'),
  );
  await page.getByText('Computed again in this page').waitFor(PATIENT);
  await show('runs');
  await page.getByLabel(/^Choose first/).check();
  await page.getByLabel(/^Choose second/).check();
  await shot('runs');
  const saved = (await savedBy(page, 'runs.csv')).trim().split('\n');
  expect(saved[0]).toBe('name,state,created,step time,tokens/day (B),MFU,memory (GB)');
  const { items } = await ofService<{ items: { name: string; summary: { stepTimeS: number } | null }[] }>(
    '/v1/runs',
  );
  expect(saved.slice(1).map((line) => line.split(',')[0])).toEqual(items.map(({ name }) => name));
  expect(saved[1]?.split(',')[3]).toBe(String(items[0]?.summary?.stepTimeS));
  await page.getByRole('button', { name: 'Compare 2' }).click();
  await page.getByRole('cell', { name: '/workload/schedule/name' }).waitFor(PATIENT);
});

it('a sweep is submitted and watched; its views show the same best run as the service', async () => {
  await show('sweeps');
  await page.getByText('The document').waitFor();
  await page
    .getByLabel('Document to submit')
    .fill(
      [
        'apiVersion: railyard/v1',
        'kind: Sweep',
        'name: small',
        'preset: deepseek-v3-mpft',
        'method: grid',
        'parameters:',
        '  workload.parallelism.pipeline: { values: [8, 16, 32] }',
        '  cluster.preset: { values: [h800-2048-mpft, h800-2048-mrft] }',
        'objective: { metric: tokensPerDayB, goal: maximize }',
      ].join('\n'),
    );
  await page.getByRole('button', { name: 'Submit the sweep' }).click();
  await page.locator('.stats', { hasText: 'succeeded' }).waitFor(PATIENT);
  const { items } = await ofService<{ items: { id: string }[] }>('/v1/sweeps');
  const sweep = await ofService<{
    counts: { succeeded: number };
    best: { metrics: { tokensPerDayB: number } }[];
  }>(`/v1/sweeps/${items[0]?.id}`);
  expect(await figure(page, 'Done').textContent()).toContain(String(sweep.counts.succeeded));
  const best = Number(sweep.best[0]?.metrics.tokensPerDayB.toPrecision(5)).toLocaleString('en-US');
  expect(await page.locator('table').last().locator('tbody tr').first().textContent()).toContain(best);
  await page.getByRole('group', { name: `Axes of ${sweep.counts.succeeded} runs` }).waitFor();
  await page.getByRole('button', { name: 'Only parallelism.pipeline 16' }).click();
  await page.getByRole('group', { name: 'Axes of 2 runs' }).waitFor();
  expect(await page.locator('table').last().locator('tbody tr').count()).toBe(2);
  await shot('sweep');
  const table = (await savedBy(page, 'sweep.csv')).trim().split('\n');
  expect(table).toHaveLength(3);
  expect(table[1]).toContain(String(sweep.best[0]?.metrics.tokensPerDayB));
});

it('a search says why others lost, and keeps it with its runs', async () => {
  await show('sweeps');
  await page.getByText('The document').waitFor();
  await page
    .getByLabel('Document to submit')
    .fill(
      [
        'apiVersion: railyard/v1',
        'kind: Sweep',
        'name: search',
        'method: optimize',
        'cluster: { preset: h800-2048-mpft, nodes: 4 }',
        'workload: { preset: llama3-8b, batch: { globalSequences: 64 } }',
        'parameters:',
        '  workload.recompute: { values: [none, full] }',
        '  workload.batch.microBatchSequences: { values: [1] }',
      ].join('\n'),
    );
  await page.getByRole('button', { name: 'Submit the sweep' }).click();
  await page.locator('.stats', { hasText: 'succeeded' }).waitFor(PATIENT);
  const lost = page.getByRole('table', { name: 'Points that were not run' });
  await lost.waitFor(PATIENT);
  const { items } = await ofService<{ items: { id: string; name: string }[] }>('/v1/sweeps');
  const { id } = items.find(({ name }) => name === 'search') ?? { id: '' };
  const { plan } = await ofService<{
    plan: {
      pruned: number;
      lost: { by: string; count: number; bound: number }[];
      behind: { position: number; computationS: number; bubbleS: number }[];
    };
  }>(`/v1/sweeps/${id}`);
  expect(plan.lost.reduce((sum, { count }) => sum + count, 0)).toBe(plan.pruned);
  expect(await lost.locator('tbody tr').count()).toBe(plan.lost.length);
  expect(await lost.textContent()).toContain('alone take too long');
  expect(plan.behind[0]).toMatchObject({ computationS: 0, bubbleS: 0 });
  const best = page.getByRole('table', { name: /^By tokensPerDayB/ });
  const [first, second] = await best.locator('tbody tr').allTextContents();
  expect(first).toContain('the best');
  expect(second).toMatch(/(computation|exposed communication|bubble|optimizer) \+[\d.,e-]+ s/);
});

it('a view is kept by the service, shown in another browser, and removed', async () => {
  await show('runs?state=succeeded');
  await page.getByText('Views', { exact: true }).click();
  await page.getByLabel('Name', { exact: true }).fill('What went well?');
  await page.getByRole('button', { name: 'Keep this view' }).click();
  await page.getByText('Kept by the service.').waitFor();
  await page.getByRole('link', { name: 'What went well?' }).waitFor();
  const { items } = await ofService<{ items: object[] }>('/v1/views');
  expect(items).toMatchObject([{ name: 'What went well?', screen: 'runs', state: 'state=succeeded' }]);
  const other = await watchedPage(browser);
  await other.page.goto(server.url);
  await other.page.getByText('Views', { exact: true }).click();
  await other.page.getByRole('link', { name: 'What went well?' }).click();
  await other.page.waitForURL((url) => url.hash === '#/runs?state=succeeded');
  await page.getByRole('button', { name: 'Remove the view What went well?' }).click();
  await page.getByText('None yet.').waitFor();
  expect((await ofService<{ items: object[] }>('/v1/views')).items).toEqual([]);
  await other.page.context().close();
});

it('no page met an error', () => expect(errors).toEqual([]));
