/** Your job: from a key to its figures, in a page that was just opened. Other work of the machine counts. */
import { type Browser } from 'playwright-core';
import { say } from '../support/figures.js';
import { type FileHost, figure, hostFiles, openBrowser, watchedPage } from './browser.js';

let browser: Browser;
let host: FileHost;

beforeAll(async () => {
  browser = await openBrowser();
  host = await hostFiles();
});

afterAll(async () => {
  await browser?.close();
  host?.close();
});

/** Sequences of a step, each another answer. */
const SEQUENCES = Array.from({ length: 40 }, (_, i) => 512 * (i + 3));

it('answers every key: the pace of forty', async () => {
  const { page, errors } = await watchedPage(browser);
  await page.goto(`${host.url}#/job`);
  await figure(page, 'Step time').waitFor();
  await page.locator('[aria-busy="false"]').waitFor();
  // What a reader looks at before the first key.
  await page.waitForTimeout(1000);
  const times = await page.evaluate<readonly Pace[]>(`(${PACED})(${JSON.stringify(SEQUENCES)})`);
  const first = times.map(({ figuresMs }) => figuresMs);
  say('web, ms from a key to figures', {
    first: Math.round(first[0] ?? NaN),
    median: quantile(first, 0.5),
    p95: quantile(first, 0.95),
    all: quantile(
      times.map(({ allMs }) => allMs),
      0.95,
    ),
  });
  expect(new Set(times.map(({ text }) => text)).size).toBe(SEQUENCES.length);
  expect(errors).toEqual([]);
});

const quantile = (values: readonly number[], share: number): number =>
  Math.round([...values].sort((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? NaN);

interface Pace {
  readonly figuresMs: number;
  readonly allMs: number;
  readonly text: string;
}

/** In the page: a key, until other figures are shown, and until nothing more is computed. */
const PACED = `async (counts) => {
  const labels = [...document.querySelectorAll('label')];
  const input = labels.find(({ textContent }) => textContent === 'Sequences of a step').control;
  const shown = () => document.querySelector('.stats')?.textContent ?? '';
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const times = [];
  for (const count of counts) {
    const before = shown();
    const start = performance.now();
    input.value = String(count);
    input.dispatchEvent(new Event('input', { bubbles: true }));
    while (shown() === before && performance.now() < start + 2000) await frame();
    const figuresMs = performance.now() - start;
    await frame();
    while (document.querySelector('[aria-busy="true"]') !== null) await frame();
    times.push({ figuresMs, allMs: performance.now() - start, text: shown() });
  }
  return times;
}`;
