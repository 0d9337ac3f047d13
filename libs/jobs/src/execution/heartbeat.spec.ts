import { SILENT } from '../dispatch-log.js';
import { ActiveRun } from './active-run.js';
import { Heartbeat } from './heartbeat.js';

const runOf = (runId: string): ActiveRun =>
  new ActiveRun({
    runId,
    tenant: 't',
    fencingToken: 3,
    experimentId: `e-${runId}`,
    document: '{}',
    begun: true,
  });

describe('the heartbeat', () => {
  const renew = jest.fn<Promise<string[]>, [string, readonly object[]]>();
  const warn = jest.fn();
  const lost: string[] = [];
  let runs: ActiveRun[];
  let heartbeat: Heartbeat;

  beforeEach(() => {
    jest.useFakeTimers();
    renew.mockReset().mockResolvedValue([]);
    lost.length = 0;
    warn.mockReset();
    runs = [runOf('a'), runOf('b')];
    heartbeat = new Heartbeat({
      leases: { renew },
      owner: 'here/1/x',
      log: { ...SILENT, warn },
      runs: () => runs,
      onLost: (runId) => lost.push(runId),
    });
  });

  afterEach(() => {
    heartbeat.stop();
    jest.useRealTimers();
  });

  it('renews every lease under its fencing token, and sends progress once', async () => {
    const [first] = runs;
    if (first !== undefined) first.progress = { phase: 'stepping', share: 0.5 };
    await heartbeat.renew();
    await heartbeat.renew();
    expect(renew.mock.calls).toEqual([
      [
        'here/1/x',
        [
          { runId: 'a', fencingToken: 3, progress: { phase: 'stepping', share: 0.5 } },
          { runId: 'b', fencingToken: 3 },
        ],
      ],
      [
        'here/1/x',
        [
          { runId: 'a', fencingToken: 3 },
          { runId: 'b', fencingToken: 3 },
        ],
      ],
    ]);
  });

  it('says whose lease is gone', async () => {
    renew.mockResolvedValue(['b']);
    await heartbeat.renew();
    expect(lost).toEqual(['b']);
  });

  it('goes on after the database failed', async () => {
    renew.mockRejectedValueOnce(new Error('busy'));
    await heartbeat.renew();
    await heartbeat.renew();
    expect(renew).toHaveBeenCalledTimes(2);
    expect(lost).toEqual([]);
    expect(warn.mock.calls).toEqual([[{ err: new Error('busy') }, expect.any(String)]]);
  });

  it('renews along with what else is written, and then not by itself a moment later', async () => {
    heartbeat.start();
    await heartbeat.renewUnlessFresh();
    await jest.advanceTimersByTimeAsync(299);
    await heartbeat.renewUnlessFresh();
    expect(renew).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1);
    await heartbeat.renewUnlessFresh();
    expect(renew).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(200);
    expect(renew).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(500);
    expect(renew).toHaveBeenCalledTimes(3);
  });

  it('renews twice a second, never twice at a time, and not without runs', async () => {
    let answer: (lost: string[]) => void = () => undefined;
    renew.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    heartbeat.start();
    heartbeat.start();
    await jest.advanceTimersByTimeAsync(499);
    expect(renew).toHaveBeenCalledTimes(0);
    await jest.advanceTimersByTimeAsync(1);
    expect(renew).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(2000);
    expect(renew).toHaveBeenCalledTimes(1);
    answer([]);
    await jest.advanceTimersByTimeAsync(500);
    expect(renew).toHaveBeenCalledTimes(2);
    runs = [];
    await jest.advanceTimersByTimeAsync(5000);
    expect(renew).toHaveBeenCalledTimes(2);
    runs = [runOf('c')];
    heartbeat.stop();
    heartbeat.stop();
    await jest.advanceTimersByTimeAsync(5000);
    expect(renew).toHaveBeenCalledTimes(2);
    heartbeat.start();
    await jest.advanceTimersByTimeAsync(500);
    expect(renew).toHaveBeenCalledTimes(3);
  });
});
