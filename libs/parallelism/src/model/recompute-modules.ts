/**
 * Parts of a layer that the backward recomputes one by one, by Megatron Core's names
 * (`--recompute-modules`: core_attn, mla_up_proj, layernorm, mlp, moe, moe_act, shared_experts), and the
 * operations of each.
 */
import { type LayerKind } from './layer-kinds.js';
import { type LayerShape, RECOMPUTE_MODULES, type RecomputeModule } from './layer-shape.js';
import { type LayerOperation } from './operation.js';

/** Which of a layer's operations the backward runs again, in the order of the forward. */
export interface RepeatedOperations {
  /** Before the whole backward, with dispatch and combine. */
  readonly withExchange: readonly LayerOperation[];
  /** At the start of the section that they belong to. */
  readonly inSections: readonly LayerOperation[];
}

/** Modules that a shape names, or that its software level has by default; absent: it repeats other parts. */
export const modulesOf = ({
  recomputeModules,
  software,
}: Pick<LayerShape, 'recomputeModules' | 'software'>): readonly RecomputeModule[] | undefined =>
  recomputeModules ?? (software?.selective === 'attention-core' ? ['attention-core'] : undefined);

/** Whether a layer of that kind repeats `module` by name; what `moe` holds it repeats with it. */
export function repeatsModule(
  shape: Pick<LayerShape, 'recompute' | 'recomputeModules' | 'software'>,
  { ffn, mixer }: LayerKind,
  module: RecomputeModule,
): boolean {
  if (shape.recompute !== 'selective') return false;
  const modules = modulesOf(shape) ?? [];
  const has = (name: RecomputeModule): boolean => modules.includes(name);
  switch (module) {
    case 'attention-core':
      return has(module) && (mixer.kind === 'gqa' || isLatent(mixer));
    case 'norms':
      return has(module);
    case 'mla-up':
      return has(module) && isLatent(mixer);
    case 'mlp':
      return has(module) && ffn.kind === 'dense';
    case 'moe':
      return has(module) && ffn.kind === 'moe';
    case 'moe-activation':
      return (has(module) || has('moe')) && ffn.kind === 'moe';
    case 'shared-experts':
      return (has(module) || has('moe')) && ffn.kind === 'moe' && ffn.moe.sharedExperts > 0;
  }
}

const isLatent = ({ kind }: LayerKind['mixer']): boolean => kind === 'mla' || kind === 'compressed';

/** Modules that a model has at all: one of a kind of layer that it has not changes nothing. */
export function modulesOfModel(kinds: readonly LayerKind[]): readonly RecomputeModule[] {
  return RECOMPUTE_MODULES.filter((module) =>
    kinds.some((kind) => repeatsModule({ recompute: 'selective', recomputeModules: [module] }, kind, module)),
  );
}

/**
 * Of a layer's forward, and of what selective recomputation of the cheap parts repeats (`cheap`): norms and
 * up-projections are there as they are computed again, casts for the weight gradient included.
 */
export function repeatedModules(
  kind: LayerKind,
  shape: LayerShape,
  forward: readonly LayerOperation[],
  cheap: readonly LayerOperation[],
): RepeatedOperations {
  const repeats = (module: RecomputeModule): boolean => repeatsModule(shape, kind, module);
  const again = (operation: LayerOperation): LayerOperation => ({ ...operation, pass: 'recompute' });
  const isOfExperts = repeats('moe');
  return {
    withExchange: isOfExperts ? forward.filter(isOfMoe).map(again) : [],
    inSections: [
      ...cheap.filter(
        (operation) =>
          (repeats('norms') && isOfNorms(operation)) ||
          (repeats('mla-up') && isOfUpProjection(operation)) ||
          (repeats('moe-activation') && !isOfExperts && operation.name.startsWith('routed_')),
      ),
      ...forward
        .filter(
          (operation) =>
            (repeats('attention-core') && isOfCore(operation)) ||
            (repeats('mlp') && isOfMlp(operation)) ||
            (repeats('shared-experts') && !isOfExperts && isOfSharedExperts(operation)),
        )
        .map(again),
    ],
  };
}

const isOfNorms = ({ name }: LayerOperation): boolean =>
  /^(attention-norm|ffn-norm|input norm|feed-forward norm|shared gate_up input cast again)/.test(name);

/** What latent attention repeats but for the norm of its input. */
const isOfUpProjection = (operation: LayerOperation): boolean =>
  operation.section === 'attention' && !isOfNorms(operation) && !operation.name.endsWith('-post-norm');

/** The core of softmax attention with what joins its blocks; recurrent mixers have no such module. */
const isOfCore = (operation: LayerOperation): boolean =>
  operation.kind === 'attention' ? operation.recurrent !== true : operation.name === 'attention-merge';

/** A dense FFN; the fine-grained recipe has its kernels as those of a shared expert. */
const isOfMlp = ({ name, section }: LayerOperation): boolean =>
  section === 'mlp' && /^(dense_|shared |keep shared)/.test(name);

const isOfSharedExperts = ({ name, section }: LayerOperation): boolean =>
  section === 'mlp' && /^(shared[_ ]|keep shared)/.test(name);

/** All of the experts' section but the sum with the residual stream, and the gate before dispatch. */
const isOfMoe = ({ name, section }: LayerOperation): boolean =>
  section === 'mlp'
    ? !/^(ffn-|attention-)/.test(name)
    : /^(router|gate|copies|latent_down|routed gate|feed-forward input cast)/.test(name);
