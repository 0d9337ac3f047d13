import fc from 'fast-check';
import { FaultWindow } from './fault-window.js';

interface Added {
  readonly timeS: number;
  readonly layer: number;
  readonly component: number;
}

function inOrder(window: FaultWindow): Added[] {
  window.putInOrder();
  const found: Added[] = [];
  for (; window.at < window.count; window.at += 1)
    found.push({ timeS: window.timeS, layer: window.layer, component: window.component });
  return found;
}

describe('FaultWindow', () => {
  it('gives what was added in order of time, and what is of one moment in the order of adding', () => {
    const times = fc.array(fc.oneof(fc.double({ min: 0, max: 99, noNaN: true }), fc.nat(9)), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(times, fc.constantFrom(0, 0.01, 1, 100), (drawn, ratePerS) => {
        const window = new FaultWindow(ratePerS, 100, 100);
        window.rewind();
        expect(window.open()).toBe(true);
        const added = drawn
          .filter((timeS) => timeS < window.endS)
          .map((timeS, component) => ({ timeS, layer: component % 3, component }));
        for (const { timeS, layer, component } of added) window.add(timeS, layer, component);
        expect(inOrder(window)).toEqual([...added].sort((a, b) => a.timeS - b.timeS));
      }),
    );
  });

  it('keeps what lies beyond it for the window that holds it, and nothing for another replica', () => {
    const window = new FaultWindow(1, 100, 30);
    window.rewind();
    window.open();
    const added = [5, 65, 31, 12].map((timeS, component) => ({ timeS, layer: 0, component }));
    for (const { timeS, layer, component } of added) window.add(timeS, layer, component);
    expect(inOrder(window)).toEqual([added[0], added[3]]);
    window.open();
    expect(inOrder(window)).toEqual([added[2]]);
    window.open();
    expect(inOrder(window)).toEqual([added[1]]);
    window.add(99, 0, 9);
    window.rewind();
    while (window.open()) expect(inOrder(window)).toEqual([]);
  });

  it('covers all the time of interest without a gap, and its last moment', () => {
    const window = new FaultWindow(1, 100, 30);
    window.rewind();
    const ends: number[] = [];
    while (window.open()) ends.push(window.endS);
    expect(ends.slice(0, 3)).toEqual([30, 60, 90]);
    expect(ends).toHaveLength(4);
    expect(ends[3]).toBeGreaterThan(100);
    expect(ends[3]).toBeLessThan(100 + 1e-12);
  });

  it('ends after one window where nothing is awaited', () => {
    const window = new FaultWindow(0, Infinity, Infinity);
    window.rewind();
    expect(window.open()).toBe(true);
    expect(window.endS).toBe(Infinity);
    window.add(0, 1, 2);
    expect(inOrder(window)).toEqual([{ timeS: 0, layer: 1, component: 2 }]);
    expect(window.open()).toBe(false);
  });
});
