/** Lists of ten thousand rows: what a key, a click, a scroll takes until other rows are shown. */
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { say } from '../support/figures.js';
import { temporaryFolder, waitUntil } from '../support/harness.js';
import { openBrowser, SCREENSHOTS, watchedPage } from './browser.js';
import { serve, type Service } from './service.js';
import { processorMs, renderers } from './threads.js';

const ROWS = 10_000;
const VALUES = 100;
const folder = temporaryFolder();
let server: Service;
let browser: Browser;
let page: Page;
let errors: readonly string[];
let sweepId: string;

const SWEEP = {
  apiVersion: 'railyard/v1',
  kind: 'Sweep',
  name: 'many',
  preset: 'deepseek-v3-mpft',
  method: 'grid',
  parameters: { seed: { values: [1, 2, 3, 4] } },
  objective: { metric: 'tokensPerDayB', goal: 'maximize' },
};

beforeAll(async () => {
  server = await serve(folder.path);
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'many' };
  const post = await fetch(`${server.url}/v1/sweeps`, {
    method: 'POST',
    headers,
    body: JSON.stringify(SWEEP),
  });
  ({ id: sweepId } = (await post.json()) as { id: string });
  const state = async (): Promise<string> =>
    ((await (await fetch(`${server.url}/v1/sweeps/${sweepId}`)).json()) as { state: string }).state;
  await waitUntil(async () => (await state()) === 'succeeded', 'the sweep has ended', 60_000);
  await server.stop();
  multiply();
  server = await serve(folder.path);
  browser = await openBrowser();
  ({ page, errors } = await watchedPage(browser));
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  folder.remove();
});

/** Rows as the service wrote them, ten thousand times, with values of their own. */
function multiply(): void {
  const database = new Database(join(folder.path, 'web.db'));
  const [run] = database.prepare('SELECT * FROM run').all() as Record<string, unknown>[];
  const [point] = database.prepare('SELECT * FROM sweep_run').all() as Record<string, unknown>[];
  const insert = (table: string, row: object): void => {
    const keys = Object.keys(row);
    const names = keys.map((key) => `"${key}"`).join();
    database
      .prepare(`INSERT INTO ${table} (${names}) VALUES (${keys.map((key) => `@${key}`).join()})`)
      .run(row);
  };
  database.transaction(() => {
    database.prepare('DELETE FROM sweep_run').run();
    database.prepare('DELETE FROM run WHERE id <> ?').run(run?.['id']);
    for (let i = 1; i < ROWS + 1; i += 1) {
      const id = `${String(run?.['id']).slice(0, -5)}${String(i).padStart(5, '0')}`;
      const tokensPerDayB = 200 + ((i * 7919) % ROWS) / 100;
      const createdAtMs = Number(run?.['createdAtMs']) - i * 60_000;
      insert('run', { ...run, id, name: `many ${i}`, liveKey: null, tokensPerDayB, createdAtMs });
      const parameters = JSON.stringify({
        'workload.batch.microBatches': (i - 1) % VALUES,
        'workload.parallelism.pipeline': Math.floor((i - 1) / VALUES),
      });
      insert('sweep_run', { ...point, position: i - 1, runId: id, parameters });
    }
  })();
  database.close();
}

const PAGE_MS = 100;
const quantile = (values: readonly number[], share: number): number =>
  Math.round([...values].sort((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? NaN);

/** In the page: ms from each deed until what is at a place is other, and drawn. */
const PACED = `async ({ place, deeds }) => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const shown = () => document.querySelector(place)?.innerHTML ?? '';
  const times = [];
  for (const deed of deeds) {
    const before = shown();
    const start = performance.now();
    const target = document.querySelector(deed.at);
    if (deed.value !== undefined) {
      target.value = deed.value;
      target.dispatchEvent(new Event('input', { bubbles: true }));
    } else if (deed.top !== undefined) target.scrollTop = deed.top;
    else target.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    while (shown() === before && performance.now() < start + 3000) await frame();
    if (shown() === before) throw new Error('Nothing changed: ' + JSON.stringify(deed));
    times.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
  return times;
}`;

/** In the page: ms of the service's own answers to the same filters. */
const ASKED = `(async () => {
  const times = [];
  for (const name of ['9', '99', '999', '12', '123', '1234', '77', '7']) {
    const start = performance.now();
    await (await fetch('/v1/runs?limit=100&sort=-createdAt&name=' + name)).json();
    times.push(performance.now() - start);
  }
  return times;
})()`;

interface Deed {
  readonly at: string;
  readonly value?: string;
  readonly top?: number;
}

/** Of all deeds so far: what they took of the page's processor, where other work does not count. */
const spent = { ms: 0, deeds: 0 };

async function paced(place: string, deeds: readonly Deed[]): Promise<readonly number[]> {
  const before = processorMs(renderers());
  const times = await page.evaluate<readonly number[]>(`(${PACED})(${JSON.stringify({ place, deeds })})`);
  spent.ms += processorMs(renderers()) - before;
  spent.deeds += deeds.length;
  return times;
}
const processorOfDeed = (): number => Math.round(spent.ms / spent.deeds);

it('runs: filtered, ordered and scrolled while ten thousand are kept', async () => {
  await page.goto(`${server.url}/#/runs`);
  await page.getByText('10,001 succeeded').waitFor();
  const name = 'input[type=search]';
  const asked = await page.evaluate<readonly number[]>(ASKED);
  const typed = await paced(
    'tbody',
    ['9', '99', '999', '99', '9', '12', '123', '1234', '77', '7'].map((value) => ({ at: name, value })),
  );
  await page.locator(name).fill('many 99');
  await page.getByRole('link', { name: 'many 9987' }).waitFor();
  await page.locator(name).fill('');
  const sort = (column: number): Deed => ({ at: `thead th:nth-child(${column}) button` });
  const sorted = await paced('tbody', [sort(6), sort(6), sort(4), sort(6), sort(4), sort(4)]);
  await page.waitForTimeout(300);
  const scrolled = await paced(
    'tbody',
    Array.from({ length: 30 }, (_, i) => ({ at: '.table-place', top: 900 * (i + 1) })),
  );
  say('web, 10,000 runs, ms p95', {
    service: quantile(asked, 0.95),
    typed: quantile(typed, 0.95),
    sorted: quantile(sorted, 0.95),
    scrolled: quantile(scrolled, 0.95),
    all: quantile([...typed, ...sorted, ...scrolled], 0.95),
    processorMean: processorOfDeed(),
  });
  expect(await page.locator('tbody tr').count()).toBeLessThan(120);
  expect(quantile([...typed, ...sorted, ...scrolled], 0.5)).toBeLessThan(PAGE_MS);
  await page.screenshot({ path: join(SCREENSHOTS, 'many-runs.png') });
});

it('a sweep of ten thousand points: brushed, ordered and scrolled', async () => {
  await page.goto('about:blank');
  await page.goto(`${server.url}/#/sweep?id=${sweepId}`);
  await page.getByRole('button', { name: 'Only parallelism.pipeline 95' }).waitFor({ timeout: 60_000 });
  const tick = (n: number): Deed => ({ at: `.parallel .tick:nth-of-type(${n})` });
  const brushed = await paced('.table-place table', [tick(2), tick(2), tick(5), tick(5), tick(9), tick(9)]);
  // The arrow of the head is drawn with the rows, which may be equal in what the order is by.
  const head = (n: number): Deed => ({ at: `.card:last-of-type thead th:nth-child(${n}) button` });
  const sorted = await paced('.card:last-of-type table', [
    head(4),
    head(4),
    head(2),
    head(2),
    head(3),
    head(3),
  ]);
  const scrolled = await paced(
    '.card:last-of-type tbody',
    Array.from({ length: 20 }, (_, i) => ({ at: '.card:last-of-type .table-place', top: 5000 * (i + 1) })),
  );
  const cells = await paced(
    '.matrix',
    Array.from({ length: 10 }, (_, i) => ({ at: '.matrix', top: 400 * (i + 1) })),
  );
  const all = [...brushed, ...sorted, ...scrolled, ...cells];
  say('web, a sweep of 10,000 points, ms p95', {
    brushed: quantile(brushed, 0.95),
    sorted: quantile(sorted, 0.95),
    scrolled: quantile(scrolled, 0.95),
    cells: quantile(cells, 0.95),
    all: quantile(all, 0.95),
    processorMean: processorOfDeed(),
  });
  expect(await page.locator('.matrix .cell').count()).toBeLessThan(3000);
  expect(quantile(all, 0.5)).toBeLessThan(PAGE_MS);
  await page.screenshot({ path: join(SCREENSHOTS, 'many-points.png'), fullPage: true });
});

it('runs: scrolled to the end while another order is asked for, and where no page comes', async () => {
  await page.goto('about:blank');
  await page.goto(`${server.url}/#/runs`);
  await page.getByText('100 runs, others follow').waitFor();
  await page.route(/v1\/runs\?.*sort=-tokensPerDayB/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    await route.continue();
  });
  await page.getByRole('button', { name: 'tokens/day (B)' }).click();
  const toEnd = `document.querySelector('.table-place').scrollTop = 1e6`;
  await page.evaluate(toEnd);
  await page.getByText('200 runs, others follow').waitFor();
  await page.getByText('100 runs, others follow').waitFor();
  expect(errors).toEqual([]);
  await page.unrouteAll({ behavior: 'wait' });
  await page.route(/cursor=/, (route) => route.abort());
  // A table that was just drawn does not hear a scroll yet.
  await waitUntil(async () => {
    await page.evaluate(`document.querySelector('.table-place').scrollTop = 0`);
    await page.waitForTimeout(50);
    await page.evaluate(toEnd);
    await page.waitForTimeout(50);
    return page.getByText('No service answers here').isVisible();
  }, 'the page says that nobody answers');
  await page.unrouteAll({ behavior: 'wait' });
});

it('a view is kept by name, and shown again', async () => {
  await page.goto('about:blank');
  await page.goto(`${server.url}/#/runs?sort=-tokensPerDayB`);
  await page.getByLabel('Part of the name').fill('many 5');
  await page.getByText('Views', { exact: true }).click();
  await page.getByLabel('Name', { exact: true }).fill('fives');
  await page.getByRole('button', { name: 'Keep this view' }).click();
  const { hash } = new URL(page.url());
  await page.getByRole('navigation').getByRole('link', { name: 'Network', exact: true }).click();
  await page.getByRole('link', { name: 'fives' }).click();
  await page.waitForURL((url) => url.hash === hash);
  expect(await page.getByLabel('Part of the name').inputValue()).toBe('many 5');
  expect(errors).toEqual([]);
});
