import { SILENT } from '../dispatch-log.js';
import { ActiveRun } from './active-run.js';
import { StartRecorder } from './start-recorder.js';

const runOf = (runId: string): ActiveRun =>
  new ActiveRun({ runId, tenant: 't', fencingToken: 1, experimentId: 'e', document: '{}', begun: false });

describe('the recorder of starts', () => {
  const begin = jest.fn<Promise<string[]>, [readonly { readonly runId: string }[]]>();
  const warn = jest.fn();
  const named = (): string[][] => begin.mock.calls.map(([leases]) => leases.map(({ runId }) => runId));
  let starts: StartRecorder;
  let runs: [ActiveRun, ActiveRun];

  beforeEach(() => {
    begin.mockReset().mockImplementation(async (leases) => leases.map(({ runId }) => runId));
    warn.mockReset();
    starts = new StartRecorder({ begin }, { ...SILENT, warn });
    runs = [runOf('a'), runOf('b')];
  });

  it('begins the runs that the database names', async () => {
    begin.mockResolvedValueOnce(['b']);
    await starts.begin(runs);
    expect(runs.map(({ begun }) => begun)).toEqual([false, true]);
  });

  it('shows a start that is being recorded, and records none twice', async () => {
    let answer: (begun: string[]) => void = () => undefined;
    begin.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    void starts.begin(runs.slice(0, 1));
    expect(runs.map(({ isUntouched }) => isUntouched)).toEqual([false, true]);
    const all = starts.beginAll(runs);
    answer(['a']);
    await all;
    expect(named()).toEqual([['a'], ['b']]);
    expect(runs.map(({ begun, beginning }) => [begun, beginning])).toEqual([
      [true, null],
      [true, null],
    ]);
    await starts.beginAll(runs);
    expect(begin).toHaveBeenCalledTimes(2);
  });

  it('begins nothing that could not be recorded, and tries it again when it is asked to', async () => {
    begin.mockRejectedValueOnce(new Error('busy'));
    await starts.begin(runs);
    expect(runs.map(({ begun, isUntouched }) => [begun, isUntouched])).toEqual([
      [false, true],
      [false, true],
    ]);
    expect(warn.mock.calls).toEqual([[{ err: new Error('busy') }, expect.any(String)]]);
    await starts.beginAll(runs);
    expect(runs.every(({ begun }) => begun)).toBe(true);
  });
});
