/**
 * Rows of test/data/public-kernels: kernels of inference engines on eight devices (its README says how they
 * were timed). Each is expressed as the kernels that its table says it holds.
 */
import {
  type AttentionShape,
  type DecodeShape,
  type KernelConstants,
  type KernelPrecision,
  chunkSeconds,
  coreSeconds,
  decodeSeconds,
  expertSeconds,
  generatedFp4,
  matrixSeconds,
  memoryBoundSeconds,
  restedClock,
} from '@railyard/parallelism';
import { type DeviceSpec } from '@railyard/cluster';
import { expertRows } from './expert-loads.js';
import { type KernelRow } from './measured-kernel.js';

/** A row of a CSV file with a header. */
export type TableRow = Readonly<Record<string, string>>;

const SOURCE = 'public-kernels';

const GEMM_PRECISION: Readonly<Record<string, KernelPrecision>> = {
  bf16: 'bf16',
  fp8: 'fp8-tensor',
  fp8_block: 'fp8-block',
  nvfp4: 'nvfp4',
};

const numberOf = (row: TableRow, name: string): number => Number(row[name] ?? '');

/** gemm.csv: all but BF16 hold the cast of the activations. */
export function publicGemm(row: TableRow): KernelRow {
  const [m, n, k] = [numberOf(row, 'm'), numberOf(row, 'n'), numberOf(row, 'k')];
  const dtype = row['dtype'] ?? '';
  const id = `gemm ${dtype} m=${m} n=${n} k=${k}`;
  const precision = GEMM_PRECISION[dtype];
  if (precision === undefined) return leftOut(row, id, `The precision ${dtype} is not modelled.`);
  const large = m >= 1024 && n >= 1024 && k >= 1024 && 2 * m * n * k > LARGE_FLOPS;
  return {
    ...common(row, id),
    family: `gemm ${dtype}${large ? ' large' : ''}`,
    shape: `gemm m=${m} n=${n} k=${k}`,
    predict: (c, device) => {
      const options = { precision, pass: 'forward', outputBytes: 2, library: 'engine' } as const;
      const product = matrixSeconds(c, device, { groups: 1, m, n, k }, options, restedClock(c.droopSeconds));
      return product + castSeconds(c, device, precision, m * k);
    },
  };
}

const LARGE_FLOPS = 1e11;

/** BF16 read, the narrower format written; one scale per tensor needs its maximum first, a second read. */
function castSeconds(c: KernelConstants, device: DeviceSpec, precision: KernelPrecision, elements: number) {
  if (precision === 'bf16') return 0;
  const dynamic = precision === 'fp8-tensor';
  const bytes = elements * (precision === 'nvfp4' ? 2.5 : dynamic ? 5 : 3);
  const kernel = dynamic ? 'dynamic-quantize' : 'engine-quantize';
  return memoryBoundSeconds(c, device, { bytes, kernel }, {});
}

/** attention.csv */
export function publicAttention(row: TableRow): KernelRow {
  const op = row['op'] ?? '';
  const sizes = ['batch', 'q_len', 'kv_len', 'heads', 'kv_heads', 'head_dim_qk', 'head_dim_v', 'window'];
  const size = sizes.map((name) => `${name}=${row[name]}`).join(' ');
  const shape = `${op} ${row['dtype']} ${row['kv_dtype']} ${size}`;
  const decoding = op === 'generation' || op === 'mla_generation';
  return {
    ...common(row, `attention ${shape}`),
    family: attentionFamily(row, op),
    shape: `attention ${shape}`,
    predict: decoding
      ? (c, device) => decodeSeconds(c, device, decodeShape(row, op))
      : (c, device) => {
          const core = coreSeconds(c, device, attentionShape(row, op), {}, restedClock(c.droopSeconds));
          return (
            core + (op === 'context' ? cacheSeconds(c, device, row) : latentCacheSeconds(c, device, row))
          );
        },
  };
}

function attentionFamily(row: TableRow, op: string): string {
  if (op === 'context') return `attention forward head size ${row['head_dim_qk']}`;
  return { generation: 'attention decode', mla_context: 'MLA forward' }[op] ?? 'MLA decode';
}

function attentionShape(row: TableRow, op: string): AttentionShape {
  const kernel = row['kernel'] ?? '';
  return {
    batch: numberOf(row, 'batch'),
    heads: numberOf(row, 'heads'),
    keyValueHeads: numberOf(row, 'kv_heads'),
    sequenceQuery: numberOf(row, 'q_len'),
    sequenceKey: numberOf(row, 'kv_len'),
    headDimQk: numberOf(row, 'head_dim_qk'),
    headDimV: numberOf(row, 'head_dim_v'),
    causal: true,
    pass: 'forward',
    window: numberOf(row, 'window'),
    fp8: row['dtype'] === 'fp8',
    // The table's README: TensorRT-LLM's heads of 64 have them.
    sinks: row['head_dim_qk'] === '64' && (row['source'] ?? '').startsWith('trtllm'),
    library: op === 'mla_context' ? 'latent' : kernel === 'triton' ? 'generic' : 'engine',
  };
}

/**
 * Keys and values are written to a paged cache in all; TensorRT-LLM rotates queries and keys in the same
 * separate kernel.
 */
function cacheSeconds(c: KernelConstants, device: DeviceSpec, row: TableRow): number {
  const tokens = numberOf(row, 'batch') * numberOf(row, 'q_len');
  const width = numberOf(row, 'head_dim_qk') + numberOf(row, 'head_dim_v');
  const keys = 4 * tokens * numberOf(row, 'kv_heads') * width;
  const separate = (row['source'] ?? '').startsWith('trtllm');
  const queries = separate ? 4 * tokens * numberOf(row, 'heads') * numberOf(row, 'head_dim_qk') : 0;
  const rate = device.memoryBandwidthGBps * 1e9 * c.loadFraction;
  return (separate ? c.cacheWriteSeconds : 0) + (keys + queries) / rate;
}

/** Width of a latent cache row: 512 of the latent, 64 rotated. */
const LATENT_ROW = 576;
const ROTATED = 64;

/**
 * A kernel of its own rotates queries and keys, hands the rotated keys to every head and writes the latent
 * cache; its start is in that of the forward.
 */
function latentCacheSeconds(c: KernelConstants, device: DeviceSpec, row: TableRow): number {
  const tokens = numberOf(row, 'batch') * numberOf(row, 'q_len');
  const bytes = 4 * tokens * (LATENT_ROW + numberOf(row, 'heads') * 2 * ROTATED);
  return bytes / (device.memoryBandwidthGBps * 1e9 * c.loadFraction);
}

function decodeShape(row: TableRow, op: string): DecodeShape {
  const window = numberOf(row, 'window');
  const context = numberOf(row, 'kv_len');
  return {
    batch: numberOf(row, 'batch'),
    heads: numberOf(row, 'heads'),
    keyValueHeads: op === 'mla_generation' ? 1 : numberOf(row, 'kv_heads'),
    context: window > 0 ? Math.min(window, context) : context,
    headDimQk: numberOf(row, 'head_dim_qk'),
    headDimV: numberOf(row, 'head_dim_v'),
    bytesPerElement: row['kv_dtype'] === 'fp8' ? 1 : 2,
    latent: op === 'mla_generation',
  };
}

/** moe.csv: one expert layer on one rank. */
export function publicExperts(row: TableRow): KernelRow {
  const names = ['experts', 'topk', 'hidden', 'inter', 'tp', 'ep', 'tokens'];
  const shape = `${row['family']} ${names.map((name) => `${name}=${row[name]}`).join(' ')}`;
  const id = `${shape} ${row['dtype']} ${row['distribution']}`;
  const dtype = row['dtype'] ?? '';
  const precision = GEMM_PRECISION[dtype];
  if (precision === undefined) return leftOut(row, id, `The precision ${dtype} is not modelled.`);
  const experts = {
    rows: expertRows(row),
    pairs: numberOf(row, 'tokens') * numberOf(row, 'topk'),
    hidden: numberOf(row, 'hidden'),
    inner: numberOf(row, 'inter') / numberOf(row, 'tp'),
    precision,
  };
  return {
    ...common(row, id),
    family: `experts ${dtype}`,
    shape,
    predict: (c, device) => expertSeconds(c, device, experts),
  };
}

/** The same layer in FP4 by generated kernels, which the table has of one engine and one rank of experts. */
export function generatedExperts(row: TableRow): readonly KernelRow[] {
  const { seconds_vllm: seconds = '', dtype, ep } = row;
  const cutlass = publicExperts(row);
  if (dtype !== 'nvfp4' || ep !== '1' || seconds === '' || !('predict' in cutlass)) return [];
  return [
    {
      ...cutlass,
      id: `${cutlass.id} generated`,
      family: 'experts nvfp4 generated',
      seconds: Number(seconds),
      predict: (c, device, overheads) => cutlass.predict(generatedFp4(c), device, overheads),
    },
  ];
}

const QUANTIZE: Readonly<Record<string, 'engine-quantize' | 'dynamic-quantize'>> = {
  static_scaled_fp8_quant: 'engine-quantize',
  torch_ops: 'engine-quantize',
  'per tensor: absolute maximum, then scale': 'dynamic-quantize',
};

/** stream.csv: casts of activations. */
export function publicStream(row: TableRow): KernelRow {
  const size = `m=${row['m']} k=${row['k']} batch=${row['batch']} seq=${row['seq']}`;
  const shape = `${row['op']} ${row['kernel']} ${size}`;
  if (row['phase'] === 'context' && /^(gdn|mamba2)$/.test(row['op'] ?? ''))
    return publicRecurrence(row, shape);
  const kernel = QUANTIZE[row['kernel'] ?? ''];
  if (kernel === undefined)
    return leftOut(
      row,
      shape,
      'Decoding by linear attention, other gates and casts per token are not modelled.',
    );
  const bytes = numberOf(row, 'bytes');
  return {
    ...common(row, shape),
    family: `memory-bound ${row['op']}`,
    shape,
    predict: (c, device) => memoryBoundSeconds(c, device, { bytes, kernel, warm: true }, {}),
  };
}

/** Tokens of a chunk of the gated delta rule, in the published kernels. */
const DELTA_CHUNK = 64;

/**
 * Convolution and recurrence of a mixer with a state: Mamba-2, whose recurrence the table lacks, and gated
 * delta rule, with the products that the model counts (model/recurrent-operations.ts).
 */
function publicRecurrence(row: TableRow, shape: string): KernelRow {
  const of = (name: string): number => numberOf(row, name);
  const sizes = ['k_heads', 'head_k_dim', 'v_heads', 'head_v_dim', 'd_state', 'n_groups'];
  const full = `${shape} ${sizes.map((name) => `${name}=${row[name]}`).join(' ')}`;
  if (row['device'] === 'a100') return leftOut(row, full, 'Kernels of an older version of the library.');
  if (row['device'] === 'h200' && /^sglang/.test(row['source'] ?? '') && row['kernel'] !== 'causal_conv1d_fn')
    return leftOut(row, full, 'A bad run: up to five times what the same kernels take on the H100.');
  const values = of('v_heads') * of('head_v_dim');
  const known = { ...common(row, full), shape: full };
  if (row['kernel'] === 'causal_conv1d_fn') {
    const keys = row['op'] === 'gdn' ? of('k_heads') * of('head_k_dim') : of('n_groups') * of('d_state');
    const bytes = 4 * of('tokens') * (values + 2 * keys);
    return {
      ...known,
      family: 'memory-bound convolution',
      predict: (c, device) => memoryBoundSeconds(c, device, { bytes, kernel: 'convolution' }, {}),
    };
  }
  const span = Math.min(DELTA_CHUNK, of('seq'));
  const each = 8 * of('head_k_dim') * of('head_v_dim') + (span + 1) * (of('head_k_dim') + of('head_v_dim'));
  return {
    ...known,
    family: 'recurrence over chunks',
    predict: (c, device) => chunkSeconds(c, device, of('tokens') * of('v_heads') * each),
  };
}

function common(row: TableRow, id: string) {
  return {
    id: `${row['device']} ${id} ${row['source']}`,
    source: SOURCE,
    device: row['device'] ?? '',
    seconds: numberOf(row, 'seconds'),
  };
}

function leftOut(row: TableRow, id: string, why: string): KernelRow {
  return { ...common(row, id), why };
}
