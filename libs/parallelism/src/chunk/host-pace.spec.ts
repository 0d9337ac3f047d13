import { type SectionTimes } from './section-times.js';
import { launchesOf, layerHost, pacedPhases, pacedSections } from './host-pace.js';
import {
  type LayerKind,
  type LayerOperation,
  MODELS,
  type ModelSpec,
  backwardInputOperations,
  backwardWeightOperations,
  balancedLayerShape,
  layerKinds,
  layerOperations,
} from '../model/index.js';
import { type SoftwareSpec, resolveSoftware } from '../software/index.js';

const sections: SectionTimes = {
  attentionForward: 2,
  attentionBackward: 3,
  attentionWeight: 1,
  mlpForward: { fixed: 2, perLoad: 1 },
  mlpBackward: { fixed: 3, perLoad: 1 },
  mlpWeight: { fixed: 1, perLoad: 1 },
};
const norm: LayerOperation = {
  kind: 'stream',
  name: 'norm',
  section: 'attention',
  pass: 'forward',
  kernel: 'layernorm',
  kernelPass: 'forward',
  bytes: 1,
  launches: 1,
};
const product: LayerOperation = {
  kind: 'gemm',
  name: 'up',
  section: 'mlp',
  pass: 'forward',
  precision: 'bf16',
  m: 1,
  n: 1,
  k: 1,
};

const [dense] = layerKinds(MODELS['llama3-8b']!) as [LayerKind];

describe('launches', () => {
  it('are one for a product, and those of a memory-bound kernel: four of a LayerNorm backward', () => {
    expect(launchesOf([product, norm, { ...norm, launches: 9 }])).toBe(11);
    expect(launchesOf([{ ...norm, pass: 'backward-input', kernelPass: 'backward' }])).toBe(4);
  });

  it('cost the forward price where the backward repeats the forward', () => {
    const software = resolveSoftware({ level: 'eager-pytorch', hostLaunchUs: 38 })!;
    const backward: readonly LayerOperation[] = [
      { ...product, pass: 'recompute' },
      { ...product, pass: 'backward-input' },
      { ...product, pass: 'backward-weight' },
    ];
    const host = layerHost(software, { forward: [norm, product], backward }, 2, dense);
    expect(host.attentionForward).toBeCloseTo(3 * 38e-6, 12);
    expect(host.mlpForward).toBeCloseTo(3 * 38e-6, 12);
    expect(host.attentionBackward).toBeCloseTo(2 * 31e-6, 12);
    expect(host.mlpBackward).toBeCloseTo(38e-6 + 4 * 31e-6, 12);
  });

  it('of what is repeated ahead are those of a forward, its tensor collectives in the FFN', () => {
    const software = resolveSoftware({ level: 'eager-pytorch', hostLaunchUs: 38 })!;
    const again = (operation: LayerOperation) => ({ ...operation, pass: 'recompute' as const });
    const repeated = [again(norm), again(product), again(product)];
    const host = layerHost(software, { forward: [], backward: [], repeated }, 2, dense);
    expect(host.repeated!.attention).toBeCloseTo(38e-6, 12);
    expect(host.repeated!.mlp).toBeCloseTo((2 + 2) * 38e-6, 12);
  });
});

describe('the host of a layer with experts', () => {
  const model = MODELS['deepseek-v3']!;
  const kind = layerKinds(model).find(({ ffn }) => ffn.kind === 'moe')!;
  const hostOf = (spec: SoftwareSpec, expertParallel = 8) => {
    const software = resolveSoftware({ level: 'megatron-core-2026', ...spec })!;
    const shape = balancedLayerShape(model, {
      tokens: 4096,
      sequence: 4096,
      tensorParallel: 1,
      expertParallel,
      precision: 'mxfp8',
      recompute: 'none',
      software,
    });
    const forward = layerOperations(model, kind, shape);
    const backward = [
      ...backwardInputOperations(model, kind, shape),
      ...backwardWeightOperations(model, kind, shape),
    ];
    return { host: layerHost(software, { forward, backward }, 0, kind), forward, software };
  };

  it('makes a call for each expert of a product and of a cast, unless one kernel takes all', () => {
    const apart = hostOf({});
    const fused = hostOf({ fused: { experts: true } });
    const each = apart.forward.filter(({ name }) => /^routed_(gate_up|down)$|^routed.*-cast/.test(name));
    expect(each.length).toBeGreaterThan(2);
    expect(apart.host.mlpForward - fused.host.mlpForward).toBeCloseTo(each.length * 31 * 5e-6, 12);
    expect(hostOf({}, 256).host).toEqual(hostOf({ fused: { experts: true } }, 256).host);
  });

  it('launches a graph of a part once in a pass, and routed experts in every case', () => {
    const { host, forward, software } = hostOf({});
    const attention = hostOf({ graphs: ['attention'] }).host;
    const one = software.host.forward.value;
    const mine = forward.filter(
      ({ name, section }) => section === 'attention' && !/^(router|gate|shared)/.test(name),
    );
    expect(host.attentionForward - attention.attentionForward).toBeCloseTo((launchesOf(mine) - 1) * one, 12);
    expect(attention.attentionBackward).toBeLessThan(host.attentionBackward);
    const all = hostOf({ graphs: ['attention', 'recurrent', 'router', 'ffn'] }).host;
    expect(all.mlpForward).toBeGreaterThan(62 * 5e-6);
    expect(hostOf({ graphs: ['recurrent', 'ffn'] }).host.attentionForward).toBe(host.attentionForward);
  });

  it('launches the kernels of a gate one by one, or few that are fused', () => {
    const difference =
      hostOf({ fused: { router: false } }).host.attentionForward - hostOf({}).host.attentionForward;
    expect(difference).toBeCloseTo((58 - 17) * 38e-6, 12);
  });
});

describe('launches of a GPT block in plain PyTorch', () => {
  it('are within one and two of the 11 forward and 24 backward that a profiler shows', () => {
    const llama = MODELS['llama2-7b']!;
    const gpt: ModelSpec = {
      ...llama,
      attention: { kind: 'gqa', heads: 4, keyValueHeads: 4, headDim: 64, qkvBias: true, outputBias: true },
      activation: 'gelu',
      ffnBias: true,
      norm: 'layernorm',
      positions: 'learned',
    };
    const software = resolveSoftware(
      { level: 'eager-pytorch', fused: { projections: true } },
      { bytes: 2, accumulate: false },
    )!;
    const shape = balancedLayerShape(gpt, {
      tokens: 128,
      sequence: 128,
      tensorParallel: 1,
      expertParallel: 1,
      precision: 'bf16',
      recompute: 'none',
      software,
    });
    const [kind] = layerKinds(gpt);
    const backward = [backwardInputOperations, backwardWeightOperations].flatMap((of) =>
      of(gpt, kind!, shape),
    );
    expect(Math.abs(launchesOf(layerOperations(gpt, kind!, shape)) - 11)).toBeLessThanOrEqual(1);
    expect(Math.abs(launchesOf(backward) - 24)).toBeLessThanOrEqual(2);
  });
});

describe('a pass', () => {
  const host = { attentionForward: 1, mlpForward: 3, attentionBackward: 2, mlpBackward: 2 };

  it('keeps its time where the host is the faster', () => {
    expect(pacedSections(sections, host)).toBe(sections);
  });

  it('takes as long as the host where that is slower, never their sum', () => {
    const slow = pacedSections(sections, { ...host, attentionForward: 5, mlpForward: 15 });
    expect(slow.attentionForward + slow.mlpForward.fixed + slow.mlpForward.perLoad).toBeCloseTo(20, 12);
    // The 15 seconds that are missing lie where the launches are.
    expect(slow.attentionForward).toBeCloseTo(2 + 15 / 4, 12);
    expect({ ...slow, attentionForward: 2, mlpForward: sections.mlpForward }).toEqual(sections);
  });

  it('backward counts input and weight gradients together', () => {
    const slow = pacedSections(sections, { ...host, attentionBackward: 10, mlpBackward: 10 });
    const total = slow.attentionBackward + slow.mlpBackward.fixed + slow.mlpBackward.perLoad + 1 + 2;
    expect(total).toBeCloseTo(20, 12);
    expect(slow.attentionWeight).toBe(1);
  });

  it('of an end of the model likewise', () => {
    const software = resolveSoftware({ level: 'eager-pytorch' })!;
    const times = { forward: 1e-6, backwardInput: 1e-6, backwardWeight: 1e-6 };
    const operations = { forward: [product], backward: [{ ...product, pass: 'backward-input' as const }] };
    const paced = pacedPhases(times, software, operations);
    expect(paced.forward).toBeCloseTo(38e-6, 12);
    expect(paced.backwardInput + paced.backwardWeight).toBeCloseTo(31e-6, 12);
    expect(pacedPhases(times, undefined, operations)).toEqual(times);
  });
});
