import { ExitCode } from './exit-code.js';
import { runCli } from './run-cli.js';

let stdout = '';
let stderr = '';

beforeEach(() => {
  [stdout, stderr] = ['', ''];
  process.exitCode = undefined;
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((stdout += String(text)), true));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((stderr += String(text)), true));
});

afterEach(() => {
  jest.restoreAllMocks();
  process.stdout.removeAllListeners('error');
  process.exitCode = undefined;
});

it('help and version are no failures', async () => {
  expect(await runCli(['--version'])).toBe(ExitCode.done);
  expect(await runCli(['help', 'run'])).toBe(ExitCode.done);
  expect(stdout).toContain('Usage: railyard run');
});

it('a word that it does not know is a usage error, with a suggestion', async () => {
  expect(await runCli(['rnu'])).toBe(ExitCode.usage);
  expect(stderr).toMatch(/Did you mean run\?/);
  expect(stdout).toBe('');
});

it.each([['--json'], ['-o', 'json'], ['--output', 'json'], ['-ojson']])(
  'with %s a usage error is a document, too',
  async (...format) => {
    expect(await runCli(['presets', ...format, '--nonsense'])).toBe(ExitCode.usage);
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: 'usage',
        message: '--nonsense is not an option of `railyard presets`.',
        hint: 'List what there is with `railyard presets --help`.',
      },
    });
  },
);

it('a failure has the exit code of its kind', async () => {
  expect(await runCli(['run', 'no-such-file'])).toBe(ExitCode.notFound);
  expect(await runCli(['runs', 'list'])).toBe(ExitCode.usage);
});

it('a command may end with an exit code of its own', async () => {
  process.exitCode = ExitCode.failed;
  expect(await runCli(['presets', 'device'])).toBe(ExitCode.failed);
});
