/**
 * Every screen of the router, as the service serves it: nothing serious for axe-core in light or dark,
 * and all of it reached and used by keyboard. A screen without an entry in `USED` fails.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type Page } from 'playwright-core';
import { temporaryFolder } from '../support/harness.js';
import { seriousViolations } from './accessibility.js';
import { type FileHost, figure, hostFiles, openBrowser, watchedPage } from './browser.js';
import { serve, type Service } from './service.js';

/** Read as text: what it names is for a browser. */
const ROUTER = readFileSync(join(__dirname, '../../apps/web/src/app/screens.ts'), 'utf8');
const SCREENS = [...ROUTER.matchAll(/\{ name: '(\w*)'/g)].map(([, name = '']) => name);

const PATIENT = { timeout: 90_000 };
const folder = temporaryFolder();
let server: Service;
let host: FileHost;
let browser: Browser;
let page: Page;
let errors: readonly string[];
const ids = { run: '', sweep: '' };

const RUN = { apiVersion: 'railyard/v1', kind: 'Experiment', name: 'first', preset: 'deepseek-v3-mpft' };
const SWEEP = {
  apiVersion: 'railyard/v1',
  kind: 'Sweep',
  name: 'small',
  preset: 'deepseek-v3-mpft',
  method: 'grid',
  parameters: {
    'workload.parallelism.pipeline': { values: [16, 32] },
    'cluster.preset': { values: ['h800-2048-mpft', 'h800-2048-mrft'] },
  },
  objective: { metric: 'tokensPerDayB', goal: 'maximize' },
};

beforeAll(async () => {
  server = await serve(folder.path);
  host = await hostFiles();
  browser = await openBrowser();
  ({ page, errors } = await watchedPage(browser));
});

afterAll(async () => {
  await browser?.close();
  host?.close();
  await server?.stop();
  folder.remove();
});

async function submit(kind: 'experiments' | 'sweeps', document: object): Promise<string> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': kind };
  const answer = await fetch(`${server.url}/v1/${kind}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(document),
  });
  return ((await answer.json()) as { id: string }).id;
}

async function show(address: string, url = server.url): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${url.replace(/\/$/, '')}/#/${address}`);
}

interface Use {
  /** Behind the name of the screen. */
  readonly query?: () => string;
  /** What is there once it is shown. */
  readonly ready: string;
  /** What a part of it does, by keys alone. */
  readonly use: () => Promise<unknown>;
}

/** The part with this role and name has the focus, and gets a key. */
async function press(role: 'button' | 'link' | 'combobox' | 'slider', name: string | RegExp, key: string) {
  const part = page.getByRole(role, typeof name === 'string' ? { name, exact: true } : { name }).first();
  await part.focus();
  await page.keyboard.press(key);
}
const url = (part: RegExp): Promise<void> => page.waitForURL(part);
const heading = (name: string): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor();

const USED: Readonly<Record<string, Use>> = {
  '': {
    ready: 'table',
    use: async () => {
      await press('link', 'Compare schedules', 'Enter');
      await heading('Schedules');
    },
  },
  job: {
    ready: '.stats small:has-text(" to ")',
    use: async () => {
      await page.getByLabel('GPUs', { exact: true }).focus();
      await page.keyboard.press('Control+a');
      await page.keyboard.type('256');
      await figure(page, 'Cost').filter({ hasText: '256 GPUs' }).waitFor();
    },
  },
  schedules: {
    ready: 'canvas',
    use: async () => {
      await press('slider', 'Micro-batches', 'ArrowRight');
      await url(/microBatches=21/);
    },
  },
  network: {
    query: () => '?gpus=16',
    ready: 'table',
    use: async () => {
      await press('combobox', 'Collective', 'ArrowDown');
      await url(/collective=/);
    },
  },
  cluster: {
    query: () => '?gpus=16',
    ready: '.drawing',
    use: async () => {
      await press('button', /^node:0\/nic:0>plane:0\/leaf:0/, 'Enter');
      await press('button', 'Fail the link', 'Space');
      await url(/fail=/);
      await press('button', 'plane:1', 'Enter');
      await page.getByRole('button', { name: 'Repair plane:1' }).waitFor();
    },
  },
  serving: {
    ready: 'canvas',
    use: async () => {
      await page.getByLabel('Drafted tokens', { exact: true }).focus();
      await page.keyboard.press('ArrowDown');
      await url(/drafted=0/);
    },
  },
  timeline: {
    ready: 'canvas',
    use: async () => {
      await page.getByRole('application').focus();
      await page.keyboard.press('.');
      await page
        .getByRole('status')
        .filter({ hasText: /^F0 on rank 0/ })
        .waitFor();
    },
  },
  replay: {
    query: () => '?days=5&replicas=2',
    ready: '.stats',
    use: async () => {
      await page.getByLabel('Days', { exact: true }).focus();
      await page.keyboard.press('ArrowUp');
      await url(/days=6/);
    },
  },
  compare: {
    ready: 'canvas',
    use: async () => {
      await press('button', 'Remove deepseek-v3-mrft', 'Enter');
      await page.getByRole('heading', { name: 'Two experiments are needed' }).waitFor();
    },
  },
  import: {
    ready: '.notice.empty',
    use: async () => {
      await page.getByLabel(/^Trace/).focus();
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Space')]);
      return chooser.isMultiple();
    },
  },
  accuracy: {
    ready: '.uplot',
    use: async () => {
      await press('combobox', 'Colours by', 'ArrowDown');
      await url(/by=device/);
    },
  },
  runs: {
    ready: 'tbody tr',
    use: async () => {
      await press('button', 'step time', 'Enter');
      await url(/sort=/);
    },
  },
  sweeps: {
    ready: 'tbody tr',
    use: async () => {
      await press('button', 'Preview', 'Enter');
      await page
        .getByRole('status')
        .filter({ hasText: /^6 points, .* to run/ })
        .waitFor(PATIENT);
    },
  },
  run: {
    query: () => `?id=${ids.run}`,
    ready: 'canvas',
    use: async () => {
      await press('link', 'Clone as your job', 'Enter');
      await heading('Your job');
    },
  },
  sweep: {
    query: () => `?id=${ids.sweep}`,
    ready: '.parallel',
    use: async () => {
      await press('button', 'Only parallelism.pipeline 16', 'Enter');
      await page.getByRole('group', { name: 'Axes of 2 runs' }).waitFor();
    },
  },
};

async function inBothThemes(name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect([name, colorScheme, await seriousViolations(page)]).toEqual([name, colorScheme, []]);
  }
}

/** In the page: what can have the focus and is seen, each with a number. */
const MARKED = `(() => {
  const parts = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  return [...document.querySelectorAll('main :is(' + parts + ')')]
    .filter((part) => !part.disabled && part.checkVisibility() && part.getClientRects().length > 0)
    .map((part, i) => {
      part.dataset.part = String(i);
      return (part.textContent || part.ariaLabel || part.tagName).slice(0, 40);
    });
})()`;

/** Those that Tab never comes to. */
async function unreached(): Promise<readonly string[]> {
  const names = await page.evaluate<readonly string[]>(MARKED);
  const reached = new Set<string | undefined>();
  await page.evaluate("document.getElementById('main').focus()");
  for (let i = 0; i < names.length + 10; i += 1) {
    await page.keyboard.press('Tab');
    reached.add(await page.evaluate<string | undefined>('document.activeElement?.dataset.part'));
  }
  return names.filter((_, i) => !reached.has(String(i)));
}

it('empty lists of the service say what to do', async () => {
  for (const [name, words] of [
    ['runs', 'No runs.'],
    ['sweeps', 'No sweeps yet.'],
  ] as const) {
    await show(name);
    await page.getByText(words).waitFor();
    await inBothThemes(name);
  }
  ids.run = await submit('experiments', RUN);
  ids.sweep = await submit('sweeps', SWEEP);
  await show(`run?id=${ids.run}`);
  await page.getByText('Computed again in this page').waitFor(PATIENT);
  await show(`sweep?id=${ids.sweep}`);
  await page.locator('.stats', { hasText: 'succeeded' }).waitFor(PATIENT);
});

it('knows how every screen of the router is used', () => {
  expect(Object.keys(USED).sort()).toEqual(SCREENS.toSorted());
  expect(SCREENS.length).toBe(ROUTER.match(/import\(/g)?.length);
});

describe.each(SCREENS)('screen "%s"', (name) => {
  const {
    query = () => '',
    ready = 'h1',
    use = () => Promise.reject(new Error('unused')),
  } = USED[name] ?? {};

  it('has no serious violation of accessibility, in light and in dark', async () => {
    await show(name + query());
    await page.locator(ready).first().waitFor(PATIENT);
    await inBothThemes(name);
  });

  it('is reached by Tab, every part of it, and used by keys', async () => {
    await show(name + query());
    await page.locator(ready).first().waitFor(PATIENT);
    expect(await unreached()).toEqual([]);
    await use();
  });
});

it.each([
  ['no such screen', 'nothing', 'There is no screen'],
  ['no such run', 'run?id=none', 'There is none of that name'],
  ['no such sweep', 'sweep?id=none', 'There is none of that name'],
  ['a job that cannot be', 'job?gpus=12', 'gpus must be 1 to 8'],
])('says what is wrong, for everyone: %s', async (name, address, words) => {
  await show(address);
  await page.getByText(words).first().waitFor();
  await inBothThemes(name);
});

it('says that it loads, and that no service answers, for everyone', async () => {
  await page.route('**/engine.worker*', () => undefined);
  await show('job');
  await page.getByText('Loading the engine').waitFor();
  await inBothThemes('loading');
  await page.unroute('**/engine.worker*');
  for (const name of ['runs', 'sweeps', 'run?id=x', 'sweep?id=x']) {
    await show(name, host.url);
    await page.getByText('No service answers here').waitFor();
    await inBothThemes(name);
  }
});

it('no page met an error', () => expect(errors).toEqual([]));
