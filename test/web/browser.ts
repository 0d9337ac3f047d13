/** The built app on a file host of ours, in Debian's Chromium. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const FILES = join(__dirname, '../../dist/web');
export const SCREENSHOTS = join(__dirname, '../../out/screenshots');

const PLACES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** As strict as the service's own: nothing from elsewhere, no `eval`. */
const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

export function openBrowser(): Promise<Browser> {
  const executablePath = PLACES.find((place) => place !== undefined && existsSync(place));
  if (executablePath === undefined)
    throw new Error('There is no Chromium: apt-get install chromium, or name one by CHROMIUM.');
  const quiet = [
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', ...quiet] });
}

export interface FileHost {
  readonly url: string;
  readonly close: () => void;
}

/** Serves the files and nothing else. */
export async function hostFiles(): Promise<FileHost> {
  if (!existsSync(join(FILES, 'index.html'))) throw new Error('There is no app: npm run build:web.');
  const server: Server = createServer(({ url = '/' }, response) => {
    const file = join(FILES, url === '/' ? 'index.html' : new URL(url, 'http://host').pathname);
    if (!existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': POLICY,
    });
    response.end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A page whose errors are kept: none is the end of every test. */
export async function watchedPage(browser: Browser, size = { width: 1280, height: 900 }) {
  const context = await browser.newContext({ viewport: size, acceptDownloads: true });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('console', (message) => {
    // What a service refuses, or is not there to answer, the page says itself.
    const isAnswer = message.location().url.includes('/v1/');
    if (message.type() === 'error' && !isAnswer) errors.push(message.text());
  });
  return { page, errors };
}

/** What a click saves. */
export async function savedBy(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

/** The value of a figure by its label. */
export const figure = (page: Page, label: string | RegExp) =>
  page
    .locator('.stats > div')
    .filter({ has: page.locator('dt', { hasText: label }) })
    .locator('dd');
