/** Kinds of files by their text, and bad files: one clear message each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type InvalidDocumentError } from '@railyard/base';
import { type FileKind, kindOfFile, optionOf, presetOfHubId, readFile } from '../index.js';

const FOLDER = join(__dirname, '../../../../test/data/configs');
const config = {
  model_type: 'llama',
  num_hidden_layers: 2,
  hidden_size: 64,
  num_attention_heads: 4,
  vocab_size: 100,
};
const issuesOf = (name: string, text: string, kind?: FileKind) => {
  try {
    readFile({ name, text }, kind);
    return [];
  } catch (error) {
    return (error as InvalidDocumentError).issues.map(({ path, message }) => `${path} ${message}`);
  }
};
const configWith = (more: object) => issuesOf('config.json', JSON.stringify({ ...config, ...more }));

describe('kindOfFile', () => {
  it.each([
    ['hf/Qwen--Qwen3-8B_config.json', 'hugging-face'],
    ['hf/nvidia--Nemotron-H-56B-Base-8K_config.json', 'hugging-face'],
    ['megatron/mixtral_8x22b_tp2pp8ep8vpp1_release.yaml', 'megatron'],
    ['torchtitan/llama3_405b.toml', 'torchtitan'],
    ['deepspeed/transformers-zero3-offload.json', 'deepspeed'],
    ['gpu-recipes/llama3-1-70b-256gpus-bf16.yaml', 'nemo'],
    ['gpu-recipes/llama-2-7b-256gpus-a3mega-bf16.yaml', 'maxtext'],
  ])('of %s is %s', (name, kind) => {
    expect(kindOfFile({ name, text: readFileSync(join(FOLDER, name), 'utf8') })).toBe(kind);
  });

  it('of a script is that of its flags', () => {
    const text = 'torchrun pretrain_gpt.py --num-layers 2 --hidden-size 64';
    expect(kindOfFile({ name: 'train', text })).toBe('megatron');
  });

  it.each([
    ['experiment.yaml', 'apiVersion: railyard/v1\nkind: Experiment\n'],
    ['experiment.json', '{"apiVersion": "railyard/v1", "kind": "Experiment", "model_type": "x"}'],
    ['notes.yaml', 'a: 1\n'],
    ['package.json', '{"name": "x"}'],
    ['pyproject.toml', '[project]\n'],
    ['broken.json', '{'],
  ])('of %s is none', (name, text) => {
    expect(kindOfFile({ name, text })).toBeUndefined();
  });

  it('leads to the option that takes it', () => {
    expect([optionOf('hugging-face'), optionOf('megatron')]).toEqual(['model', 'megatron']);
  });
});

describe('presetOfHubId', () => {
  it('is the preset with the config.json of that repository', () => {
    expect(presetOfHubId('Qwen/Qwen3-8B')).toBe('qwen3-8b');
    expect(presetOfHubId('deepseek-ai/deepseek-v3')).toBe('deepseek-v3');
    expect(presetOfHubId('Qwen/Qwen3')).toBeUndefined();
  });
});

describe('a bad file', () => {
  it('is named when it is of another kind, or of none', () => {
    expect(issuesOf('x.json', JSON.stringify(config), 'deepspeed')).toEqual([
      ' x.json must be a DeepSpeed configuration (got a Hugging Face config.json).',
    ]);
    expect(issuesOf('x.yaml', 'a: 1')).toEqual([
      ' x.yaml must be a file of a known kind (got something else).',
    ]);
  });

  it('of a model has one message for each missing or wrong field', () => {
    expect(configWith({})).toEqual([]);
    expect(configWith({ hidden_size: undefined, vocab_size: 'many' })).toEqual([
      '/hidden_size hidden_size or n_embd or d_model must be given.',
      '/vocab_size vocab_size must be a whole number (got "many").',
    ]);
    expect(configWith({ model_type: 'rnn' })).toEqual([
      '/model_type model_type must be one that is known (got rnn).',
    ]);
    expect(configWith({ hidden_act: 'mish' })).toEqual([
      expect.stringMatching(/^\/hidden_act .*\(got mish\)\.$/),
    ]);
  });

  it('of a model has a message where fields contradict each other', () => {
    expect(configWith({ num_attention_heads: 3 })).toEqual([
      expect.stringMatching(/^\/num_attention_heads .*got 3/),
    ]);
    expect(configWith({ num_key_value_heads: 3 })).toEqual([
      '/num_key_value_heads num_key_value_heads must divide the 4 heads (got 3).',
    ]);
    expect(configWith({ num_local_experts: 2, num_experts_per_tok: 4, intermediate_size: 8 })).toEqual([
      '/num_experts_per_tok num_experts_per_tok must be at most the 2 experts (got 4).',
    ]);
    expect(configWith({ model_type: 'nemotron_h', hybrid_override_pattern: 'M?' })[0]).toMatch(
      /hybrid_override/,
    );
  });
});
