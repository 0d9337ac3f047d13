import { Command } from 'commander';
import { formatOf, show } from './format.js';

it.each([
  [1234567, '1234567'],
  [1.23456789, '1.2346'],
  [0.000123456, '1.235e-4'],
  [-0.5, '-0.5'],
  [12345678.9, '1.235e+7'],
  [999999.4, '1000000'],
  [0, '0'],
  [null, ''],
  [undefined, ''],
  [false, 'false'],
  ['text', 'text'],
])('%j is shown as %s', (cell, shown) => {
  expect(show(cell)).toBe(shown);
});

it.each([
  [[], 'table'],
  [['-o', 'csv'], 'csv'],
  [['--json'], 'json'],
  [['--json', '-o', 'csv'], 'json'],
])('%j asks for %s, before the command or behind it', (options, format) => {
  for (const args of [
    [...options, 'sub'],
    ['sub', ...options],
  ]) {
    const program = new Command('p').option('-o, --output <format>', '', 'table').option('--json');
    let seen: string | undefined;
    program.command('sub').action((_options: unknown, command: Command) => {
      seen = formatOf(command);
    });
    program.parse(args, { from: 'user' });
    expect(seen).toBe(format);
  }
});
