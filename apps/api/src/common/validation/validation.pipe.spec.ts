import { type Type } from '@nestjs/common';
import { type Issue } from '@railyard/base';
import { CompareQuery } from '../../compare/dto/compare.query.dto.js';
import { NewCluster } from '../../definitions/dto/definition-inputs.dto.js';
import { RunListQuery } from '../../runs/dto/run-list.query.dto.js';
import { RunParams } from '../../runs/dto/run-params.dto.js';
import { encodeCursor } from '../cursor.js';
import { type ProblemError } from '../problem.js';
import { validationPipe } from './validation.pipe.js';

const pipe = validationPipe();
const read = <Input extends object>(metatype: Type<Input>, value: unknown): Promise<Input> =>
  pipe.transform(value, { type: 'query', metatype }) as Promise<Input>;

async function refusalOf(metatype: Type<object>, value: unknown): Promise<ProblemError> {
  return read(metatype, value).then(
    () => {
      throw new Error('it was accepted');
    },
    (error: unknown) => error as ProblemError,
  );
}

const issue = (path: string, code: string, message: unknown): Partial<Issue> => ({
  path,
  code,
  message: message as string,
  hint: expect.stringMatching(/^[A-Z].*\.$/) as unknown as string,
});

it('reads a query into its class, with defaults', async () => {
  const query = await read(RunListQuery, { limit: '7', state: 'failed,queued', name: 'a b' });
  expect(query).toBeInstanceOf(RunListQuery);
  expect([query.limit, query.sort, [...(query.state ?? [])], query.name]).toEqual([
    7,
    '-createdAt',
    ['queued', 'failed'],
    'a b',
  ]);
});

it('reads a cursor of the order that the query names, and no other', async () => {
  const cursor = encodeCursor('mfuCausal', 0.5, 'run-1');
  expect((await read(RunListQuery, { cursor, sort: 'mfuCausal' })).cursor).toMatchObject({ value: 0.5 });
  const { issues } = await refusalOf(RunListQuery, { cursor });
  expect(issues).toEqual([issue('/query/cursor', 'bad-cursor', expect.stringMatching(/^cursor must be /))]);
});

it.each([
  [
    { limit: '0' },
    issue('/query/limit', 'out-of-range', 'limit must be a whole number from 1 to 500 (got 0).'),
  ],
  [{ limit: '1e2' }, issue('/query/limit', 'out-of-range', expect.stringMatching(/\(got 1e2\)\.$/))],
  [{ limit: ['1', '2'] }, issue('/query/limit', 'repeated', 'limit must be given once (got 2 values).')],
  [
    { state: 'done' },
    issue('/query/state', 'unknown-choice', expect.stringMatching(/^state must be any of /)),
  ],
  [{ state: '' }, issue('/query/state', 'unknown-choice', expect.stringMatching(/\(got ""\)\.$/))],
  [{ sort: 'id' }, issue('/query/sort', 'unknown-choice', expect.stringMatching(/^sort must be one of /))],
  [{ name: '\u0000' }, issue('/query/name', 'bad-text', expect.stringMatching(/\(got "\\u0000"\)\.$/))],
  [{ offset: '3' }, issue('/query/offset', 'unknown-parameter', 'There is no parameter offset.')],
])('refuses the query %j with an issue', async (query, expected) => {
  const problem = await refusalOf(RunListQuery, query);
  expect([problem.status, problem.issues]).toEqual([400, [expected]]);
});

it('checks one parameter against another', async () => {
  const { issues } = await refusalOf(CompareQuery, { runs: 'a,b', baseline: 'c' });
  expect(issues).toEqual([
    issue('/query/baseline', 'unknown-choice', 'baseline must be one of the runs (got c).'),
  ]);
});

it('answers 404 to a part of the path that names nothing', async () => {
  const problem = await refusalOf(RunParams, { id: '../x' });
  expect([problem.status, problem.message]).toEqual([404, 'There is no run of that id.']);
});

it('answers 422 to a body with a mistake, 400 to one that is not an object', async () => {
  const problem = await refusalOf(NewCluster, { name: 'Bad Name', more: 1 });
  expect(problem.status).toBe(422);
  expect(problem.issues.map(({ path, code }) => [path, code]).sort()).toEqual([
    ['/document', 'missing-key'],
    ['/more', 'unknown-key'],
    ['/name', 'bad-name'],
  ]);
  for (const body of [[], 'x', 7])
    expect((await refusalOf(NewCluster, body)).status).toBeGreaterThanOrEqual(400);
});

it('hands the document of a body on as it was sent', async () => {
  const document = { a: [{ b: 1 }] };
  expect((await read(NewCluster, { name: 'x', document })).document).toBe(document);
});
