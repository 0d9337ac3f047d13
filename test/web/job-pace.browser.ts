/**
 * Your job: from a key to its figures, in a page that was just opened, for 64 to 2,048 GPUs, while the
 * band of the key before is still computed. In the time that passes other work of the machine counts, in that
 * of the processor it does not.
 */
import { type Browser, type Page } from 'playwright-core';
import { say } from '../support/figures.js';
import { type FileHost, figure, hostFiles, openBrowser, watchedPage } from './browser.js';
import { processorMs, renderers } from './threads.js';

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

interface Job {
  readonly model: string;
  readonly gpus: number;
  readonly device: string;
  /** Sequences that every replica gets one more of. */
  readonly sequences: number;
  readonly schedule?: string;
  readonly layout?: Readonly<Record<string, string>>;
}

const FOUNDING = { Pipeline: '16', Tensor: '1', Expert: '64' };
const JOBS: readonly Job[] = [
  { model: 'llama3-8b', gpus: 64, device: 'h100', sequences: 64 },
  { model: 'llama3-70b', gpus: 64, device: 'h100', sequences: 8 },
  { model: 'qwen3-30b-a3b', gpus: 256, device: 'h200', sequences: 256 },
  { model: 'llama3-70b', gpus: 512, device: 'h100', sequences: 64 },
  { model: 'deepseek-v3', gpus: 2048, device: 'h800', sequences: 512 },
  {
    model: 'deepseek-v3',
    gpus: 2048,
    device: 'h800',
    sequences: 256,
    schedule: 'dualpipe',
    layout: FOUNDING,
  },
];

it.each(JOBS)('answers every key: $model on $gpus $device', async (job) => {
  const others = renderers();
  const { page, errors } = await watchedPage(browser);
  await open(page, job);
  const own = renderers().filter((each) => !others.includes(each));
  const times: Pace[] = [];
  for (const [place, key] of keysOf(job).entries()) {
    const before = processorMs(own);
    const { ms, isOther } = await page.evaluate<Answered>(`(${ANSWERED})(${JSON.stringify(key)})`);
    times.push({ label: key[0], ms, isOther, busyMs: processorMs(own) - before });
    // As a hand types.
    await page.waitForTimeout(60 + 40 * (place % 4));
  }
  say(`web, ms from a key to figures, ${job.model} on ${job.gpus} ${job.device}, ${job.schedule ?? '1f1b'}`, {
    passed: quantiles(times.map(({ ms }) => ms)),
    processor: quantiles(times.map(({ busyMs }) => busyMs)),
  });
  expect(times.filter(({ isOther }) => !isOther)).toEqual([]);
  await figure(page, 'Step time').filter({ hasText: ' to ' }).waitFor();
  expect(errors).toEqual([]);
  await page.context().close();
});

async function open(page: Page, { model, gpus, device, schedule, layout = {} }: Job): Promise<void> {
  await page.goto(`${host.url}#/job?model=${model}&gpus=${gpus}&device=${device}`);
  await figure(page, 'Step time').waitFor();
  for (const [label, value] of Object.entries(layout))
    await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByLabel('Recompute', { exact: true }).selectOption('full');
  if (schedule !== undefined) await page.getByLabel('Schedule', { exact: true }).selectOption(schedule);
  await page.locator('[aria-busy="false"]').waitFor();
  // What a reader looks at before the first key.
  await page.waitForTimeout(1000);
}

type Key = readonly [label: string, value: string];

/** Each gives another answer than the one before. */
const keysOf = ({ sequences }: Job): readonly Key[] => [
  ...Array.from({ length: 20 }, (_, i): Key => ['Sequences of a step', String(sequences * (40 + i))]),
  ...Array.from({ length: 10 }, (_, i): Key => ['Tokens of a sequence', String(2048 + 128 * i)]),
  ...['fp8-row', 'bf16', 'fp8-row', 'bf16'].map((word): Key => ['Precision', word]),
  ...['none', 'full', 'none', 'full'].map((word): Key => ['Recompute', word]),
  ...['b200', 'h200', 'b200', 'h100'].map((word): Key => ['Device', word]),
];

const quantiles = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? NaN);
  return { median: at(0.5), p95: at(0.95) };
};

interface Answered {
  readonly ms: number;
  readonly isOther: boolean;
}

interface Pace extends Answered {
  readonly label: string;
  /** Of the page and of the thread that answers, one after the other. */
  readonly busyMs: number;
}

/** In the page: a key, until other figures are drawn. */
const ANSWERED = `async ([label, value]) => {
  const labels = [...document.querySelectorAll('label')];
  const field = labels.find(({ textContent }) => textContent === label).control;
  const values = () => [...document.querySelectorAll('.stats dd')];
  const shown = () => values().map((dd) => dd.firstChild.textContent).join();
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const before = shown();
  const start = performance.now();
  field.value = value;
  field.dispatchEvent(new Event(field.matches('select') ? 'change' : 'input', { bubbles: true }));
  while (shown() === before && performance.now() < start + 5000) await frame();
  return { ms: performance.now() - start, isOther: shown() !== before };
}`;
