/** Precision and optimizer of a workload as Megatron-LM's arguments. */
import { assertUnreachable } from '@railyard/base';
import { type OptimizerSpec, type Precision } from '@railyard/parallelism';
import { type Remark } from '../source/index.js';
import { type Flag } from './flag.js';

export function precisionFlags(precision: Precision, left: Remark[]): readonly Flag[] {
  const fp8 = (recipe: string, format = 'hybrid'): readonly Flag[] => [
    'bf16',
    ['fp8-format', format],
    ['fp8-recipe', recipe],
  ];
  switch (precision) {
    case 'fp32':
      return [];
    case 'fp16':
      return ['fp16'];
    case 'bf16':
      return ['bf16'];
    case 'fp8':
      return fp8('blockwise', 'e4m3');
    case 'fp8-row':
      left.push({ key: 'precision', text: 'scales of rows are not among the arguments: one per tensor' });
      return fp8('tensorwise');
    case 'fp8-tensor':
      return fp8('tensorwise');
    case 'fp8-delayed':
      return fp8('delayed');
    case 'mxfp8':
      return fp8('mxfp8', 'e4m3');
    case 'nvfp4':
      return ['bf16', ['fp4-format', 'e2m1'], ['fp4-recipe', 'nvfp4']];
    default:
      return assertUnreachable(precision);
  }
}

const DTYPES: Readonly<Record<number, string>> = { 4: 'fp32', 2: 'bf16', 1: 'fp8' };

export function optimizerFlags(optimizer: OptimizerSpec | undefined, left: Remark[]): readonly Flag[] {
  if (optimizer === undefined) return [];
  const { kind, masterBytes, momentBytes, gradientBytes, reduceBytes, offload } = optimizer;
  if (kind === 'adafactor')
    left.push({ key: 'optimizer.kind', text: 'adafactor is not among the arguments' });
  if (masterBytes === 0)
    left.push({ key: 'optimizer.masterBytes', text: 'master weights are always kept: fp16 at the least' });
  const dtype = (flag: string, bytes: number | undefined): readonly Flag[] =>
    bytes === undefined || DTYPES[bytes] === undefined ? [] : [[flag, DTYPES[bytes]]];
  const aware = [
    ...(masterBytes === 2 || masterBytes === 0 ? ([['main-params-dtype', 'fp16']] as const) : []),
    ...dtype('exp-avg-dtype', momentBytes),
    ...dtype('exp-avg-sq-dtype', momentBytes),
    ...dtype('main-grads-dtype', reduceBytes === undefined ? gradientBytes : undefined),
  ];
  return [
    ...(kind === 'sgd' || kind === 'muon' ? ([['optimizer', kind]] as const) : []),
    ...(aware.length > 0 ? ['use-precision-aware-optimizer', ...aware] : []),
    ...(reduceBytes === 2 ? ['grad-reduce-in-bf16'] : []),
    ...(offload === true ? ['optimizer-cpu-offload'] : []),
  ];
}
