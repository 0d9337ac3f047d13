/** The split of SMs between expert communication and computation. */
import { CLUSTERS } from '@railyard/cluster';
import { situations } from './index.js';

const { device } = CLUSTERS['h800-2048-mpft'];

describe('situations', () => {
  it('gives 112 of 132 SMs to persistent kernels and 20 to communication, as in the profile', () => {
    expect(situations(device, 20, true)).toEqual({
      overlapped: { persistentSms: 112, freeSms: 112, contended: true },
      held: { persistentSms: 112, freeSms: 112, contended: false },
      alone: { persistentSms: 112, freeSms: 132, contended: false },
    });
  });

  it('keeps one SM back for a kernel of one SM, and then memory is contended', () => {
    expect(situations(device, 1, true).overlapped).toEqual({
      persistentSms: 131,
      freeSms: 131,
      contended: true,
    });
  });

  it('leaves every SM to computation without communication, or where the NIC moves tokens itself', () => {
    const whole = { persistentSms: 132, freeSms: 132, contended: false };
    expect(situations(device, 20, false)).toEqual({ overlapped: whole, held: whole, alone: whole });
    expect(situations(device, 0, true)).toEqual({ overlapped: whole, held: whole, alone: whole });
  });
});
