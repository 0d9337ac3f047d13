import { CliError, ExitCode, exitCodeOf, exitCodeOfEnd } from './exit-code.js';

describe('the exit code of reports', () => {
  const within = { withinTolerance: true };
  const outside = { withinTolerance: false };

  it.each([
    ['all rows hold', [within, within], 0],
    ['one report leaves its tolerances', [within, outside], 5],
    ['nothing was reported', [], 0],
  ])('%s', (_, reports, code) => {
    expect(exitCodeOf(reports)).toBe(code);
  });
});

it('an error carries its code, its words and a hint', () => {
  const error = new CliError(ExitCode.notFound, 'not-found', 'There is no file `x`.', 'Check the name.');
  expect(error).toMatchObject({ exitCode: 4, code: 'not-found', message: 'There is no file `x`.' });
});

it.each([
  ['succeeded', 0],
  ['failed', 5],
  ['cancelled', 3],
])('what has %s ends with %i', (state, code) => {
  expect(exitCodeOfEnd(state)).toBe(code);
});
