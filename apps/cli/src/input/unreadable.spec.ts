import { unreadable } from './unreadable.js';

const coded = (code: string): Error => Object.assign(new Error('system'), { code });

it.each([
  ['ENOENT', 4, 'There is no file `x.gz`.'],
  ['Z_BUF_ERROR', 2, 'x.gz is cut off: its gzip data does not end.'],
  ['Z_DATA_ERROR', 2, 'x.gz is not a gzip file, or is damaged.'],
  ['ERR_BUFFER_TOO_LARGE', 2, 'x.gz is too large to be unpacked at once.'],
  ['EISDIR', 2, 'x.gz must be a file (got a directory).'],
  ['EACCES', 2, 'x.gz cannot be read (EACCES).'],
  ['Z_MEM_ERROR', 2, 'x.gz cannot be read (Z_MEM_ERROR).'],
])('%s', (code, exitCode, message) => {
  expect(unreadable('x.gz', coded(code))).toMatchObject({ exitCode, message });
});

it('a mistake of ours is not reported as one of the file', () => {
  for (const error of [new Error('a bug'), coded('ERR_INVALID_ARG_TYPE'), 'text', null])
    expect(unreadable('x.gz', error)).toBeUndefined();
});
