/** What a new user types first: a file of another program, `init`, `model`. */
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json, railyard } from './railyard.js';

const CONFIGS = 'test/data/configs';
const llama = `${CONFIGS}/hf/meta-llama--Meta-Llama-3.1-8B_config.json`;

describe('railyard init', () => {
  it('answers a file of another program with the line to type, which gives an experiment', async () => {
    const refused = await railyard(['run', llama]);
    expect(refused.code).toBe(2);
    const line = /railyard init --model \S+config\.json/.exec(refused.stderr)?.[0];
    expect(line).toBe(`railyard init --model ${llama}`);
    const written = await railyard(line!.split(' ').slice(1));
    expect(written).toMatchObject({ code: 0, stderr: '' });
    const run = await railyard(['validate', '-'], written.stdout);
    expect(run.code).toBe(0);
  });

  it('writes a file, keeps a layout that does not fit, and says so', async () => {
    const out = join(tmpdir(), `railyard-init-${process.pid}.yaml`);
    const { code, stderr } = await railyard([
      'init',
      '--torchtitan',
      `${CONFIGS}/torchtitan/llama3_405b.toml`,
      '--gpus',
      '64',
      '--out',
      out,
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/must fit in the device's/);
    expect(readFileSync(out, 'utf8')).toMatch(/tensor: 8\n/);
    rmSync(out);
  });

  it('lets a layout that does not fit be computed all the same', async () => {
    const small = ['--model', 'llama3-8b', '--gpus', '1', '--device', 'l40s'];
    const written = await railyard(['init', ...small]);
    expect(written.code).toBe(2);
    expect((await railyard(['run', '-'], written.stdout)).code).toBe(2);
    const run = await railyard(['run', '-', '--ignore-memory'], written.stdout);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(
      /does not fit: pipeline rank 0 needs \d+\.\d GiB, \d+ % over the device's 45\.0 GiB/,
    );
  });

  it('says of every key what became of it, as JSON', async () => {
    const { data } = await json([
      'init',
      '--model',
      'llama3-8b',
      '--deepspeed',
      `${CONFIGS}/deepspeed/transformers-zero3-offload.json`,
      '--gpus',
      '8',
    ]);
    expect(data).toMatchObject({
      issues: [],
      document: { workload: { model: { preset: 'llama3-8b' } } },
      files: [{ kind: 'deepspeed', unknown: [], without: expect.arrayContaining(['optimizer']) }],
    });
  });

  it('names what is missing', async () => {
    const { code, stderr } = await railyard(['init', '--model', 'no-such.json']);
    expect([code, stderr]).toEqual([4, expect.stringMatching(/no file and no model preset `no-such\.json`/)]);
    expect((await railyard(['init', '--deepspeed', llama])).stderr).toMatch(/Use --model\.$/m);
  });
});

describe('railyard export', () => {
  it('prints the arguments of an experiment, and says on stderr what they leave', async () => {
    const { code, stdout, stderr } = await railyard(['export', 'deepseek-v3-mpft', 'megatron']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/--expert-model-parallel-size 64 \\\n/);
    expect(stderr).toMatch(/# schedule: dualpipe is not among the arguments/);
    expect((await railyard(['export', 'deepseek-v3-mpft', 'torchtitan'])).stdout).toMatch(/flavor = "671B"/);
    expect((await railyard(['export', 'deepseek-v3-mpft', 'jax'])).code).toBe(2);
  });
});

describe('railyard model', () => {
  it('prints parameters, FLOPs by convention, KV cache and memory by stage', async () => {
    const { data } = await json(['model', 'gpt-oss-120b', '--sequence', '32768', '--pipeline', '4']);
    expect(data).toMatchObject({
      parameters: { main: 116_829_156_672 },
      layerKinds: [
        { name: 'local-moe', layers: 18 },
        { name: 'moe', layers: 18 },
      ],
      trainingFlopsPerToken: { causal: expect.closeTo(45.4e9, -8) },
      // The head weighs as much as four and a half layers.
      stages: [{ layers: 10 }, { layers: 10 }, { layers: 10 }, { layers: 6 }],
    });
    expect((await railyard(['model', llama])).stdout).toMatch(/main\s+8030261248/);
  });

  it('refuses what cannot be split', async () => {
    expect((await railyard(['model', 'llama3-8b', '--pipeline', '33'])).stderr).toMatch(
      /at most the 32 layers/,
    );
    expect((await railyard(['model', 'mixtral-8x7b', '--expert', '3'])).stderr).toMatch(
      /divide the 8 routed/,
    );
  });
});
