import { LeaseWatch } from './lease-watch.js';

const lease = (heartbeat: number, fencingToken = 1, runId = 'run-a') => ({
  runId,
  owner: 'there/1/x',
  fencingToken,
  heartbeat,
});

describe('the lease watch', () => {
  it('finds a lease dead when its heart stood still for the lease time', () => {
    const watch = new LeaseWatch(1000);
    expect(watch.observe([lease(0)], 0)).toEqual([]);
    expect(watch.observe([lease(0)], 999)).toEqual([]);
    expect(watch.observe([lease(0)], 1000)).toEqual([lease(0)]);
  });

  it('starts again with every heartbeat and every change of owner', () => {
    const watch = new LeaseWatch(1000);
    watch.observe([lease(0)], 0);
    expect(watch.observe([lease(1)], 1500)).toEqual([]);
    expect(watch.observe([lease(1)], 2400)).toEqual([]);
    expect(watch.observe([lease(1, 2)], 2600)).toEqual([]);
    expect(watch.observe([lease(1, 2)], 3599)).toEqual([]);
    expect(watch.observe([lease(1, 2)], 3600)).toHaveLength(1);
  });

  it('forgets a lease that was gone in between', () => {
    const watch = new LeaseWatch(1000);
    watch.observe([lease(0)], 0);
    watch.observe([], 500);
    expect(watch.observe([lease(0)], 1500)).toEqual([]);
  });

  it('does not wait for an owner that is known to be dead', () => {
    const watch = new LeaseWatch(1000, (owner) => owner === 'here/2/y');
    expect(
      watch.observe([lease(0), { ...lease(0, 1, 'run-b'), owner: 'here/2/y' }], 0).map(({ runId }) => runId),
    ).toEqual(['run-b']);
  });
});
