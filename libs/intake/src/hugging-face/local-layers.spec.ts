/** Windows, chunks and contradictions of a config.json, by small files. */
import { IssueList } from '@railyard/base';
import { type ModelSpec } from '@railyard/parallelism';
import { readConfig } from '../index.js';

const LLAMA = {
  architectures: ['LlamaForCausalLM'],
  model_type: 'llama',
  hidden_size: 512,
  intermediate_size: 1024,
  num_hidden_layers: 12,
  num_attention_heads: 8,
  num_key_value_heads: 2,
  vocab_size: 1000,
};
const read = (changes: Record<string, unknown>) => {
  const issues = new IssueList();
  const draft = readConfig('config.json', { ...LLAMA, ...changes }, issues);
  return { model: draft?.model as ModelSpec, issues: issues.issues };
};
const modelOf = (changes: Record<string, unknown>): ModelSpec => {
  const { model, issues } = read(changes);
  expect(issues).toEqual([]);
  return model;
};

describe('layers with a window', () => {
  it.each([
    ['gemma2', 'Gemma2ForCausalLM', ['local', 'default']],
    ['gemma3_text', 'Gemma3ForCausalLM', ['local', 'local', 'local', 'local', 'local', 'default']],
  ])('are placed as the code of %s does where the file does not say', (type, architecture, pattern) => {
    const model = modelOf({ model_type: type, architectures: [architecture], sliding_window: 128 });
    expect(model.pattern).toEqual(pattern);
    expect(model.layerKinds?.[0]?.mixer).toMatchObject({ kind: 'gqa', window: 128 });
    expect(model.attention).not.toHaveProperty('window');
  });

  it('are all layers in Mistral, and none where use_sliding_window is false', () => {
    const mistral = { model_type: 'mistral', architectures: ['MistralForCausalLM'], sliding_window: 64 };
    expect(modelOf(mistral).attention).toMatchObject({ window: 64 });
    const qwen = { model_type: 'qwen2', architectures: ['Qwen2ForCausalLM'], sliding_window: 64 };
    expect(modelOf({ ...qwen, use_sliding_window: false }).attention).not.toHaveProperty('window');
  });

  it('follow a period that the file gives', () => {
    const gemma = { model_type: 'gemma3_text', architectures: ['Gemma3ForCausalLM'], sliding_window: 128 };
    expect(modelOf({ ...gemma, sliding_window_pattern: 3 }).pattern).toEqual(['local', 'local', 'default']);
  });

  it('follow layer_types, and a type that is not known is refused', () => {
    const gemma = { model_type: 'gemma2', architectures: ['Gemma2ForCausalLM'], sliding_window: 128 };
    const types = Array.from({ length: 12 }, (_, layer) =>
      layer % 3 === 2 ? 'full_attention' : 'sliding_attention',
    );
    expect(modelOf({ ...gemma, layer_types: types }).pattern).toEqual(['local', 'local', 'default']);
    const odd = read({ ...gemma, layer_types: [...types.slice(1), 'odd'] });
    expect(odd.issues.map(({ message }) => message).join()).toMatch(/layer_types .*got odd/);
  });
});

describe('a config.json that contradicts itself', () => {
  it.each([
    [{ num_attention_heads: 7, num_key_value_heads: 7 }, /num_attention_heads must divide hidden_size = 512/],
    [{ num_key_value_heads: 3 }, /num_key_value_heads must divide the 8 heads \(got 3\)/],
  ])('gets one message: %j', (changes, message) => {
    const { issues } = read(changes);
    expect(issues).toHaveLength(1);
    expect(issues[0]?.message).toMatch(message);
  });

  it('with fields missing gets one for each', () => {
    const { issues } = read({ hidden_size: undefined, num_hidden_layers: undefined });
    expect(issues.map(({ message }) => message)).toEqual([
      expect.stringMatching(/num_hidden_layers/),
      expect.stringMatching(/hidden_size/),
    ]);
  });

  it('with layers of experts but no experts gets one, and no shared expert is none', () => {
    const hybrid = {
      model_type: 'nemotron_h',
      architectures: ['NemotronHForCausalLM'],
      num_hidden_layers: 4,
      hybrid_override_pattern: 'ME*E',
      mamba_num_heads: 8,
      mamba_head_dim: 64,
      ssm_state_size: 16,
      n_groups: 1,
      conv_kernel: 4,
    };
    const { issues } = read(hybrid);
    expect(issues.map(({ path, code }) => [path, code])).toEqual([['/n_routed_experts', 'contradiction']]);
    const routed = { n_routed_experts: 8, num_experts_per_tok: 2, moe_intermediate_size: 256 };
    const shared = { n_shared_experts: 0, moe_shared_expert_intermediate_size: 512 };
    expect(modelOf({ ...hybrid, ...routed, ...shared }).moe).toMatchObject({ sharedExperts: 0 });
  });
});
