import { type RemoteService } from '../service/remote-service.js';
import { reportFrom } from './remote-report.js';

const report = { artifact: 'table4', rows: [] };
const waiting = { report: '/v1/reproductions/table4', runs: [{ id: 'run-1' }, { id: 'run-2' }] };

function serviceThat(...answers: readonly object[]) {
  const post = jest.fn();
  const finished = jest.fn();
  let asked = 0;
  const service = {
    calls: { POST: post },
    ask: (_source: string, call: () => unknown) => {
      call();
      asked += 1;
      return Promise.resolve(answers[asked - 1]);
    },
    finished,
  } as unknown as RemoteService;
  return { service, post, finished };
}

it('is there at once where it shows no run', async () => {
  const { service, post, finished } = serviceThat(report);
  expect(await reportFrom(service, 'table3', { kind: 'PriceList' })).toEqual(report);
  expect(post.mock.calls).toEqual([
    [
      '/v1/reproductions/{artifact}',
      { params: { path: { artifact: 'table3' } }, body: { prices: { kind: 'PriceList' } } },
    ],
  ]);
  expect(finished).not.toHaveBeenCalled();
});

it('follows the runs that it shows, then asks again', async () => {
  const { service, post, finished } = serviceThat(waiting, report);
  expect(await reportFrom(service, 'table4')).toEqual(report);
  expect(finished.mock.calls).toEqual([[{ id: 'run-1' }], [{ id: 'run-2' }]]);
  expect(post).toHaveBeenCalledTimes(2);
});

it('gives up where a run failed, and where they are never done', async () => {
  const failing = serviceThat(waiting);
  failing.finished.mockRejectedValue(new Error('run-1 failed'));
  await expect(reportFrom(failing.service, 'table4')).rejects.toThrow('run-1 failed');
  await expect(reportFrom(serviceThat(waiting, waiting).service, 'table4')).rejects.toThrow(/computed again/);
});
