/** What prices an operation: its kernel, the SMs of its situation, and a gap for every launch. */
import { CLUSTERS } from '@railyard/cluster';
import { LAUNCH_GAP_SECONDS } from '../calibration/index.js';
import { attentionSeconds, gemmSeconds, groupedGemmSeconds, streamSeconds } from '../kernels/index.js';
import {
  type AttentionOperation,
  type GemmOperation,
  type GroupedGemmOperation,
  type OperationPass,
  type StreamOperation,
} from '../model/index.js';
import { type Situation, operationSeconds } from './index.js';

const { device } = CLUSTERS['h800-2048-mpft'];
const quiet: Situation = { persistentSms: 100, freeSms: 132, contended: false };
const busy: Situation = { ...quiet, contended: true };

const gemm: GemmOperation = {
  kind: 'gemm',
  name: 'any',
  section: 'mlp',
  pass: 'forward',
  precision: 'fp8',
  m: 4096,
  n: 7168,
  k: 2048,
};
const grouped: GroupedGemmOperation = { ...gemm, kind: 'grouped-gemm', groups: 4, m: 512 };
const attention: AttentionOperation = {
  kind: 'attention',
  name: 'core',
  section: 'attention',
  pass: 'forward',
  batch: 2,
  sequence: 4096,
  heads: 16,
  keyValueHeads: 16,
  queryKeyDim: 192,
  valueDim: 128,
  causal: true,
  precision: 'bf16',
};
const stream: StreamOperation = {
  kind: 'stream',
  name: 'pass',
  section: 'mlp',
  pass: 'forward',
  kernel: 'rmsnorm',
  kernelPass: 'forward',
  bytes: 1e8,
  launches: 1,
};

describe('a matrix product', () => {
  it.each<[OperationPass, 'forward' | 'dgrad' | 'wgrad']>([
    ['forward', 'forward'],
    ['recompute', 'forward'],
    ['backward-input', 'dgrad'],
    ['backward-weight', 'wgrad'],
  ])('of pass %s is a %s kernel and one launch', (pass, kernelPass) => {
    const options = { precision: 'fp8-block', pass: kernelPass, sms: 100 } as const;
    expect(operationSeconds(device, { ...gemm, pass }, quiet)).toBe(
      LAUNCH_GAP_SECONDS + gemmSeconds(device, gemm, options),
    );
    expect(operationSeconds(device, { ...grouped, pass }, quiet)).toBe(
      LAUNCH_GAP_SECONDS +
        groupedGemmSeconds(device, { groups: 4, mPerGroup: 512, n: 7168, k: 2048 }, options),
    );
  });

  it('in FP8 is a persistent kernel, which keeps to its SMs; in BF16 it takes what is free', () => {
    const more = { ...quiet, persistentSms: 132 };
    const fewer = { ...quiet, freeSms: 100 };
    const bf16 = { ...gemm, precision: 'bf16' } as const;
    expect(operationSeconds(device, gemm, more)).toBeLessThan(operationSeconds(device, gemm, quiet));
    expect(operationSeconds(device, gemm, fewer)).toBe(operationSeconds(device, gemm, quiet));
    expect(operationSeconds(device, bf16, more)).toBe(operationSeconds(device, bf16, quiet));
    expect(operationSeconds(device, bf16, fewer)).toBeGreaterThan(operationSeconds(device, bf16, quiet));
  });

  it('loses most of a wave where the library plans for SMs that a collective holds', () => {
    const bf16 = { ...gemm, precision: 'bf16', n: 8192 } as const;
    const told = { ...quiet, freeSms: 116 };
    const untold = { ...told, plansWhole: true };
    expect(operationSeconds(device, bf16, untold)).toBeGreaterThan(operationSeconds(device, bf16, told));
    expect(operationSeconds(device, gemm, untold)).toBe(operationSeconds(device, gemm, told));
  });

  it.each([gemm, grouped, attention])('$kind: slower, the more tensor cores are busy around it', (one) => {
    const at = (tensorShare: number) => operationSeconds(device, one, { ...quiet, tensorShare });
    expect(at(1)).toBeGreaterThan(at(0.7));
    expect(at(0.7)).toBeGreaterThan(at(0));
    expect(operationSeconds(device, stream, { ...quiet, tensorShare: 1 })).toBe(
      operationSeconds(device, stream, quiet),
    );
  });
});

describe('what a matrix product writes', () => {
  const fp32 = { ...gemm, precision: 'fp32' } as const;
  const options = { precision: 'fp32', sms: 132 } as const;

  it.each<[OperationPass, 'forward' | 'dgrad']>([
    ['forward', 'forward'],
    ['backward-input', 'dgrad'],
  ])('in FP32 are four bytes an element in pass %s', (pass, kernelPass) => {
    expect(operationSeconds(device, { ...fp32, pass }, quiet)).toBe(
      LAUNCH_GAP_SECONDS + gemmSeconds(device, gemm, { ...options, pass: kernelPass, outputBytes: 4 }),
    );
  });

  it('is the bytes of its recipe for a weight gradient, and what the operation says where it does', () => {
    expect(operationSeconds(device, { ...fp32, pass: 'backward-weight' }, quiet)).toBe(
      LAUNCH_GAP_SECONDS + gemmSeconds(device, gemm, { ...options, pass: 'wgrad' }),
    );
    const bf16 = { ...gemm, precision: 'bf16' } as const;
    expect(operationSeconds(device, { ...bf16, outputBytes: 4 }, quiet)).toBe(
      LAUNCH_GAP_SECONDS +
        gemmSeconds(device, gemm, { precision: 'bf16', pass: 'forward', sms: 132, outputBytes: 4 }),
    );
    expect(operationSeconds(device, bf16, quiet)).toBe(
      LAUNCH_GAP_SECONDS + gemmSeconds(device, gemm, { precision: 'bf16', pass: 'forward', sms: 132 }),
    );
  });
});

describe('an attention core', () => {
  const shape = {
    batch: 2,
    heads: 16,
    sequenceQuery: 4096,
    sequenceKey: 4096,
    headDimQk: 192,
    headDimV: 128,
    causal: true,
    precision: 'bf16',
  } as const;

  it('has one backward kernel for all input gradients; any other pass repeats the forward', () => {
    for (const [pass, kernelPass] of [
      ['forward', 'forward'],
      ['recompute', 'forward'],
      ['backward-input', 'backward'],
    ] as const)
      expect(operationSeconds(device, { ...attention, pass }, quiet)).toBe(
        LAUNCH_GAP_SECONDS + attentionSeconds(device, { ...shape, pass: kernelPass }, { sms: 132 }),
      );
  });

  it('within a window sees that many keys, a mean of them rounded up', () => {
    const windowed = operationSeconds(device, { ...attention, window: 511.5 }, quiet);
    expect(windowed).toBe(
      LAUNCH_GAP_SECONDS + attentionSeconds(device, { ...shape, pass: 'forward', window: 512 }, { sms: 132 }),
    );
    expect(windowed).toBeLessThan(operationSeconds(device, attention, quiet));
  });
});

describe('a memory-bound operation', () => {
  it('costs a gap for each kernel that it stands for', () => {
    const at = (launches: number) => operationSeconds(device, { ...stream, launches }, quiet);
    const start = streamSeconds(device, { bytes: 0, kernel: 'rmsnorm' });
    expect(at(1)).toBe(LAUNCH_GAP_SECONDS + streamSeconds(device, { bytes: 1e8, kernel: 'rmsnorm' }));
    expect(at(41) - at(1)).toBeCloseTo(40 * (LAUNCH_GAP_SECONDS + start), 12);
  });

  it('costs a gap for each expert where each has a kernel', () => {
    const apart = { ...stream, pieces: 8 };
    expect(operationSeconds(device, apart, quiet)).toBe(
      operationSeconds(device, { ...stream, launches: 8 }, quiet),
    );
  });

  it('has its own kernels backward', () => {
    expect(operationSeconds(device, { ...stream, kernelPass: 'backward' }, quiet)).toBe(
      LAUNCH_GAP_SECONDS + streamSeconds(device, { bytes: 1e8, kernel: 'rmsnorm', pass: 'backward' }),
    );
  });
});

it.each([gemm, grouped, attention, stream])(
  '$kind takes longer while communication contends',
  (operation) => {
    const gap = LAUNCH_GAP_SECONDS;
    const ratio =
      (operationSeconds(device, operation, busy) - gap) / (operationSeconds(device, operation, quiet) - gap);
    expect(ratio).toBeGreaterThan(1);
    expect(ratio).toBeLessThan(1.5);
  },
);
