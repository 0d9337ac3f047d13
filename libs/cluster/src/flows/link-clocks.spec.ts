import { FairShare } from './fair-share.js';
import { LinkClocks } from './link-clocks.js';

/** Variable 0 of 6 bytes over links 0 and 1, variable 1 of 8 bytes over link 1; both start at time 0. */
function twoLinks(first: number, second: number) {
  const share = new FairShare({ variables: 2, links: 2, hops: 3 });
  share.on.capacity.set([first, second]);
  share.on.hopLink.set([0, 1, 1]);
  share.on.hopShare.fill(1);
  share.on.varStart.set([0, 2, 3]);
  share.index(2, 2);
  const clocks = new LinkClocks(share);
  clocks.reset();
  clocks.due.set([6, 8]);
  share.start(0, 1);
  share.start(1, 1);
  const solve = (time: number) => {
    if (share.solve()) clocks.follow(time);
  };
  solve(0);
  return { share, clocks, solve };
}

describe('LinkClocks', () => {
  it('tells the next end from the fair shares', () => {
    // Rates 1 and 3.
    const { clocks } = twoLinks(1, 4);
    expect(clocks.soonest()).toBe(8 / 3);
    expect([clocks.left(0, 2), clocks.left(1, 2), clocks.left(1, 3)]).toEqual([4, 2, 0]);
    expect([clocks.endsBy(1, 8 / 3), clocks.endsBy(1, 2), clocks.endsBy(0, 5)]).toEqual([true, false, false]);
    expect(clocks.reached(1, 3)).toBe(9);
    expect(clocks.timeOf(1, 6)).toBe(2);
  });

  it('goes on with what is left when a capacity changes', () => {
    const { share, clocks, solve } = twoLinks(1, 4);
    share.setCapacity(1, 2);
    solve(1);
    // After a second 5 and 5 bytes are left, at rates 1 and 1.
    expect([clocks.left(0, 1), clocks.left(1, 1), clocks.soonest()]).toEqual([5, 5, 6]);
    expect(clocks.timeOf(1, 8)).toBe(6);
  });

  it('carries what a variable has left to its next bottleneck', () => {
    const { share, clocks, solve } = twoLinks(1, 4);
    share.setCapacity(0, 9);
    solve(2);
    // Both at link 1 now, at rate 2; after 2 s variable 0 has 4 bytes left and variable 1 has 2.
    expect([...share.on.bottleneck]).toEqual([1, 1]);
    expect([clocks.left(0, 2), clocks.left(1, 2)]).toEqual([4, 2]);
    expect(clocks.soonest()).toBe(3);
    share.setCapacity(0, 0.5);
    solve(2.5);
    expect([clocks.left(0, 2.5), clocks.left(1, 2.5)]).toEqual([3, 1]);
    expect(clocks.soonest()).toBeCloseTo(2.5 + 1 / 3.5, 12);
  });

  it('never ends on a link that is down', () => {
    const { clocks } = twoLinks(0, 4);
    expect([clocks.left(0, 9), clocks.endsBy(0, 1e9), clocks.soonest()]).toEqual([6, false, 2]);
  });

  it('ends at once what is due already', () => {
    const { share, clocks, solve } = twoLinks(1, 4);
    share.setCapacity(1, 2);
    solve(4);
    // Variable 1 was due at 8/3 and was left in place.
    expect(clocks.left(1, 4)).toBe(0);
    expect(clocks.soonest()).toBe(4);
    expect(clocks.reached(1, 4)).toBeGreaterThanOrEqual(clocks.due[1]);
  });

  it('starts from zero after a reset', () => {
    const { share, clocks } = twoLinks(1, 4);
    share.index(2, 2);
    clocks.reset();
    expect(clocks.soonest()).toBe(Infinity);
    clocks.due.set([6, 8]);
    share.start(0, 1);
    share.start(1, 1);
    share.solve();
    clocks.follow(10);
    expect(clocks.soonest()).toBeCloseTo(10 + 8 / 3, 12);
  });
});
