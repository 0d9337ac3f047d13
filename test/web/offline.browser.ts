/** The app without a network, once it was shown; and its trace. */
import { type Browser } from 'playwright-core';
import { type FileHost, figure, hostFiles, openBrowser, savedBy, watchedPage } from './browser.js';

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

it('works when its host has gone, to the same numbers', async () => {
  const { page } = await watchedPage(browser);
  await page.goto(`${host.url}#/job`);
  await figure(page, 'Step time').waitFor();
  const online = await savedBy(page, 'result.json');
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
  host.close();
  await page.reload();
  await figure(page, 'Step time').waitFor();
  expect(await savedBy(page, 'result.json')).toBe(online);
  const trace = JSON.parse(await savedBy(page, 'trace.json')) as { traceEvents: { name: string }[] };
  expect(trace.traceEvents.some(({ name }) => /^F\d/.test(name))).toBe(true);
});
