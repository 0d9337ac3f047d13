import { ForeignAnswerError, RefusedError, UnreachableError } from '@railyard/client';
import { type Issue } from '@railyard/base';
import { explained } from './explained.js';
import { type ServiceAddress } from './service-options.js';

const ADDRESS: ServiceAddress = { url: 'http://service', byOption: true };

const refused = (
  status: number,
  { detail = 'Said so.', issues = [] as readonly Issue[], retryAfterS = null as number | null } = {},
): RefusedError =>
  new RefusedError(
    {
      type: 'urn:railyard:problem:some-code',
      title: 'A title',
      status,
      detail,
      instance: '/',
      requestId: 'r-1',
      issues: issues.map((issue) => ({ ...issue, pointer: `#${issue.path}` })),
    },
    retryAfterS,
  );
const explain = (error: Error, address = ADDRESS): Promise<unknown> =>
  explained(address, 'mine.yaml', () => Promise.reject(error)).catch((thrown: unknown) => thrown);

it('hands on what was answered', async () => {
  expect(await explained(ADDRESS, 'x', () => Promise.resolve(7))).toBe(7);
});

it.each([400, 422])('the issues of a %i are issues of the document', async (status) => {
  const issues = [{ path: '/seed', code: 'wrong-type', message: 'seed must be 1.', hint: 'Use 1.' }];
  expect(await explain(refused(status, { issues }))).toMatchObject({ name: 'InvalidDocumentError', issues });
});

it.each([
  [401, {}, 4, 'The service at http://service requires an API key.'],
  [403, {}, 4, 'The service does not allow it: Said so.'],
  [404, {}, 4, 'Said so.'],
  [404, { detail: 'There is no POST /v1/layers.' }, 6, /has no POST \/v1\/layers: its version differs/],
  [405, { detail: 'There is no PUT /v1/runs.' }, 6, /has no PUT \/v1\/runs/],
  [409, {}, 2, 'A title: Said so.'],
  [429, {}, 6, 'Said so.'],
  [500, {}, 1, 'The service failed: A title.'],
  [503, {}, 6, 'A title: Said so.'],
])('a %i (%j) ends with %i', async (status, more, exitCode, message) => {
  const thrown = (await explain(refused(status, more))) as Error;
  expect(thrown).toMatchObject({ name: 'CliError', exitCode });
  expect(thrown.message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
});

it('says how long to wait, which log to look in, and which key to set', async () => {
  expect(await explain(refused(429, { retryAfterS: 1.2 }))).toMatchObject({ hint: 'Try again in 2 s.' });
  expect(await explain(refused(500))).toMatchObject({ hint: 'Look in its log for r-1.' });
  expect(await explain(refused(401))).toMatchObject({ hint: expect.stringContaining('RAILYARD_API_KEY') });
  expect(await explain(refused(401), { ...ADDRESS, apiKey: 'ry_x' })).toMatchObject({ hint: 'Said so.' });
});

it('does not say the same twice', async () => {
  const issue = { path: '', code: 'c', message: 'M.', hint: 'Said so.' };
  expect(await explain(refused(409, { issues: [issue] }))).toMatchObject({ hint: '' });
  expect(await explain(refused(409, { issues: [{ ...issue, hint: 'Wait.' }] }))).toMatchObject({
    hint: 'Wait.',
  });
});

it('nobody there and somebody else there are distinguished', async () => {
  expect(await explain(new UnreachableError('http://service', 'ECONNREFUSED'))).toMatchObject({
    exitCode: 6,
    code: 'unreachable',
  });
  expect(await explain(new ForeignAnswerError('http://service', 502))).toMatchObject({
    exitCode: 6,
    code: 'foreign-answer',
  });
  const bug = new TypeError('a bug');
  expect(await explain(bug)).toBe(bug);
});
