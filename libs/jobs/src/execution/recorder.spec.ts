import { type Verdict } from '@railyard/database';
import { DispatchCounters } from '../dispatch-log.js';
import { ActiveRun } from './active-run.js';
import { type EndedRun, Recorder } from './recorder.js';

const failed = (runId: string): EndedRun => ({
  run: new ActiveRun({ runId, tenant: 't', fencingToken: 1, experimentId: 'e', document: '{}', begun: true }),
  outcome: { kind: 'failed', code: 'crashed', message: 'x' },
  seconds: 1,
});
const succeeded = (runId: string): EndedRun => ({
  ...failed(runId),
  outcome: {
    kind: 'succeeded',
    artifact: {
      experimentId: 'e',
      kind: 'result',
      sha256: 'x',
      size: 1,
      packed: new Uint8Array(1),
      summary: {},
    },
  },
});

describe('the recorder', () => {
  const complete = jest.fn<Promise<Verdict[]>, [readonly { lease: { runId: string } }[]]>();
  const log = { info: jest.fn(), warn: jest.fn(), error: jest.fn() };
  const recorded: [string, Verdict][] = [];
  const waits: number[] = [];
  let counters: DispatchCounters;
  let recorder: Recorder;

  beforeEach(() => {
    jest.useFakeTimers();
    complete.mockReset().mockImplementation(async (ends) => ends.map(() => 'recorded'));
    for (const said of Object.values(log)) said.mockReset();
    recorded.length = 0;
    waits.length = 0;
    counters = new DispatchCounters();
    recorder = new Recorder({
      leases: { complete },
      log,
      counters,
      onRecorded: ({ runId }, verdict) => recorded.push([runId, verdict]),
      wait: async (ms) => waits.push(ms),
    });
  });

  afterEach(() => jest.useRealTimers());

  it('stores what comes within three fifths of a second in one transaction', async () => {
    recorder.add(succeeded('a'));
    await jest.advanceTimersByTimeAsync(550);
    recorder.add(failed('b'));
    expect(complete).toHaveBeenCalledTimes(0);
    await jest.advanceTimersByTimeAsync(50);
    expect(complete.mock.calls.map(([ends]) => ends.map(({ lease }) => lease.runId))).toEqual([['a', 'b']]);
    expect(recorded).toEqual([
      ['a', 'recorded'],
      ['b', 'recorded'],
    ]);
    expect(counters).toMatchObject({ succeeded: 1, failed: 1, dropped: 0, diverged: 0 });
    recorder.add(failed('c'));
    await jest.advanceTimersByTimeAsync(600);
    expect(recorded.at(-1)).toEqual(['c', 'recorded']);
    expect(log.info.mock.calls.map(([facts]) => facts)).toEqual([
      { runId: 'a', outcome: 'succeeded', seconds: 1 },
      { runId: 'b', outcome: 'failed', seconds: 1 },
      { runId: 'c', outcome: 'failed', seconds: 1 },
    ]);
  });

  it('stores at once what it is asked to, and nothing twice', async () => {
    recorder.add(succeeded('a'));
    await recorder.flush();
    await recorder.flush();
    await jest.advanceTimersByTimeAsync(1000);
    expect(complete).toHaveBeenCalledTimes(1);
  });

  it('waits for others again after it was asked to store at once', async () => {
    recorder.add(succeeded('a'));
    await jest.advanceTimersByTimeAsync(60);
    await recorder.flush();
    recorder.add(succeeded('b'));
    await jest.advanceTimersByTimeAsync(599);
    expect(complete).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(complete).toHaveBeenCalledTimes(2);
  });

  it('counts verdicts, and reports a result that diverged as an error', async () => {
    complete.mockResolvedValue(['lost', 'diverged']);
    recorder.add(succeeded('late'));
    recorder.add(succeeded('other'));
    await recorder.flush();
    expect(counters).toMatchObject({ succeeded: 0, dropped: 1, diverged: 1 });
    expect(recorded).toEqual([
      ['late', 'lost'],
      ['other', 'diverged'],
    ]);
    expect(log.error.mock.calls).toEqual([[{ runId: 'other' }, expect.any(String)]]);
  });

  it('tries again for a while, further and further apart', async () => {
    complete.mockRejectedValueOnce(new Error('busy')).mockRejectedValueOnce(new Error('busy'));
    recorder.add(succeeded('a'));
    await recorder.flush();
    expect(waits).toEqual([100, 200]);
    expect(log.warn.mock.calls.map(([facts]) => facts)).toMatchObject([
      { err: new Error('busy'), runs: 1, attempt: 1 },
      { attempt: 2 },
    ]);
    expect(recorded).toEqual([['a', 'recorded']]);
  });

  it('gives up after sixty attempts: the runs are computed again', async () => {
    complete.mockRejectedValue(new Error('full'));
    recorder.add(succeeded('a'));
    await recorder.flush();
    expect(complete).toHaveBeenCalledTimes(60);
    expect(Math.max(...waits)).toBe(1000);
    expect(recorded).toEqual([['a', 'lost']]);
    expect(counters).toMatchObject({ succeeded: 0, dropped: 0 });
    expect(log.error.mock.calls.map(([facts]) => facts)).toEqual([{ runs: ['a'] }]);
  });

  it('a database that forgets a verdict is a bug with a name', async () => {
    complete.mockResolvedValue([]);
    recorder.add(succeeded('a'));
    await expect(recorder.flush()).rejects.toMatchObject({ name: 'InvariantError' });
  });
});
