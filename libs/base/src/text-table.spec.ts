import * as fc from 'fast-check';
import { folded, textTable } from './text-table.js';

const words = {
  head: ['name', 'what it is', 'value (GB/s)'],
  rightAligned: (column: number) => column === 2,
};
const BODY = [
  ['node:0/nic:0>plane:0/leaf:0', 'the link of a NIC to its first switch', '48.5'],
  ['storage', 'all of it', '1000'],
];

describe('textTable', () => {
  it('is as wide as its cells where there is room', () => {
    expect(textTable({ ...words, body: BODY.slice(1) })).toEqual([
      { head: ['name     what it is  value (GB/s)'], body: ['storage  all of it           1000'] },
    ]);
  });

  it('folds heads and words first, and keeps numbers whole', () => {
    const [block, ...others] = textTable({ ...words, body: BODY }, 40);
    expect(others).toEqual([]);
    expect(block?.head).toEqual([
      'name                   what it     value',
      '                       is         (GB/s)',
    ]);
    expect(block?.body[0]).toMatch(/48\.5$/);
  });

  it('sets columns below each other where they do not fit, with the first one again', () => {
    const head = ['point', ...Array.from({ length: 20 }, (_, i) => `metric${i}`)];
    const body = [head.map((_, i) => `${i}.12345`)];
    const blocks = textTable({ head, body, rightAligned: (column) => column > 0 }, 60);
    expect(blocks.length).toBeGreaterThan(3);
    expect(blocks.every(({ head: [line = ''] }) => line.startsWith('point'))).toBe(true);
    for (const name of head.slice(1))
      expect(blocks.filter((block) => block.head.join(' ').split(/\s+/).includes(name))).toHaveLength(1);
  });

  it('has no line beyond the width, and loses no character', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '/', '9'), maxLength: 30 });
    const table = fc
      .integer({ min: 1, max: 6 })
      .chain((columns) =>
        fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 2 }),
      );
    fc.assert(
      fc.property(table, fc.integer({ min: 20, max: 80 }), ([head = [], ...body], width) => {
        const blocks = textTable({ head, body, rightAligned: () => false }, width);
        const lines = blocks.flatMap((block) => [...block.head, ...block.body]);
        expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
        const count = (text: string): number => text.replaceAll(/\s/g, '').length;
        const once = count([head, ...body].flat().join(''));
        expect(count(lines.join(''))).toBeGreaterThanOrEqual(once);
      }),
    );
  });
});

describe('folded', () => {
  it('ends lines between words, and cuts what is longer than a line', () => {
    expect(folded('one two three', 8)).toEqual(['one two', 'three']);
    expect(folded('abcdefghij k', 4)).toEqual(['abcd', 'efgh', 'ij k']);
    expect(folded('one two three')).toEqual(['one two three']);
  });
});
