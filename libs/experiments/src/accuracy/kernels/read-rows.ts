/** From the content of a file of measured kernels to rows. */
import { type HopperRow, hopperKernel } from './hopper-rows.js';
import { type KernelRow } from './measured-kernel.js';
import {
  type TableRow,
  generatedExperts,
  publicAttention,
  publicExperts,
  publicGemm,
  publicStream,
} from './public-rows.js';

/** A JSON file of measured kernels, with the columns of test/data/hopper-kernels.json. */
export interface KernelFile {
  /** As the driver names it, for example `NVIDIA H200`. */
  readonly device: string;
  readonly rows: readonly HopperRow[];
}

export function isKernelFile(content: unknown): content is KernelFile {
  const file = content as Partial<KernelFile> | null;
  return typeof file?.device === 'string' && Array.isArray(file.rows);
}

export function rowsOfFile(file: KernelFile, source: string): KernelRow[] {
  const device = file.device.replace(/^NVIDIA /, '').toLowerCase();
  return file.rows.map((row) => hopperKernel(row, device, source));
}

const READERS: Readonly<Record<string, (row: TableRow) => readonly KernelRow[]>> = {
  gemm: (row) => [publicGemm(row)],
  attention: (row) => [publicAttention(row)],
  experts: (row) => [publicExperts(row), ...generatedExperts(row)],
  stream: (row) => [publicStream(row)],
};

/** Tables are distinguished by their columns; undefined for columns that no table has. */
export function rowsOfTable(table: readonly TableRow[]): KernelRow[] | undefined {
  const [first] = table;
  if (first === undefined) return [];
  const kind =
    'quantize_seconds' in first
      ? 'gemm'
      : 'head_dim_qk' in first
        ? 'attention'
        : 'topk' in first && 'inter' in first
          ? 'experts'
          : 'op' in first && 'phase' in first
            ? 'stream'
            : undefined;
  const reader = kind === undefined ? undefined : READERS[kind];
  return reader === undefined ? undefined : table.flatMap(reader);
}
