/** Dispatcher and software of a workload as Megatron-LM's arguments. */
import { type GraphScope, type WorkloadSpec } from '@railyard/parallelism';
import { type Remark } from '../source/index.js';
import { type Flag } from './flag.js';

/** SMs that the backends of flex take by default (arguments.py of core 0.15). */
const USUAL_SMS = { deepep: 20, hybridep: 16 } as const;

export function dispatcherFlags({ model, communication }: WorkloadSpec, left: Remark[]): readonly Flag[] {
  if (model.moe === undefined) return [];
  const { dispatcher = 'deepep', sms, dispatchPrecision, combinePrecision } = communication;
  if (dispatchPrecision !== 'bf16' || combinePrecision !== 'bf16')
    left.push({ key: 'communication', text: 'tokens travel in BF16' });
  if (dispatcher === 'all-to-all') return [['moe-token-dispatcher-type', 'alltoall'], 'moe-permute-fusion'];
  if (sms === 0) left.push({ key: 'communication.sms', text: 'kernels of the dispatcher hold SMs' });
  return [
    ['moe-token-dispatcher-type', 'flex'],
    ['moe-flex-dispatcher-backend', dispatcher],
    ...(sms > 0 && sms !== USUAL_SMS[dispatcher] ? ([[`moe-${dispatcher}-num-sms`, sms]] as const) : []),
    ...(dispatcher === 'hybridep' ? ['moe-permute-fusion'] : []),
  ];
}

const SCOPES: Readonly<Record<GraphScope, string>> = {
  attention: 'attn',
  recurrent: 'mamba',
  router: 'moe_router moe_preprocess',
  ffn: 'mlp',
};

export function launchFlags({ software }: WorkloadSpec, left: Remark[]): readonly Flag[] {
  if (software === undefined) return [];
  const { level, launch, graphs = [], fused = {}, ...others } = software;
  const { router, ...parts } = fused;
  if (level !== undefined && !level.startsWith('megatron-core'))
    left.push({ key: 'software.level', text: `${level}: the host and kernels of Megatron Core run` });
  if (launch === 'compiled')
    left.push({ key: 'software.launch', text: 'compiled is not among the arguments: the host launches' });
  const rest = [...Object.keys(others), ...Object.keys(parts).map((part) => `fused.${part}`)];
  left.push(...rest.map((key) => ({ key: `software.${key}`, text: 'set by hand' })));
  return [
    ...(launch === 'cuda-graphs'
      ? ([
          ['cuda-graph-impl', 'local'],
          ['cuda-graph-scope', 'full_iteration'],
        ] as const)
      : graphs.length > 0
        ? ([
            ['cuda-graph-impl', 'transformer_engine'],
            ['cuda-graph-scope', graphs.map((scope) => SCOPES[scope]).join(' ')],
          ] as const)
        : []),
    ...(router === true ? ['moe-router-fusion'] : []),
  ];
}
