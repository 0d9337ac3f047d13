/**
 * Arguments of Megatron-LM on launches: CUDA graphs (arguments.py of core 0.15: --cuda-graph-impl is none
 * and its scope whole layers unless said; two older flags name an implementation) and the gate's fusion.
 */
import { GRAPH_SCOPES, type GraphScope, type SoftwareSpec } from '@railyard/parallelism';
import { type Fields, type JobValues } from '../source/index.js';

/** Of Megatron Core with these arguments: what graphs do not hold, its host launches. */
const LEVEL = 'megatron-core-2025';

/** By --cuda-graph-scope; moe_preprocess comes with moe_router alone. */
const SCOPES: Readonly<Record<string, readonly GraphScope[]>> = {
  attn: ['attention'],
  mamba: ['recurrent'],
  moe_router: ['router'],
  moe_preprocess: [],
  mlp: ['ffn'],
};

/** Without an argument on launches nothing is said of the host, and none is counted. */
export function softwareOf(fields: Fields): Pick<JobValues, 'software'> {
  const router = fields.flag('moe-router-fusion');
  const graphs = graphsOf(fields);
  if (graphs === undefined && router === undefined) return {};
  const hasExperts = router !== undefined || (fields.count('num-experts') ?? 0) > 1;
  fields.assume('software.level', `${LEVEL}: its host launches what no graph holds`);
  return {
    software: { level: LEVEL, ...graphs, ...(hasExperts ? { fused: { router: router === true } } : {}) },
  };
}

/** Undefined: no graph. */
function graphsOf(fields: Fields): Pick<SoftwareSpec, 'graphs' | 'launch'> | undefined {
  const [early, external] = [fields.flag('enable-cuda-graph'), fields.flag('external-cuda-graph')];
  const impl = fields.text('cuda-graph-impl') ?? (early === true || external === true ? 'local' : 'none');
  const scopes = wordsOf(fields.value('cuda-graph-scope', 'cuda-graph-modules'));
  if (impl === 'none') {
    if (scopes.length > 0) fields.leave('cuda-graph-scope', 'without cuda-graph-impl there is no graph');
    return undefined;
  }
  if (impl === 'full_iteration' || scopes.includes('full_iteration')) return { launch: 'cuda-graphs' };
  if (impl !== 'local' && impl !== 'transformer_engine') {
    fields.leave('cuda-graph-impl', `${impl} is not stated: no graph`);
    return undefined;
  }
  const hasExperts = (fields.count('num-experts') ?? 0) > 1;
  const isWhole = scopes.length === 0 || scopes.includes('full');
  const unstated = isWhole
    ? hasExperts
      ? ['moe']
      : []
    : scopes.filter((scope) => SCOPES[scope] === undefined);
  if (unstated.length > 0)
    fields.leave('cuda-graph-scope', `${unstated.join(' ')} is not stated: the host launches routed experts`);
  const held = new Set(scopes.flatMap((scope) => SCOPES[scope] ?? []));
  const whole = (scope: GraphScope): boolean => isWhole && (hasExperts || scope !== 'router');
  return { graphs: GRAPH_SCOPES.filter((scope) => held.has(scope) || whole(scope)) };
}

/** `attn moe_router`, `attn,moe_router`, or a list. */
const wordsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value.split(/[\s,]+/) : [])
    .map((word) => word.replaceAll(/["'[\]]/g, ''))
    .filter((word) => word !== '');
