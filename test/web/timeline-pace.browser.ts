/**
 * A timeline of a million slices: what a frame takes while one pans and zooms. Other work of the machine
 * counts.
 */
import { type Browser } from 'playwright-core';
import { say } from '../support/figures.js';
import { type FileHost, hostFiles, openBrowser, watchedPage } from './browser.js';

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

const FRAMES = 240;

it('pans and zooms over a million slices: the pace of frames', async () => {
  const { page, errors } = await watchedPage(browser);
  await page.goto(`${host.url}#/timeline?ranks=128&microBatches=7700`);
  await page.getByLabel('Step of').selectOption('a schedule');
  await page.getByText(/^1,0\d\d,\d{3} slices/).waitFor({ timeout: 90_000 });
  const { frames, work } = await page.evaluate<Pace>(`(${PACED})(${FRAMES})`);
  say('web, timeline of a million slices, ms', {
    frameMedian: quantile(frames, 0.5),
    frameP95: quantile(frames, 0.95),
    workMedian: quantile(work, 0.5),
    workP95: quantile(work, 0.95),
  });
  expect(frames).toHaveLength(FRAMES);
  expect(errors).toEqual([]);
}, 180_000);

interface Pace {
  readonly frames: readonly number[];
  /** From a key to the end of the frame's painting. */
  readonly work: readonly number[];
}

const quantile = (values: readonly number[], share: number): number =>
  Number(([...values].sort((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? NaN).toFixed(1));

/** In the page: a key for each frame, deeper into the timeline, along it, and out again. */
const PACED = `async (count) => {
  const canvas = document.querySelector('.timeline canvas');
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const keys = ['w', 'd', 'd', 'w', 'a', 'd', 'w', 'd', 's', 'a', 'a', 's', 'd', 's', 'a'];
  canvas.focus();
  const [frames, work] = [[], []];
  let before = await frame();
  for (let i = 0; i < count; i += 1) {
    const start = performance.now();
    canvas.dispatchEvent(new KeyboardEvent('keydown', { key: keys[i % keys.length], bubbles: true }));
    const next = await frame();
    work.push(performance.now() - start);
    frames.push(next - before);
    before = next;
  }
  return { frames, work };
}`;
