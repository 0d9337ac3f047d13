/** Communication of modules that are recomputed, by hand. */
import { type LayerKind, balancedLayerShape, layerKinds } from '../model/index.js';
import { WORKLOADS } from '../plan/index.js';
import { insideRepeated, withRepeated } from './repeated-communication.js';
import { type SectionTimes } from './section-times.js';

const { model } = WORKLOADS['deepseek-v3'];
const [dense, moe] = layerKinds(model) as [LayerKind, LayerKind];
const shape = balancedLayerShape(model, {
  tokens: 4096,
  sequence: 4096,
  tensorParallel: 2,
  expertParallel: 64,
  precision: 'fp8',
  recompute: 'selective',
});
const of = (...recomputeModules: NonNullable<typeof shape.recomputeModules>) => ({
  ...shape,
  recomputeModules,
});

const pass = (seconds: number, exposed: number) => ({ seconds, exposed });
const tensor = {
  mixer: { forward: pass(0, 0), backward: pass(0, 0) },
  ffn: { forward: pass(3, 2), backward: pass(5, 4) },
  experts: { fixed: 0.25, perLoad: 0.5 },
};
const context = { forward: pass(7, 6), backward: pass(9, 8) };
const sections: SectionTimes = {
  attentionForward: 1,
  attentionBackward: 2,
  attentionWeight: 1,
  mlpForward: { fixed: 1, perLoad: 1 },
  mlpBackward: { fixed: 2, perLoad: 2 },
  mlpWeight: { fixed: 1, perLoad: 1 },
};
const inside = { forward: 10, backwardInput: 20, backwardWeight: 30 };

describe('a module sends again', () => {
  it.each([
    ['a dense FFN what its tensor ranks gather and scatter', dense, ['mlp'], 3, 0],
    ['shared experts likewise', moe, ['shared-experts'], 3, 0],
    ['an attention core the keys of other ranks', dense, ['attention-core'], 0, 7],
    ['norms nothing', dense, ['norms'], 0, 0],
    ['an FFN that the layer has not, nothing', moe, ['mlp'], 0, 0],
  ] as const)('%s', (_, kind, modules, mlp, attention) => {
    const after = withRepeated(sections, kind, of(...modules), tensor, context);
    expect(after.mlpBackward).toEqual({ fixed: 2 + mlp, perLoad: 2 });
    expect(after.attentionBackward).toBe(2 + attention);
    expect({ ...after, mlpBackward: 0, attentionBackward: 0 }).toEqual({
      ...sections,
      mlpBackward: 0,
      attentionBackward: 0,
    });
  });

  it('experts with dispatch and combine: in what is repeated, not in the backward', () => {
    const repeated = { attention: 4, mlp: { fixed: 5, perLoad: 6 } };
    const after = withRepeated({ ...sections, repeated }, moe, of('moe'), tensor, undefined);
    expect(after).toEqual({
      ...sections,
      repeated: { attention: 4, mlp: { fixed: 5 + 3 + 0.25, perLoad: 6 + 0.5 } },
    });
  });
});

describe('its part without computation', () => {
  it.each([
    ['mlp', dense, 2],
    ['shared-experts', moe, 2],
    ['attention-core', dense, 6],
    ['norms', dense, 0],
  ] as const)('of %s is in the backward', (module, kind, more) => {
    expect(insideRepeated(inside, kind, of(module), tensor, context)).toEqual({
      exposedInside: { ...inside, backwardInput: 20 + more },
    });
  });

  it('of experts is reported by itself, with balanced loads', () => {
    expect(insideRepeated(inside, moe, of('moe'), tensor, undefined)).toEqual({
      exposedInside: inside,
      exposedRepeated: 2 + 0.25 + 0.5,
    });
    expect(insideRepeated(inside, dense, of('moe'), tensor, undefined)).toEqual({ exposedInside: inside });
  });
});
