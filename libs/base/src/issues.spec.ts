import { invariant } from './assert.js';
import { InvalidDocumentError, IssueList } from './issues.js';
import { parseBytes } from './units.js';

describe('IssueList', () => {
  it('collects every issue with its pointer', () => {
    const list = new IssueList();
    list.at('a/b').at(3).add('bad', 'is bad', 'Correct it.');
    list.at('c').require(true, 'x', 'y', 'z');
    expect(list.at('~').require(false, 'x', 'y', 'z')).toBe(false);
    expect(list.issues).toEqual([
      { path: '/a~1b/3', code: 'bad', message: 'is bad', hint: 'Correct it.' },
      { path: '/~0', code: 'x', message: 'y', hint: 'z' },
    ]);
    expect(() => list.throwIfAny()).toThrow(InvalidDocumentError);
    expect(() => new IssueList().throwIfAny()).not.toThrow();
  });
});

describe('invariant', () => {
  it('names what was seen', () => {
    expect(() => invariant(false, 'ranks must be even', { ranks: 3 })).toThrow(
      'ranks must be even {"ranks":3}',
    );
  });
});

describe('parseBytes', () => {
  it('tells GB from GiB and refuses what is no size', () => {
    expect(['1GiB', '2 GB', '4096', '1.5kib', '1TiB', '1PiB', '3PB'].map(parseBytes)).toEqual([
      2 ** 30,
      2e9,
      4096,
      1536,
      2 ** 40,
      2 ** 50,
      3e15,
    ]);
    expect(['', 'GiB', '-1GB', '1 parsec', '1e', '8Gb', '1e400'].map(parseBytes)).toEqual(
      Array.from({ length: 7 }, () => undefined),
    );
  });

  it('takes sizes as nccl-tests writes them, and powers of ten', () => {
    expect(['8', '32K', '8M', '1G', '2g', '1T', '1e9', '1.5e3'].map(parseBytes)).toEqual([
      8,
      32 * 2 ** 10,
      8 * 2 ** 20,
      2 ** 30,
      2 ** 31,
      2 ** 40,
      1e9,
      1500,
    ]);
  });
});

describe('rules between values', () => {
  interface Values {
    readonly low: number;
    readonly high: number;
    readonly 'a/b'?: number;
  }
  const applied = (keys: readonly (keyof Values)[], ...reported: readonly string[]): boolean => {
    const issues = new IssueList([], '/body');
    issues.addAll(reported.map((path) => ({ path, code: 'wrong', message: 'Wrong.', hint: 'Use 1.' })));
    let called = false;
    issues.relate<Values, keyof Values>({ low: 1, high: 2 }, keys, (sound) => {
      called = true;
      expect(sound).toMatchObject({ low: 1, high: 2 });
    });
    return called;
  };

  it('apply where nothing was reported of their keys, nor below them', () => {
    expect(applied(['low', 'high'])).toBe(true);
    expect(applied(['low', 'high'], '/other', '/lower', '/other/low', '')).toBe(true);
    expect(applied(['low', 'high'], '/high')).toBe(false);
    expect(applied(['low'], '/low/0')).toBe(false);
    expect(applied(['low'], '/high')).toBe(true);
    expect(applied(['a/b'], '/a~1b')).toBe(false);
  });

  it('see what was found elsewhere at the place of the list', () => {
    const issues = new IssueList();
    issues.at('part').addAll([{ path: '/key', code: 'wrong', message: 'Wrong.', hint: 'Use 1.' }]);
    expect(issues.issues).toEqual([{ path: '/part/key', code: 'wrong', message: 'Wrong.', hint: 'Use 1.' }]);
  });
});
