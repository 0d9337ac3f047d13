/** The trace handed to Perfetto, with a page of ours in its place; and what is said where that fails. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Browser, type Page } from 'playwright-core';
import { type FileHost, hostFiles, openBrowser, savedBy, watchedPage } from './browser.js';
import { serve, type Service } from './service.js';

let browser: Browser;
let host: FileHost;
let service: Service;

beforeAll(async () => {
  browser = await openBrowser();
  host = await hostFiles();
  service = await serve(mkdtempSync(join(tmpdir(), 'railyard-perfetto-')));
});

afterAll(async () => {
  await service?.stop();
  host?.close();
  await browser?.close();
});

/** Answers as Perfetto does, and keeps what it is sent. */
const STAND_IN = `<!doctype html><title>stand-in</title><script>
addEventListener('message', ({ data, source, origin }) => {
  if (data === 'PING') source.postMessage('PONG', origin);
  else if (data.perfetto) window.received = {
    title: data.perfetto.title,
    bytes: Array.from(new Uint8Array(data.perfetto.buffer)),
    from: origin,
  };
});
</script>`;

async function jobAt(url: string, answer?: string): Promise<Page> {
  const { page } = await watchedPage(browser);
  await page
    .context()
    .route('https://ui.perfetto.dev/**', (route) =>
      answer === undefined ? route.abort() : route.fulfill({ contentType: 'text/html', body: answer }),
    );
  await page.goto(`${url.replace(/\/$/, '')}/#/job`);
  await page.getByRole('button', { name: 'Open in Perfetto' }).waitFor();
  return page;
}

it.each(['as files', 'by the service'])(
  'Perfetto gets the bytes of the trace, of the app %s',
  async (home) => {
    const url = home === 'as files' ? host.url : service.url;
    const page = await jobAt(url, STAND_IN);
    const [opened] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('button', { name: 'Open in Perfetto' }).click(),
    ]);
    await opened.waitForFunction('window.received !== undefined');
    const received = (await opened.evaluate('window.received')) as {
      readonly title: string;
      readonly bytes: readonly number[];
      readonly from: string;
    };
    expect(received.from).toBe(new URL(url).origin);
    expect(received.title).not.toBe('');
    const sent = gunzipSync(Uint8Array.from(received.bytes)).toString('utf8');
    expect(sent).toBe(await savedBy(page, 'trace.json'));
    expect((JSON.parse(sent) as { traceEvents: unknown[] }).traceEvents.length).toBeGreaterThan(100);
    await page.context().close();
  },
);

it('says what to do where the window is blocked, and where there is no network', async () => {
  const page = await jobAt(host.url);
  const said = page.getByRole('alert');
  await page.evaluate('window.open = () => null');
  await page.getByRole('button', { name: 'Open in Perfetto' }).click();
  expect(await said.textContent()).toMatch(/Allow pop-ups .* save the trace/);
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Open in Perfetto' }).click();
  await said.filter({ hasText: 'needs a network' }).waitFor();
  await page.context().close();
});
