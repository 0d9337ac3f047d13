import { HOP_LATENCY, endpointSeconds, switchSeconds } from './latency.js';

describe('HOP_LATENCY', () => {
  it('splits two measured distances into endpoints and switches', () => {
    expect(HOP_LATENCY.infiniband.switchUs).toMatchObject({ provenance: 'derived', unit: 'us' });
    expect(switchSeconds('infiniband')).toBeCloseTo(0.45e-6, 15);
    expect(endpointSeconds('infiniband')).toBeCloseTo(2.35e-6, 15);
    expect(switchSeconds('roce')).toBeCloseTo(1e-6, 15);
    expect(endpointSeconds('roce')).toBeCloseTo(2.6e-6, 15);
  });

  it('leaves the one NVLink distance whole', () => {
    expect(HOP_LATENCY.nvlink.endpointsUs.provenance).toBe('published');
    expect(endpointSeconds('nvlink') + switchSeconds('nvlink')).toBeCloseTo(3.33e-6, 15);
  });
});
