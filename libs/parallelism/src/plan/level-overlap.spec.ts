import { WORKLOADS } from './presets.js';
import { hiddenOnce } from './sharding.js';
import { type WorkloadSpec } from './workload-spec.js';

const llama = WORKLOADS['llama3-8b']!;
const hidden = (changes: Partial<WorkloadSpec>) => hiddenOnce({ ...llama, ...changes });

describe('what a software level hides of once a step', () => {
  it('is nothing without a level, and in Megatron before 2025', () => {
    expect(hidden({})).toEqual({ gather: false, reduction: false });
    expect(hidden({ software: { level: 'megatron-2021' } })).toEqual({ gather: false, reduction: false });
  });

  it('is reduction and gathering in Megatron Core of 2025, unless the layout says otherwise', () => {
    const software = { level: 'megatron-core-2025' } as const;
    expect(hidden({ software })).toEqual({ gather: true, reduction: true });
    const parallelism = { ...llama.parallelism, overlap: { parameterGather: false } };
    expect(hidden({ software, parallelism })).toEqual({ gather: false, reduction: true });
  });

  it('is nothing where the backward is in parts', () => {
    const schedule = { ...llama.schedule, name: 'zb1p' } as const;
    expect(hidden({ software: { level: 'megatron-core-2025' }, schedule })).toEqual({
      gather: false,
      reduction: false,
    });
  });
});
