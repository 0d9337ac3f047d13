import { InvalidDocumentError } from '@railyard/base';
import { readMessages } from './index.js';

const read = (text: string, gpus = 16) => readMessages({ name: 'file', text }, gpus);
function refused(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof InvalidDocumentError) return error.issues.map(({ message }) => message).join(' ');
    throw error;
  }
  return '';
}

describe('tables of messages', () => {
  it('are lists with jobs and starts', () => {
    expect(read('from,to,bytes,job,start_us\n0,1,1e6,a,5\n3,2,10,b,0')).toEqual([
      { from: 0, to: 1, bytes: 1e6, start: 5e-6, job: 'a' },
      { from: 3, to: 2, bytes: 10, start: 0, job: 'b' },
    ]);
    expect(read('to,from,bytes\n0,1,1')).toEqual([{ from: 1, to: 0, bytes: 1, start: 0, job: 'all' }]);
  });

  it('are matrices, rows to columns', () => {
    expect(read('0,5\n7,9')).toEqual([
      { from: 0, to: 1, bytes: 5, start: 0, job: 'all' },
      { from: 1, to: 0, bytes: 7, start: 0, job: 'all' },
    ]);
  });

  it.each([
    ['', 'The file must have the columns from, to and bytes (got ).'],
    ['a,b\n1,x', 'The file must have the columns from, to and bytes (got a, b).'],
    ['from,to,bytes', 'file must hold messages (got none).'],
    [
      ['from,to,bytes,job', ...Array.from({ length: 257 }, (_, job) => `0,1,1,${job}`)].join('\n'),
      'file must hold at most 256 jobs (got 257).',
    ],
    ['from,to,bytes\n0,16,1', 'to of row 2 must be a GPU from 0 to 15 (got "16").'],
    ['from,to,bytes\n0.5,1,1', 'from of row 2 must be a GPU from 0 to 15 (got "0.5").'],
    ['from,to,bytes\n1,1,1', 'to of row 2 must be another GPU than from (got 1).'],
    ['from,to,bytes\n0,1,x', 'bytes of row 2 must be above 0 (got "x").'],
    ['from,to,bytes,start_us\n0,1,1,-1', 'start_us of row 2 must be at least 0 (got "-1").'],
  ])('%j is refused', (text, message) => {
    expect(refused(text)).toBe(message);
  });
});
