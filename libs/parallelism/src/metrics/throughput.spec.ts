import { CLUSTERS, DEVICES } from '@railyard/cluster';
import { WORKLOADS } from '../plan/index.js';
import { achievedTflops, modelFlopsUtilization, throughput, tokensPerDayB, tokensPerStep } from './index.js';

const v3 = WORKLOADS['deepseek-v3'];
const h800 = CLUSTERS['h800-2048-mpft'];

describe('throughput', () => {
  it('of V3 with a step of 20 s on 2,048 GPUs', () => {
    expect(tokensPerStep(v3)).toBe(62_914_560);
    expect(tokensPerDayB(v3, 20)).toBeCloseTo(271.7909, 4);
    const metrics = throughput(h800, v3, 20);
    expect(metrics.tflopsCausal).toBeCloseTo((62_914_560 * 250.452) / (20 * 2048 * 1e3), 1);
    expect(metrics.mfuNonCausal / metrics.mfuCausal).toBeCloseTo(281.153 / 250.452, 4);
    expect(metrics.tokensPerDayB).toBe(tokensPerDayB(v3, 20));
  });

  it('falls with time and with GPUs', () => {
    expect(achievedTflops(v3, 2048, 40, true)).toBeCloseTo(achievedTflops(v3, 2048, 20, true) / 2, 9);
    expect(achievedTflops(v3, 4096, 20, true)).toBeCloseTo(achievedTflops(v3, 2048, 20, true) / 2, 9);
  });

  it('is measured against BF16 peak, in FP8 too', () => {
    expect(modelFlopsUtilization(494.75, DEVICES['h800'])).toBe(0.5);
    expect(throughput(h800, { ...v3, precision: 'bf16' }, 20)).toEqual(throughput(h800, v3, 20));
  });
});
