/**
 * Megatron-LM's arguments on numbers: the precision of linear layers and the optimizer's bytes (arguments.py
 * of core 0.12: --fp8-recipe is delayed unless said, --use-precision-aware-optimizer takes dtypes).
 */
import { type OptimizerSpec, type Precision } from '@railyard/parallelism';
import { type Fields, type JobValues } from '../source/index.js';

/** By --fp8-recipe. */
const FP8_RECIPES: Readonly<Record<string, Precision>> = {
  delayed: 'fp8-delayed',
  tensorwise: 'fp8-tensor',
  blockwise: 'fp8',
  mxfp8: 'mxfp8',
};

const isOn = (value: unknown): boolean => value !== undefined && value !== false && value !== 'false';

export function precisionOf(fields: Fields): Pick<JobValues, 'precision'> {
  const recipe = fields.text('fp8-recipe') ?? 'delayed';
  const plain = fields.flag('fp16') === true ? 'fp16' : 'bf16';
  const fp4 = fields.text('fp4-recipe') ?? 'nvfp4';
  if (isOn(fields.value('fp4-format', 'fp4'))) {
    if (fp4 !== 'nvfp4') fields.leave('fp4-recipe', `${fp4} is not stated: nvfp4`);
    return { precision: 'nvfp4' };
  }
  if (!isOn(fields.value('fp8-format', 'fp8'))) return { precision: plain };
  const precision = FP8_RECIPES[recipe];
  if (precision === undefined) fields.leave('fp8-recipe', `${recipe} is not stated: one scale per tensor`);
  return { precision: precision ?? 'fp8-tensor' };
}

const DTYPE_BYTES: Readonly<Record<string, number>> = { fp32: 4, fp16: 2, bf16: 2, fp8: 1 };

/** Absent where nothing differs from the precision's own. */
export function optimizerOf(fields: Fields): Pick<JobValues, 'optimizer'> {
  const bytes = (name: string): number | undefined => {
    const dtype = fields.text(name)?.replace(/^torch\./, '');
    return dtype === undefined ? undefined : DTYPE_BYTES[DTYPE_NAMES[dtype] ?? dtype];
  };
  const aware = fields.flag('use-precision-aware-optimizer') === true;
  const [first, second] = [bytes('exp-avg-dtype'), bytes('exp-avg-sq-dtype')];
  const [master, gradients] = [bytes('main-params-dtype'), bytes('main-grads-dtype')];
  const reduced = fields.flag('grad-reduce-in-bf16') === true ? 2 : undefined;
  const kind = kindOf(fields);
  const offload = fields.flag('optimizer-cpu-offload') === true;
  const fraction = fields.ratio('optimizer-offload-fraction') ?? 1;
  if (offload && fraction < 1)
    fields.leave('optimizer-offload-fraction', `${fraction} is not stated: all of the state is offloaded`);
  const stated = {
    ...(offload ? { offload } : {}),
    ...(aware && (first ?? second) !== undefined ? { momentBytes: ((first ?? 4) + (second ?? 4)) / 2 } : {}),
    ...(aware && master !== undefined ? { masterBytes: master } : {}),
    ...(aware && gradients !== undefined ? { gradientBytes: gradients } : {}),
    ...(reduced === undefined ? {} : { gradientBytes: reduced, reduceBytes: reduced }),
  };
  return kind === 'adamw' && Object.keys(stated).length === 0 ? {} : { optimizer: { kind, ...stated } };
}

const DTYPE_NAMES: Readonly<Record<string, string>> = { float32: 'fp32', float16: 'fp16', bfloat16: 'bf16' };

function kindOf(fields: Fields): OptimizerSpec['kind'] {
  const name = fields.text('optimizer') ?? 'adam';
  if (name === 'sgd') return 'sgd';
  if (/^(dist_)?muon$/.test(name)) return 'muon';
  if (name !== 'adam') fields.leave('optimizer', `${name} is not stated: AdamW`);
  return 'adamw';
}
