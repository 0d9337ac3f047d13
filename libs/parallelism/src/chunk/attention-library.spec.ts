import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEVICES } from '@railyard/cluster';
import { attentionSeconds } from '../kernels/index.js';
import { type AttentionOperation } from '../model/index.js';
import { computedHeads, librarySpeed } from './attention-library.js';

interface FlashRow {
  readonly library: 'flash2' | 'cudnn' | 'efficient';
  readonly sequence: number;
  readonly headDim: number;
  readonly forwardUs: number;
  readonly backwardUs?: number;
}
const data = join(__dirname, '../../../../test/data');
const rows = (
  JSON.parse(readFileSync(join(data, 'software-kernels.json'), 'utf8')) as {
    readonly flash: readonly FlashRow[];
  }
).flash;

const core = (headDim: number, library?: AttentionOperation['library']): AttentionOperation => ({
  kind: 'attention',
  name: 'core',
  section: 'attention',
  pass: 'forward',
  precision: 'bf16',
  batch: 1,
  sequence: 2048,
  heads: 16,
  keyValueHeads: 16,
  queryKeyDim: headDim,
  valueDim: headDim,
  causal: true,
  ...(library === undefined ? {} : { library }),
});
const measured = (library: string, headDim: number, sequence: number): FlashRow =>
  rows.find((row) => row.library === library && row.headDim === headDim && row.sequence === sequence)!;

describe('FlashAttention-2 alongside cuDNN on an H200', () => {
  it.each([64, 128, 256])('head size %d: measured shares of speed within 14 %%', (headDim) => {
    for (const sequence of [1024, 2048, 8192])
      for (const [pass, of] of [
        ['forward', 'forwardUs'],
        ['backward', 'backwardUs'],
      ] as const) {
        if (headDim === 256 && pass === 'backward') continue;
        const share = measured('cudnn', headDim, sequence)[of]! / measured('flash2', headDim, sequence)[of]!;
        const error = librarySpeed(DEVICES.h200!, core(headDim, 'flash2'), pass) / share - 1;
        expect(Math.abs(error)).toBeLessThan(headDim === 256 ? 0.17 : 0.14);
      }
  });

  it.each([72, 80, 96, 112])('head size %d costs what the next written size costs', (headDim) => {
    for (const [library, name] of [
      ['flash2', 'flash2'],
      ['cudnn', 'cudnn'],
    ] as const) {
      const size = computedHeads(core(headDim, library)).headDimQk;
      // Rows have a hidden size of 2,048 in whole heads.
      const heads = (of: number): number => Math.floor(2048 / of);
      const [own, next] = [measured(name, headDim, 8192), measured(name, size, 8192)];
      const ratio = own.forwardUs / heads(headDim) / (next.forwardUs / heads(size));
      expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
    }
  });
});

describe('latent attention on an H200', () => {
  interface LatentRow {
    readonly library: 'flash2' | 'cudnn';
    readonly heads: number;
    readonly sequence: number;
    readonly forwardUs: number;
    readonly backwardUs: number;
  }
  const { latentAttention } = JSON.parse(readFileSync(join(data, 'software-kernels.json'), 'utf8')) as {
    readonly latentAttention: readonly LatentRow[];
  };
  const latent = (library: AttentionOperation['library']): AttentionOperation => ({
    ...core(192, library),
    valueDim: 128,
  });

  it('FlashAttention-2 fills values up to the columns of keys, other libraries do not', () => {
    expect(computedHeads(latent('flash2'))).toEqual({ headDimQk: 192, headDimV: 192 });
    expect(computedHeads(latent('flash3'))).toEqual({ headDimQk: 192, headDimV: 128 });
    expect(computedHeads(latent('cudnn'))).toEqual({ headDimQk: 192, headDimV: 128 });
  });

  it("DeepSeek's own kernel is faster than the library on Hopper alone", () => {
    for (const pass of ['forward', 'backward'] as const) {
      expect(librarySpeed(DEVICES.h800!, latent('deepseek'), pass)).toBeGreaterThan(1.05);
      expect(librarySpeed(DEVICES.b200!, latent('deepseek'), pass)).toBe(1);
    }
  });

  it.each(['forward', 'backward'] as const)('%s of FlashAttention-2: a tenth off in the median', (pass) => {
    const device = DEVICES.h200!;
    const operation = latent('flash2');
    const rows = latentAttention.filter(({ library }) => library === 'flash2');
    expect(rows).toHaveLength(11);
    const errors = rows.map(({ heads, sequence, forwardUs, backwardUs }) => {
      const shape = { batch: 1, heads, sequenceQuery: sequence, sequenceKey: sequence, causal: true, pass };
      const seconds = attentionSeconds(device, { ...shape, ...computedHeads(operation) });
      const measuredUs = pass === 'forward' ? forwardUs : backwardUs;
      return Math.abs((1e6 * seconds) / librarySpeed(device, operation, pass) / measuredUs - 1);
    });
    expect(errors.toSorted((a, b) => a - b)[5]!).toBeLessThan(0.1);
    expect(Math.max(...errors)).toBeLessThan(0.4);
  });
});

describe('dropout inside the kernel', () => {
  interface DropoutRow {
    readonly library: 'flash2' | 'cudnn';
    readonly dropout: number;
    readonly forwardUs: number;
    readonly backwardUs: number;
  }
  const { attentionDropout } = JSON.parse(readFileSync(join(data, 'software-kernels.json'), 'utf8')) as {
    readonly attentionDropout: readonly DropoutRow[];
  };

  it.each(['flash2', 'cudnn'] as const)('%s: measured slowdowns within 18 %%', (library) => {
    const mine = attentionDropout.filter((row) => row.library === library);
    expect(mine).toHaveLength(12);
    const operation = core(128, library);
    for (const [pass, of] of [
      ['forward', 'forwardUs'],
      ['backward', 'backwardUs'],
    ] as const) {
      const slowdown =
        librarySpeed(DEVICES.h200!, operation, pass) /
        librarySpeed(DEVICES.h200!, { ...operation, dropout: true }, pass);
      for (let i = 0; i < mine.length; i += 2)
        expect(Math.abs(slowdown / (mine[i + 1]![of] / mine[i]![of]) - 1)).toBeLessThan(0.18);
    }
  });
});

describe('FlashAttention of other times', () => {
  const charts = readFileSync(join(data, 'flash-attention-charts.csv'), 'utf8')
    .split('\n')
    .map((line) => line.split(','));
  const chart = (gpu: string, library: string, pass: string, headDim: number): number => {
    const row = charts.find(
      ([g, l, p, causal, d, s]) =>
        g?.startsWith(gpu) === true &&
        l === library &&
        p === pass &&
        causal === (gpu === 'A100' ? '1' : '0') &&
        Number(d) === headDim &&
        s === '4096',
    )!;
    return Number(row[6]);
  };

  it('version 1 over version 2, as charted on A100 and H100', () => {
    const share = (device: string, headDim: number): number =>
      librarySpeed(DEVICES[device]!, core(headDim, 'flash1'), 'forward') /
      librarySpeed(DEVICES[device]!, core(headDim, 'flash2'), 'forward');
    const charted = (gpu: string, headDim: number): number =>
      chart(gpu, 'FlashAttention', 'fwd+bwd', headDim) / chart(gpu, 'FlashAttention-2', 'fwd+bwd', headDim);
    expect(Math.abs(share('a100', 128) / charted('A100', 128) - 1)).toBeLessThan(0.05);
    expect(Math.abs(share('h100', 64) / charted('H100', 64) - 1)).toBeLessThan(0.05);
    expect(Math.abs(share('h100', 128) / charted('H100', 128) - 1)).toBeLessThan(0.05);
  });

  it('the calibration has its own library, and version 3 is as fast on Hopper', () => {
    for (const library of [undefined, 'cudnn', 'flash3'] as const)
      expect(librarySpeed(DEVICES.h200!, core(128, library), 'forward')).toBe(1);
  });
});
