import { type FlowSet, FlowSetBuilder } from './flow-set.js';
import { contractSeries } from './series.js';

function flows(
  capacity: readonly number[],
  ...paths: readonly (readonly (number | [number, number])[])[]
): FlowSet {
  const builder = new FlowSetBuilder(Float64Array.from(capacity));
  for (const path of paths) {
    for (const hop of path) {
      if (typeof hop === 'number') builder.hop(hop);
      else builder.hop(...hop);
    }
    builder.add(1);
  }
  return builder.build();
}

const pathsOf = (set: FlowSet) =>
  Array.from({ length: set.bytes.length }, (_, flow) => [
    ...set.pathLink.subarray(set.pathStart[flow], set.pathStart[flow + 1]),
  ]);

describe('contractSeries', () => {
  it('keeps the tightest link of a series, the first of equal ones', () => {
    expect(pathsOf(contractSeries(flows([3, 1, 2], [0, 1, 2], [0, 1, 2])))).toEqual([[1], [1]]);
    expect(pathsOf(contractSeries(flows([1, 2, 3], [0, 1, 2])))).toEqual([[0]]);
    expect(pathsOf(contractSeries(flows([3, 2, 1], [0, 1, 2])))).toEqual([[2]]);
    expect(pathsOf(contractSeries(flows([2, 2], [0, 1])))).toEqual([[0]]);
  });

  it('keeps shares with their links', () => {
    const set = contractSeries(
      flows(
        [3, 1, 5],
        [[0, 0.5], [1, 0.5], 2],
        [
          [0, 0.5],
          [1, 0.5],
        ],
      ),
    );
    expect([pathsOf(set), [...set.pathShare]]).toEqual([
      [[1, 2], [1]],
      [0.5, 1, 0.5],
    ]);
  });

  it('returns the same set where nothing is in series', () => {
    for (const set of [
      flows([1, 2], [0, 1], [0]),
      flows([1, 2], [0, 1], [1]),
      flows([1, 2, 3], [0, 1], [0, 2]),
      flows([1, 2, 3], [0, 2], [1, 2]),
      flows([1, 2], [0, [1, 0.5]]),
      flows([1, 2], [0, 1], [1, 0]),
    ])
      expect(contractSeries(set)).toBe(set);
  });

  it('contracts two series of one path apart', () => {
    expect(pathsOf(contractSeries(flows([2, 1, 4, 3], [0, 1, 2, 3], [0, 1], [2, 3])))).toEqual([
      [1, 3],
      [1],
      [3],
    ]);
  });
});
