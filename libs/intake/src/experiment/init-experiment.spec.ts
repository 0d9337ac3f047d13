/** Files to an experiment: what they say is in it, what they do not say has a comment, and it runs. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type InvalidDocumentError } from '@railyard/base';
import { parseText, prepareExperiment, runExperiment } from '@railyard/experiments';
import { initExperiment, readFile } from '../index.js';

const FOLDER = join(__dirname, '../../../../test/data/configs');
const file = (name: string) => readFile({ name, text: readFileSync(join(FOLDER, name), 'utf8') });
const issuesOf = (action: () => unknown) => {
  try {
    action();
    return [];
  } catch (error) {
    return (error as InvalidDocumentError).issues.map(({ path, message }) => `${path} ${message}`);
  }
};

describe('initExperiment', () => {
  it.each(readdirSync(join(FOLDER, 'hf')))(
    'makes of %s a document that is accepted as it is written',
    (name) => {
      const { text, issues, document } = initExperiment({ drafts: [file(`hf/${name}`)] });
      expect(issues).toEqual([]);
      const parsed = parseText(text);
      expect(parsed).toEqual(document);
      expect(prepareExperiment(parsed).id).toMatch(/^[0-9a-f]{64}$/);
    },
  );

  it.each(['openai--gpt-oss-120b', 'Qwen--Qwen3.5-397B-A17B', 'nvidia--NVIDIA-Nemotron-3-Nano-30B-A3B-BF16'])(
    'makes of %s an experiment that runs',
    (name) => {
      const { text } = initExperiment({ drafts: [file(`hf/${name}_config.json`)] });
      const { stepTimeS, mfuCausal } = runExperiment(prepareExperiment(parseText(text))).metrics;
      expect(stepTimeS).toBeGreaterThan(0);
      expect(mfuCausal).toBeGreaterThan(0.05);
      expect(mfuCausal).toBeLessThan(0.7);
    },
  );

  it('keeps a layout that a file gives, and says where it does not fit', () => {
    const { document, issues, text } = initExperiment({
      drafts: [file('torchtitan/llama3_405b.toml')],
      gpus: 64,
      device: 'h100',
    });
    expect(document).toMatchObject({
      workload: { parallelism: { pipeline: 1, tensor: 8, zeroStage: 3 }, batch: { globalSequences: 16 } },
    });
    expect(issues.map(({ code }) => code)).toEqual(['out-of-memory']);
    expect(text).toContain('Does not run as it stands');
    // Where it was measured (torchtitan, docs/performance).
    const drafts = [file('torchtitan/llama3_405b.toml')];
    expect(initExperiment({ drafts, gpus: 128, device: 'h100' }).issues).toEqual([]);
  });

  it('finds DeepSeek-V3 of torchtitan too large for 512 H100 as its file says, fitting as it was run', () => {
    // No expert and no tensor ranks: "pretty sure this will OOM" (pytorch/ao pull request 2999). What ran on
    // 512 GPUs has one sequence and eight tensor ranks (pytorch/torchtitan issue 1558).
    const name = 'torchtitan/deepseek_v3_671b.toml';
    const text = readFileSync(join(FOLDER, name), 'utf8');
    const ran = text
      .replace('local_batch_size = 4', 'local_batch_size = 1')
      .replace('\ntensor_parallel_degree = 1', '\ntensor_parallel_degree = 8');
    const codes = [text, ran].map((of) =>
      initExperiment({ drafts: [readFile({ name, text: of })], gpus: 512, device: 'h100' }).issues.map(
        ({ code }) => code,
      ),
    );
    expect(codes).toEqual([['out-of-memory'], []]);
  });

  it("states a script's dispatcher, graphs and fusion of the gate, which change what runs", () => {
    const flags = (more: string): string =>
      'pretrain_gpt.py --tensor-model-parallel-size 1 --expert-model-parallel-size 8 --bf16 ' +
      `--use-distributed-optimizer ${more}`;
    const written = (more: string) => {
      const script = readFile({ name: 'train.sh', text: flags(more) }, 'megatron');
      const { text, issues } = initExperiment({
        preset: 'qwen3-30b-a3b',
        drafts: [script],
        gpus: 16,
        device: 'b200',
      });
      expect(issues).toEqual([]);
      return { text, metrics: runExperiment(prepareExperiment(parseText(text))).metrics };
    };
    const graphs = '--cuda-graph-impl transformer_engine --cuda-graph-scope attn moe_router moe_preprocess';
    const eager = written('--moe-token-dispatcher-type alltoall --moe-router-fusion');
    const held = written(`--moe-token-dispatcher-type alltoall --moe-router-fusion ${graphs}`);
    const flex = written('--moe-token-dispatcher-type flex --moe-router-fusion');
    expect(held.text).toContain('graphs: [attention, router]');
    expect(held.text).toMatch(/fused:\n +router: true/);
    expect(held.text).toContain('dispatcher: all-to-all');
    expect(held.text).toContain('software.level: megatron-core-2025');
    expect(held.metrics.stepTimeS).toBeLessThan(eager.metrics.stepTimeS);
    expect(flex.metrics.stepTimeS).not.toBe(eager.metrics.stepTimeS);
  });

  it('says how many GPUs would do where no layout fits on those given', () => {
    const drafts = [file('hf/moonshotai--Kimi-K2-Instruct_config.json')];
    const { document, issues, text } = initExperiment({ drafts, gpus: 256 });
    expect(issues.map(({ code, hint }) => [code, hint])).toEqual([
      ['out-of-memory', 'Take 512 GPUs: of the layouts that were tried, none fits on 256.'],
    ]);
    expect(text.replaceAll(/\n#\s+/g, ' ')).toContain('Take 512 GPUs');
    // The layout is the one that comes nearest, not one that nobody would run.
    expect(document).toMatchObject({
      workload: { parallelism: { pipeline: 16, expert: 16 }, recompute: 'full' },
    });
    expect(issues[0]?.message).toMatch(/ \d\.\d % over/);
    expect(text).toContain('pipeline: 16 # default: no layout that was tried fits; this one comes nearest');
    expect(text).not.toContain('layout that fits');
    expect(initExperiment({ drafts, gpus: 512 }).issues).toEqual([]);
  });

  it('has a comment for every default, and lists what cannot be stated', () => {
    const { text } = initExperiment({
      preset: 'llama3-8b',
      drafts: [file('deepspeed/transformers-zero3-offload.json')],
      gpus: 8,
    });
    expect(text).toMatch(/sequenceLength: 4096 # default/);
    expect(text).toMatch(/zeroStage: 3\n/);
    expect(text).toMatch(/# {3}zero_optimization\.offload_param: weights stay on the device/);
    expect(text).toMatch(/preset: h100-8\n/);
    expect(text).not.toMatch(/as few GPUs/);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(130);
  });

  it('refuses files that contradict each other, a missing model, and parts of nodes', () => {
    const llama = file('hf/meta-llama--Meta-Llama-3.1-8B_config.json');
    expect(
      issuesOf(() =>
        initExperiment({ drafts: [llama, file('megatron/mixtral_8x22b_tp2pp8ep8vpp1_release.yaml')] }),
      ),
    ).toEqual([
      expect.stringContaining('/layers layers must be the same in both files (got 32 in'),
      expect.stringContaining('/hidden hidden must be the same in both files (got 4096 in'),
      expect.stringContaining('/vocabulary'),
    ]);
    expect(
      issuesOf(() =>
        initExperiment({ drafts: [file('deepspeed/transformers-zero3-offload.json')], gpus: 12 }),
      ),
    ).toEqual([
      '/model A model must be given: no file says it.',
      '/gpus gpus must be 1 to 8, or a multiple of 8 (got 12).',
    ]);
    expect(issuesOf(() => initExperiment({ preset: 'lama', drafts: [], device: 'h1000' }))).toHaveLength(2);
  });

  it('takes what the user says before what a file says, and chooses the rest', () => {
    const drafts = [file('torchtitan/llama3_405b.toml')];
    const { document } = initExperiment({ drafts, gpus: 1024, device: 'h200', values: { pipeline: 16 } });
    expect(document).toMatchObject({ workload: { parallelism: { pipeline: 16, tensor: 8 } } });
  });

  it('runs on one GPU', () => {
    const { document, issues } = initExperiment({
      preset: 'llama3.2-1b',
      drafts: [],
      gpus: 1,
      device: 'h200',
    });
    expect(issues).toEqual([]);
    expect(document).toMatchObject({ cluster: { nodes: 1, gpusPerNode: 1 } });
  });
});
