import { Command } from 'commander';
import { type Answer, type OutputFormat } from './format.js';
import { print, printWarned } from './print.js';

let stdout = '';
let stderr = '';

beforeEach(() => {
  [stdout, stderr] = ['', ''];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((stdout += String(text)), true));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((stderr += String(text)), true));
});

afterEach(() => jest.restoreAllMocks());

const commandFor = (output: OutputFormat): Command => {
  const command = new Command('p').option('-o, --output <format>');
  return command.setOptionValue('output', output);
};

const ANSWER: Answer = {
  data: { items: [{ name: '=1+1', share: 0.5 }] },
  tables: [
    {
      title: 'Runs',
      columns: ['name', 'share'],
      rows: [
        ['=1+1', 0.5],
        ['a|b\nc', -2],
      ],
    },
  ],
  notes: ['Two of them.'],
};

it.each(['table', 'md', 'csv', 'json', 'yaml', 'name'] as const)(
  'as %s no name of a run reaches the terminal as a command',
  async (format) => {
    const name = 'a\u001b[2J\u202eb';
    await printWarned(
      commandFor(format),
      { data: { name }, tables: [{ columns: ['name'], rows: [[name]] }], notes: [name], names: [name] },
      [name],
    );
    expect(stdout + stderr).toContain('a\\u001b[2J\\u202eb');
    // eslint-disable-next-line no-control-regex -- these must not be there
    expect(stdout + stderr).not.toMatch(/[\u001b\u202e]/);
  },
);

it('as JSON it is one document and nothing else', async () => {
  await print(commandFor('json'), ANSWER);
  expect(JSON.parse(stdout)).toEqual(ANSWER.data);
  expect(stdout.endsWith('}\n')).toBe(true);
});

it('as YAML it holds the same', async () => {
  await print(commandFor('yaml'), ANSWER);
  const { parse } = await import('yaml');
  expect(parse(stdout)).toEqual(ANSWER.data);
});

it('as CSV no cell is a formula, and a negative number stays one', async () => {
  await print(commandFor('csv'), ANSWER);
  expect(stdout).toBe(`name,share\n'=1+1,0.5\n"a|b\nc",-2\n`);
});

it('as CSV a table for programs goes before the one for readers', async () => {
  const [table] = ANSWER.tables;
  const plain = { columns: ['name', 'value', 'unit'], rows: [['x', 1, 's']] };
  await print(commandFor('csv'), { ...ANSWER, tables: table === undefined ? [] : [{ ...table, plain }] });
  expect(stdout).toBe('name,value,unit\nx,1,s\n');
});

it('as Markdown a cell stays in its cell', async () => {
  await print(commandFor('md'), ANSWER);
  expect(stdout).toBe('### Runs\n\n| name | share |\n| --- | --- |\n| =1+1 | 0.5 |\n| a\\|b c | -2 |\n');
});

it('for a reader there are title, columns, rows and notes', async () => {
  await print(commandFor('table'), ANSWER);
  const lines = stdout.split('\n');
  expect(lines[0]).toBe('Runs');
  expect(lines.at(-2)).toBe('Two of them.');
  expect(stdout).toMatch(/name +share/);
  expect(lines.every((line) => line === line.trimEnd())).toBe(true);
});

it('a form that the answer renders by itself is printed as it is', async () => {
  await print(commandFor('md'), { ...ANSWER, ready: { md: '# Mine\n' } });
  expect(stdout).toBe('# Mine\n');
});

it('warnings stand below tables, and on stderr elsewhere', async () => {
  await printWarned(commandFor('table'), ANSWER, ['Prices are fitted']);
  expect([stdout.endsWith('Two of them.\nWarning: Prices are fitted.\n'), stderr]).toEqual([true, '']);
  stdout = '';
  await printWarned(commandFor('json'), ANSWER, ['Prices are fitted']);
  expect(stderr).toBe('railyard: warning: Prices are fitted.\n');
  expect(JSON.parse(stdout)).toEqual(ANSWER.data);
});
