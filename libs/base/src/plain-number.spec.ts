import { plainNumber } from './plain-number.js';

it('is what a person would take for one', () => {
  expect(['0', '20', '-1', '2.5', '007'].map(plainNumber)).toEqual([0, 20, -1, 2.5, 7]);
  expect(
    [' ', '', ' 20', '0x10', '1e3', '+1', '.5', '5.', 'Infinity', '\u0661', '80a'].filter(
      (text) => !Number.isNaN(plainNumber(text)),
    ),
  ).toEqual([]);
});
