import { InvalidDocumentError } from '@railyard/base';
import { CliError, ExitCode } from '../exit-code.js';
import { about, aboutAll, reportError, sentences } from './errors.js';

let stdout = '';
let stderr = '';

beforeEach(() => {
  [stdout, stderr] = ['', ''];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((stdout += String(text)), true));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((stderr += String(text)), true));
});

afterEach(() => jest.restoreAllMocks());

const ISSUES = [
  { path: '/seed', code: 'wrong-type', message: 'seed must be a whole number (got "x").', hint: 'Use 1.' },
  { path: '', code: 'missing-key', message: 'kind must be given', hint: '' },
];
const quiet = { json: false, debug: false };

const thrownBy = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

const broken = (): never => {
  throw new InvalidDocumentError(ISSUES);
};

it('says every issue, with its file and its place', () => {
  const error = thrownBy(() => about('mine.yaml', broken));
  expect(reportError(error, quiet)).toBe(ExitCode.usage);
  expect(stderr).toBe(
    'railyard: mine.yaml /seed: seed must be a whole number (got "x"). Use 1.\n' +
      'railyard: mine.yaml: kind must be given.\n',
  );
  expect(stdout).toBe('');
});

it('the innermost source is the one that is named', () => {
  const error = thrownBy(() => about('outer.yaml', () => about('inner.yaml', broken)));
  reportError(error, quiet);
  expect(stderr).toContain('inner.yaml');
  expect(stderr).not.toContain('outer.yaml');
});

it('an error that is awaited has its source too', async () => {
  reportError(await aboutAll('far.yaml', Promise.resolve(new InvalidDocumentError(ISSUES))), quiet);
  expect(stderr).toContain('far.yaml /seed');
});

it('with --json the issues are data on stdout', () => {
  reportError(
    thrownBy(() => about('mine.yaml', broken)),
    { json: true, debug: false },
  );
  expect(JSON.parse(stdout)).toEqual({
    error: { code: 'invalid-document', message: 'mine.yaml has 2 issues', issues: ISSUES },
  });
});

it.each([
  [new CliError(ExitCode.notFound, 'not-found', 'There is no file x.', 'Check the name.'), 4, 'not-found'],
  [new CliError(ExitCode.unreachable, 'unreachable', 'Nobody answers'), 6, 'unreachable'],
])('%s has its own exit code', (error, exitCode, code) => {
  expect(reportError(error, { json: true, debug: false })).toBe(exitCode);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code, message: error.message } });
  expect(stderr).toBe(`railyard: ${sentences(error.message, error.hint)}\n`);
});

it('a bug is called one, and its stack is shown when it is asked for', () => {
  expect(reportError(new TypeError('x is undefined'), quiet)).toBe(ExitCode.unexpected);
  expect(stderr).toBe(
    'railyard: unexpected error: x is undefined\nThis is a bug of Railyard; --debug shows where it ' +
      'happened.\n',
  );
  stderr = '';
  reportError(new TypeError('x is undefined'), { json: false, debug: true });
  expect(stderr).toMatch(/at .*errors\.spec/);
});

it.each([
  [['A', 'b'], 'A. b.'],
  [['Is it?', ''], 'Is it?'],
  [['Done.'], 'Done.'],
])('%j becomes %j', (parts, text) => {
  expect(sentences(...parts)).toBe(text);
});
