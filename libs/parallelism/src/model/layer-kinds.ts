/** The kinds of layers that a model is made of, and which layer is of which kind. */
import { invariant } from '@railyard/base';
import { type MixerSpec } from './mixer-spec.js';
import { type FfnSpec, type LayerKindSpec, type ModelSpec, type MoeSpec } from './model-spec.js';

export type LayerFfn =
  | { readonly kind: 'dense'; readonly hidden: number }
  | { readonly kind: 'moe'; readonly moe: MoeSpec }
  | { readonly kind: 'none' };

/** One kind of layer of one model. */
export interface LayerKind {
  /** Place among the model's kinds, in order of first appearance. */
  readonly index: number;
  /** `dense` and `moe` in a model without a pattern, else after the document's names. */
  readonly name: string;
  readonly mixer: MixerSpec;
  readonly ffn: LayerFfn;
}

interface LayerPattern {
  readonly kinds: readonly LayerKind[];
  /** [layers] index of each layer's kind. */
  readonly of: Uint16Array;
  /** [kinds] layers of each kind. */
  readonly counts: readonly number[];
  readonly mtp: LayerKind;
}

/** Name of the model's own layer in a pattern. */
export const OWN_LAYER = 'default';

const cache = new WeakMap<ModelSpec, LayerPattern>();

/** Kinds in order of first appearance; the one of MTP modules last where no layer is of it. */
export const layerKinds = (model: ModelSpec): readonly LayerKind[] => patternOf(model).kinds;

/** [kinds] layers of the main model of each kind. */
export const layerCounts = (model: ModelSpec): readonly number[] => patternOf(model).counts;

/** Kind of layer `index`, from 0. */
export function layerKindAt(model: ModelSpec, index: number): LayerKind {
  const { kinds, of } = patternOf(model);
  const kind = kinds[of[index] ?? -1];
  invariant(kind !== undefined, 'a layer of the model', { index, layers: model.layers });
  return kind;
}

/** Kind of the transformer layer inside an MTP module. */
export const mtpLayerKind = (model: ModelSpec): LayerKind => patternOf(model).mtp;

/** The kind of that name; undefined when the model has none. */
export const layerKindNamed = (model: ModelSpec, name: string): LayerKind | undefined =>
  layerKinds(model).find((kind) => kind.name === name);

/** Numbers of heads that tensor ranks share out. */
export function headCounts(mixer: MixerSpec): readonly number[] {
  switch (mixer.kind) {
    case 'none':
      return [];
    case 'delta-net':
      return [mixer.keyHeads, mixer.valueHeads];
    default:
      return [mixer.heads];
  }
}

/**
 * Blocks that tensor ranks split, so that they gather their input and scatter their output: of an FFN with
 * experts the shared ones alone, for the routed ones take the tokens that each rank has.
 */
export const splitBlocks = ({
  mixer,
  ffn,
}: LayerKind): { readonly mixer: boolean; readonly ffn: boolean } => ({
  mixer: mixer.kind !== 'none',
  ffn: ffn.kind === 'dense' || (ffn.kind === 'moe' && ffn.moe.sharedExperts > 0),
});

export const isRouted = (kind: LayerKind): boolean => kind.ffn.kind === 'moe';

function patternOf(model: ModelSpec): LayerPattern {
  const cached = cache.get(model);
  if (cached !== undefined) return cached;
  const pattern = buildPattern(model);
  cache.set(model, pattern);
  return pattern;
}

function buildPattern(model: ModelSpec): LayerPattern {
  const builder = new KindList(model);
  const of = Uint16Array.from({ length: model.layers }, (_, layer) =>
    builder.indexOf(specAt(model, layer), hasExperts(model, layer)),
  );
  const counts = builder.kinds.map((kind) =>
    of.reduce((sum, index) => sum + (index === kind.index ? 1 : 0), 0),
  );
  const last = model.layers - 1;
  const mtpSpec = model.mtpLayer === undefined ? specAt(model, last) : specNamed(model, model.mtpLayer);
  const mtpIndex = builder.indexOf(mtpSpec, hasExperts(model, last));
  const mtp = builder.kinds[mtpIndex];
  invariant(mtp !== undefined, 'an MTP module has a layer', { mtpIndex });
  while (counts.length < builder.kinds.length) counts.push(0);
  return { kinds: builder.kinds, of, counts, mtp };
}

class KindList {
  readonly kinds: LayerKind[] = [];
  private readonly indices = new Map<string, number>();

  constructor(private readonly model: ModelSpec) {}

  /** `experts`: what the model's own FFN is at this layer. */
  indexOf(spec: LayerKindSpec | undefined, experts: boolean): number {
    const inherits = spec?.ffn === undefined;
    const key = `${spec?.name ?? OWN_LAYER}/${inherits ? String(experts) : ''}`;
    const known = this.indices.get(key);
    if (known !== undefined) return known;
    const index = this.kinds.length;
    this.indices.set(key, index);
    const ffn = ffnOf(this.model, spec?.ffn ?? { kind: experts ? 'moe' : 'dense' });
    const suffix = inherits && this.model.moe !== undefined ? `-${ffn.kind}` : '';
    this.kinds.push({
      index,
      name: spec === undefined ? ffn.kind : `${spec.name}${suffix}`,
      mixer: spec?.mixer ?? this.model.attention,
      ffn,
    });
    return index;
  }
}

function ffnOf(model: ModelSpec, ffn: FfnSpec): LayerFfn {
  switch (ffn.kind) {
    case 'dense':
      return { kind: 'dense', hidden: ffn.hidden ?? model.denseHidden };
    case 'moe':
      invariant(model.moe !== undefined, 'a layer with experts in a model that has some', {
        name: model.name,
      });
      return { kind: 'moe', moe: model.moe };
    case 'none':
      return ffn;
  }
}

/** Undefined: the model's own layer. */
function specAt(model: ModelSpec, layer: number): LayerKindSpec | undefined {
  const { pattern } = model;
  return pattern === undefined ? undefined : specNamed(model, pattern[layer % pattern.length] ?? OWN_LAYER);
}

const specNamed = (model: ModelSpec, name: string): LayerKindSpec | undefined =>
  model.layerKinds?.find((kind) => kind.name === name);

function hasExperts({ moe }: ModelSpec, layer: number): boolean {
  if (moe === undefined || layer < moe.denseLayers) return false;
  return (layer - moe.denseLayers + 1) % (moe.every ?? 1) === 0;
}
