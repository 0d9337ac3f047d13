import { besideCollective, concurrentSeconds } from './concurrent.js';

describe('a collective alongside computation', () => {
  it('is hidden where it fits, at the price of slower kernels', () => {
    // 2 s of a collective, alongside which 10 s of work would take 12.5 s: 1.6 s of it done, 8.4 s left.
    expect(concurrentSeconds(10, 12.5, 2)).toEqual({ seconds: 2 + 8.4, exposed: 0 });
  });

  it('is waited for where it does not fit', () => {
    expect(concurrentSeconds(10, 12.5, 20)).toEqual({ seconds: 20, exposed: 7.5 });
    expect(concurrentSeconds(10, 12.5, 12.5)).toEqual({ seconds: 12.5, exposed: 0 });
  });

  it('of nothing leaves the work as it is', () => {
    expect(concurrentSeconds(10, 12.5, 0)).toEqual({ seconds: 10, exposed: 0 });
  });
});

describe('kernels with a collective of NCCL on their GPU', () => {
  const situation = { persistentSms: 132, freeSms: 112, contended: false, tensorShare: 1 };

  const held = { ...situation, persistentSms: 116, freeSms: 96, contended: true };

  it('have 16 SMs less, share the memory, and are planned for all SMs', () => {
    expect(besideCollective(situation)).toEqual({ ...held, plansWhole: true });
  });

  it('are planned for what is left where their framework drives the collective', () => {
    expect(besideCollective(situation, true)).toEqual(held);
  });

  it('have one at least', () => {
    expect(besideCollective({ ...situation, freeSms: 9 }).freeSms).toBe(1);
  });
});
