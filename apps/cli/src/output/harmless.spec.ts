import { harmless } from './harmless.js';

it('shows what a terminal would obey, and leaves the rest', () => {
  expect(harmless('a\u001b[2Jb\u202ec\r\u009b')).toBe('a\\u001b[2Jb\\u202ec\\u000d\\u009b');
  expect(harmless('Zürich\t東京\n')).toBe('Zürich\t東京\n');
});

it('leaves JSON as it was meant', () => {
  const value = { name: 'x\u202ey\u007f' };
  expect(JSON.parse(harmless(JSON.stringify(value)))).toEqual(value);
});
