import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { waitUntil } from '../../../../test/support/harness.js';
import { FairThreads } from './fair-threads.js';

const folder = mkdtempSync(join(tmpdir(), 'railyard-'));
const worker = pathToFileURL(join(folder, 'worker.mjs'));
let threads: FairThreads;
/** Which task may end, shared with the workers: 1 at its place. */
let may: Int32Array;
/** In which thread each task has begun, or 0. */
let began: Int32Array;
let count: number;

const OPTIONS = { threads: 1, extraThreads: 1, waitingPerTenant: 3, heapMB: 64, niceness: 1 };

beforeAll(() => {
  writeFileSync(
    worker,
    `import { getPriority } from 'node:os';
    import { threadId } from 'node:worker_threads';
    export default ({ began, may, place, asks }) => {
      Atomics.store(began, place, asks === 'priority' ? getPriority() : threadId);
      Atomics.wait(may, place, 0);
      return place;
    };`,
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(() => {
  count = 0;
  may = new Int32Array(new SharedArrayBuffer(400));
  began = new Int32Array(new SharedArrayBuffer(400));
  threads = new FairThreads(OPTIONS);
});

afterEach(() => threads.destroy());

/** @param asks what the worker says of its thread when it begins. */
function ask(tenant: string, asks: 'id' | 'priority' = 'id') {
  const place = count++;
  const client = new AbortController();
  const answer = threads.run({ tenant, gone: client.signal }, worker, { began, may, place, asks });
  answer.catch(() => undefined);
  const end = (): Promise<unknown> => {
    Atomics.store(may, place, 1);
    Atomics.notify(may, place);
    return answer;
  };
  return { place, client, answer, end };
}

const begins = (...places: number[]): Promise<void> =>
  waitUntil(() => places.every((place) => Atomics.load(began, place) !== 0), `${places.join()} began`);
const begunOf = (...places: number[]): number[] => places.map((place) => Atomics.load(began, place));

it('starts a tenant who has no thread alongside one who has all, but no second task of theirs', async () => {
  const [a, later, b, second] = [ask('a'), ask('a'), ask('b'), ask('b')];
  await begins(a.place, b.place);
  expect(begunOf(later.place, second.place)).toEqual([0, 0]);
  expect(await b.end()).toBe(b.place);
  await begins(second.place);
  expect(begunOf(later.place)).toEqual([0]);
  for (const one of [a, second, later]) await one.end();
});

it('lets tenants take turns', async () => {
  const [a, a2, b, c] = [ask('a'), ask('a'), ask('b'), ask('c')];
  await begins(a.place, b.place);
  await b.end();
  await begins(c.place);
  await a.end();
  await c.end();
  await begins(a2.place);
  await a2.end();
});

it('refuses one tenant too many, and nobody else', async () => {
  const flood = Array.from({ length: 4 }, () => ask('a'));
  await expect(ask('a').answer).rejects.toMatchObject({ status: 429, headers: { 'retry-after': '2' } });
  const other = ask('b');
  await begins(other.place);
  for (const one of [other, ...flood]) await one.end();
});

it('stops what nobody waits for, whether it runs or waits', async () => {
  const [running, waiting, next] = [ask('a'), ask('a'), ask('a')];
  await begins(running.place);
  waiting.client.abort();
  await expect(waiting.answer).rejects.toMatchObject({ status: 499 });
  running.client.abort();
  await expect(running.answer).rejects.toMatchObject({ status: 499 });
  await begins(next.place);
  expect(await next.end()).toBe(next.place);
  expect(begunOf(waiting.place)).toEqual([0]);
  const late = new AbortController();
  late.abort();
  await expect(threads.run({ tenant: 'a', gone: late.signal }, worker, {})).rejects.toMatchObject({
    status: 499,
  });
});

it('keeps the thread that a tenant has warmed from one whose abandoned work ended theirs', async () => {
  const [running, next, other] = [ask('a'), ask('a'), ask('b')];
  await begins(running.place, other.place);
  await other.end();
  running.client.abort();
  await begins(next.place);
  const again = ask('b');
  await begins(again.place);
  expect(begunOf(again.place)).toEqual(begunOf(other.place));
  for (const one of [next, again]) await one.end();
});

it('of tenants with as many threads starts the one whose work took less time, not fewer turns', async () => {
  await threads.destroy();
  let nowMs = 0;
  threads = new FairThreads({ ...OPTIONS, extraThreads: 0, waitingPerTenant: 4, clock: () => nowMs });
  const long = ask('a');
  const small = [ask('b'), ask('b'), ask('b')];
  const more = [ask('a'), ask('a')];
  await begins(long.place);
  nowMs += 1000;
  await long.end();
  for (const one of small) {
    await begins(one.place);
    expect(begunOf(...more.map(({ place }) => place))).toEqual([0, 0]);
    nowMs += 10;
    await one.end();
  }
  for (const one of more) await one.end();
});

it('lets extra threads go before the others at the processor', async () => {
  const [a, b] = [ask('a', 'priority'), ask('b', 'priority')];
  await begins(a.place, b.place);
  const [usual = 0, extra = 0] = begunOf(a.place, b.place);
  if (process.platform === 'linux') expect(usual - extra).toBe(5);
  for (const one of [a, b]) await one.end();
});

it('makes an extra thread ready before another tenant asks', async () => {
  threads.keepReady({ worker, task: () => ({ began, may, place: 90, asks: 'id' }), times: 2 });
  const a = ask('a');
  await begins(a.place, 90);
  Atomics.store(may, 90, 1);
  Atomics.notify(may, 90);
  const b = ask('b');
  await begins(b.place);
  expect(begunOf(b.place)).toEqual(begunOf(90));
  for (const one of [a, b]) await one.end();
});
