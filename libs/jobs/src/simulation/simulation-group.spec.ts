import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { SimulationGroup, type SimulationEnd, type SimulationJob } from './simulation-group.js';
import { type GroupMessage, type SimulationOutput, type SimulationProgress } from './simulation-protocol.js';

const TIMEOUT_MS = 5000;
const output: SimulationOutput = { sha256: 'x', size: 1, packed: new Uint8Array(1), summary: {} };
const DIED: SimulationEnd = { kind: 'failed', code: 'crashed', message: 'it died' };
const LATE: SimulationEnd = { kind: 'failed', code: 'timed-out', message: 'too long' };
const failure = (timedOut: boolean): SimulationEnd => (timedOut ? LATE : DIED);

describe('a group of simulations', () => {
  let thread: MessagePort;
  let ends: [string, SimulationEnd][];
  let progress: [string, SimulationProgress][];
  let aborts: AbortController[];
  let jobs: SimulationJob[];
  let group: SimulationGroup;

  beforeEach(() => {
    jest.useFakeTimers();
    [ends, progress] = [[], []];
    aborts = [0, 1, 2].map(() => new AbortController());
    jobs = aborts.map(({ signal }, index) => ({
      id: `e${index}`,
      document: '{}',
      signal,
      onProgress: (news) => progress.push([`e${index}`, news]),
      onEnd: (end) => ends.push([`e${index}`, end]),
    }));
    group = new SimulationGroup(jobs, TIMEOUT_MS);
    const { port1, port2 } = new MessageChannel();
    thread = port2;
    group.listen(port1);
  });

  afterEach(() => {
    group.close();
    thread.close();
    jest.useRealTimers();
  });

  const send = (message: GroupMessage): void => thread.postMessage(message);
  const ended = (index: number): void => send({ kind: 'output', index, output });

  it('ends each run with what its thread sent, and names those that it did not come to', () => {
    send({ kind: 'progress', index: 0, progress: { phase: 'stepping', share: 0.5 } });
    ended(0);
    send({ kind: 'error', index: 1, message: 'no route\n    at line 7' });
    expect(group.remaining()).toEqual(jobs.slice(2));
    expect(progress).toEqual([['e0', { phase: 'stepping', share: 0.5 }]]);
    expect(ends).toEqual([
      ['e0', { kind: 'output', output }],
      ['e1', { kind: 'failed', code: 'crashed', message: 'no route' }],
    ]);
  });

  it('fails the run at which the thread died, and no run after it', () => {
    ended(0);
    expect(group.remainingAfterDeath(failure)).toEqual(jobs.slice(2));
    expect(ends.slice(1)).toEqual([['e1', DIED]]);
  });

  it('fails nothing when the thread died after the last run', () => {
    for (const index of [0, 1, 2]) ended(index);
    expect(group.remainingAfterDeath(failure)).toEqual([]);
    expect(ends).toHaveLength(3);
  });

  it('stops the thread when the run that it is at is aborted', () => {
    aborts[0]?.abort();
    expect(group.signal.aborted).toBe(true);
    expect(group.remainingAfterDeath(failure)).toEqual(jobs.slice(1));
    expect(ends).toEqual([['e0', { kind: 'aborted' }]]);
  });

  it('stops it for a later run only when the thread comes to it', () => {
    aborts[1]?.abort();
    expect(group.signal.aborted).toBe(false);
    ended(0);
    expect(group.remaining()).toEqual(jobs.slice(1));
    expect(group.signal.aborted).toBe(true);
  });

  it('leaves a run alone whose thread was stopped for one that had ended by then', () => {
    aborts[0]?.abort();
    ended(0);
    expect(group.remainingAfterDeath(failure)).toEqual(jobs.slice(1));
    expect(ends).toEqual([['e0', { kind: 'output', output }]]);
  });

  it('gives every run the whole time limit', () => {
    jest.advanceTimersByTime(TIMEOUT_MS - 1);
    ended(0);
    group.remaining();
    jest.advanceTimersByTime(TIMEOUT_MS - 1);
    expect(group.signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(group.signal.aborted).toBe(true);
    expect(group.remainingAfterDeath(failure)).toEqual(jobs.slice(2));
    expect(ends.at(-1)).toEqual(['e1', LATE]);
  });

  it('calls a run that was too long so, although it was aborted afterwards', () => {
    jest.advanceTimersByTime(TIMEOUT_MS);
    aborts[0]?.abort();
    group.remainingAfterDeath(failure);
    expect(ends).toEqual([['e0', LATE]]);
  });

  it('does not stop the thread for a run whose end is under way', () => {
    ended(0);
    jest.advanceTimersByTime(TIMEOUT_MS);
    expect([group.signal.aborted, ends.map(([id]) => id)]).toEqual([false, ['e0']]);
  });

  it('receives what its thread sends while it runs', async () => {
    ended(0);
    while (ends.length === 0) await jest.advanceTimersByTimeAsync(0);
    expect(ends).toEqual([['e0', { kind: 'output', output }]]);
    expect(jest.getTimerCount()).toBe(1);
  });

  it('closes its end of the channel', async () => {
    const closed = new Promise((resolve) => thread.once('close', resolve));
    group.close();
    await closed;
  });

  it('leaves no timer and no listener behind', () => {
    group.close();
    expect(jest.getTimerCount()).toBe(0);
    aborts[0]?.abort();
    expect(group.signal.aborted).toBe(false);
  });
});
