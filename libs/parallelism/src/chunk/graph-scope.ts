/** Which recorded graph of a layer an operation is part of (software-spec.ts, GRAPH_SCOPES). */
import { type LayerKind, type LayerOperation } from '../model/index.js';
import { type GraphScope } from '../software/index.js';

/** Undefined for routed experts, which no graph of a part holds. */
export function graphScopeOf(operation: LayerOperation, { mixer }: LayerKind): GraphScope | undefined {
  const { name, section } = operation;
  if (name.startsWith('copies')) return undefined;
  // Megatron Core's `moe_router` captures the shared experts too.
  if (/^(router|gate|shared|routed gate|keep shared)([-_ ]|$)/.test(name)) return 'router';
  if (section === 'attention') return RECURRENT.has(mixer.kind) ? 'recurrent' : 'attention';
  return name.startsWith('dense_') ? 'ffn' : undefined;
}

const RECURRENT: ReadonlySet<string> = new Set<LayerKind['mixer']['kind']>(['mamba2', 'delta-net', 'linear']);
