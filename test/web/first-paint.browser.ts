/** First paint: from the address of a screen to its text, in a browser context that holds nothing yet. */
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

const VISITS = 7;

/** Milliseconds from the start of the navigation. */
async function visit(address: string, text: RegExp): Promise<{ paint: number; useful: number }> {
  const { page, errors } = await watchedPage(browser);
  await page.goto(`${host.url}${address}`, { waitUntil: 'commit' });
  await page.getByText(text).first().waitFor();
  const times = await page.evaluate(() => ({
    paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
    useful: performance.now(),
  }));
  await page.context().close();
  expect(errors).toEqual([]);
  return times;
}

it.each([
  ['Home', '', /Your job/],
  ['Your job', '#/job', /GPUs/],
])('%s shows what it is for', async (name, address, text) => {
  const visits: { paint: number; useful: number }[] = [];
  for (let i = 0; i < VISITS; i += 1) visits.push(await visit(address, text));
  const middle = (of: 'paint' | 'useful'): number => {
    const sorted = visits.map((one) => one[of]).sort((a, b) => a - b);
    return Math.round(sorted[Math.floor(VISITS / 2)]!);
  };
  say(`web, ms to the first paint, ${name}`, {
    median: middle('paint'),
    useful: middle('useful'),
    worst: Math.round(Math.max(...visits.map(({ useful }) => useful))),
  });
  expect(middle('paint')).toBeGreaterThan(0);
});
