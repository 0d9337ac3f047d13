import { documentOfRun } from './document-of-run.js';
import { type RunColumns } from './published-run.js';
import { runAccuracy } from './run-accuracy.js';
import { judgeRun } from './judge-run.js';
import { publishedRuns } from './published-runs.js';

const gpt: RunColumns = {
  id: 'gpt',
  kind: 'step',
  source: 'paper',
  model: 'GPT 3.6B',
  layers: '30',
  hidden: '3072',
  heads: '32',
  seq_len: '2048',
  gpu: 'A100-80GB',
  n_gpus: '64',
  tp: '2',
  pp: '2',
  dp: '16',
  micro_batch: '2',
  global_batch: '512',
  recompute: 'full',
  precision: 'BF16',
  schedule: '1F1B',
  framework: 'Megatron-LM',
  step_time_s: '4.5',
  notes: '',
};
const runOf = (changes: RunColumns) => {
  const [run] = publishedRuns([{ ...gpt, ...changes }]);
  if (run === undefined) throw new Error('no run');
  return run;
};
const documentFor = (changes: RunColumns) => {
  const mapped = documentOfRun(runOf(changes));
  if ('why' in mapped) throw new Error(mapped.why);
  return mapped;
};
const workloadOf = (changes: RunColumns) => documentFor(changes).document.workload;
const whyOf = (changes: RunColumns) => judgeRun(runOf(changes)).why;

describe('a published run as a document', () => {
  it('takes the model of its columns, with the vocabulary padded as Megatron does', () => {
    const { model, parallelism, batch, stageLayers, recompute } = workloadOf({});
    expect(model).toMatchObject({
      layers: 30,
      hidden: 3072,
      denseHidden: 12288,
      activation: 'gelu',
      attention: { heads: 32, keyValueHeads: 32, headDim: 96 },
      vocabulary: 50257,
      paddedVocabulary: 50432,
      learnedPositions: 2048,
    });
    expect(parallelism).toMatchObject({ pipeline: 2, tensor: 2, data: 16, zeroStage: 0 });
    expect(batch).toEqual({ sequenceLength: 2048, globalSequences: 512, microBatchSequences: 2 });
    expect(stageLayers).toEqual([15, 15]);
    expect(recompute).toBe('full');
  });

  it.each([
    ['DeepSeekV3', 'deepseek-v3'],
    ['Qwen3_30B_a3B', 'qwen3-30b-a3b'],
    ['LLAMA3_70B', 'llama3-70b'],
    ['Llama3.1 8B', 'llama3-8b'],
    ['llama3-405b cut to 4 layers', 'llama3.1-405b'],
    ['LLAMA3.1_405B', 'llama3.1-405b'],
    ['LLAMA2-7B', 'llama2-7b'],
    ['LLaMA 65B', 'llama1-65b'],
    ['Nemotron_3_Super', 'nemotron3-super-120b-a12b'],
    ['DeepSeek-V2 236B', 'deepseek-v2'],
    ['MPT-7b', 'mpt-7b'],
  ])('knows %s as the preset %s', (model, preset) => {
    const run = { model, layers: '', hidden: '', heads: '', tp: '1', pp: '1', dp: '64', notes: '' };
    expect(workloadOf(run).model.name).toBe(preset);
  });

  it('changes a preset where the columns say so', () => {
    const changes = { layers: '', hidden: '', heads: '', tp: '1', pp: '1', dp: '64' };
    const cut = { ...changes, model: 'deepseekv3 cut to 4 layers', notes: 'capacity=1, dense_layers=1' };
    expect(workloadOf(cut).model).toMatchObject({
      layers: 4,
      mtpModules: 0,
      moe: { denseLayers: 1, capacityFactor: 1, routedExperts: 256 },
    });
    const finer = { ...changes, model: 'Mixtral-8x22B-G8T8', experts: '64', topk: '8' };
    expect(workloadOf(finer).model.moe).toMatchObject({ routedExperts: 64, topK: 8, expertHidden: 2048 });
    const many = { ...changes, model: 'Llama3-8x70B', layers: '80', hidden: '8192', experts: '8', topk: '2' };
    expect(workloadOf(many).model).toMatchObject({
      layers: 80,
      moe: { routedExperts: 8, topK: 2, expertHidden: 28672 },
    });
  });

  it('reads the card from the name of the GPU', () => {
    const deviceOf = (gpu: string) => documentFor({ gpu }).document.cluster.device;
    expect(deviceOf('a100_40gb')).toMatchObject({
      name: expect.stringMatching(/40/),
      memoryBandwidthGBps: 1555,
    });
    expect(deviceOf('H100').memoryBandwidthGBps).toBe(3350);
    expect(deviceOf('H100-96GB-HBM2e-500W').memoryBandwidthGBps).toBeCloseTo(2457.6, 1);
    expect(deviceOf('H100-96GB-HBM2e-500W').powerLimit).toBeCloseTo(5 / 7, 12);
    expect(deviceOf('H100').powerLimit).toBeUndefined();
    expect(documentFor({ gpu: 'GB200' }).document.cluster).toMatchObject({ nodes: 1, gpusPerNode: 64 });
    expect(documentFor({ gpu: 'B200' }).document.cluster).toMatchObject({ nodes: 8, gpusPerNode: 8 });
  });

  it.each([
    [{ framework: 'Megatron-LM', source: 'Narayanan et al. SC21', gpu: 'A100' }, 'megatron-2021'],
    [{ framework: 'Megatron-LM', source: 'Korthikanti et al. 2022', gpu: 'A100' }, 'megatron-2022'],
    [{ framework: 'Megatron-LM', source: 'Qi et al. ICLR24 (arXiv 2401.10241)' }, 'megatron-2022'],
    [{ framework: 'MegaScale', source: 'NSDI24 (arXiv 2402.15627)' }, 'megatron-core-2023'],
    [{ framework: 'Megatron-LM', source: 'EuroSys26 (arXiv 2505.11432)' }, 'megatron-core-2025'],
    [{ framework: 'Megatron-LM', source: 'a repository', gpu: 'V100' }, 'megatron-2021'],
    [{ framework: 'Megatron-LM (TE 2.11, torch 2.10)' }, 'megatron-core-2025'],
    [{ framework: 'NeMo/Megatron-Core' }, 'megatron-core-2025'],
    [{ framework: 'Megatron-DeepSpeed' }, 'deepspeed-2022'],
    [{ framework: 'Composer/FSDP' }, 'llm-foundry'],
    [{ framework: 'torchtitan', notes: 'FSDP+compile' }, 'torchtitan-2025'],
    [{ framework: 'torchtitan', notes: 'FSDP; seq 8192' }, 'torchtitan-2025'],
  ])('dates the software of %j as %s', (changes, level) => {
    expect(workloadOf({ ...changes, precision: '' }).software?.level).toBe(level);
  });

  it('splits tokens between tensor ranks, and recomputes parts of a layer, from 2022 on', () => {
    const old = { recompute: '', micro_batch: '8', layers: '60' };
    expect(workloadOf({ ...old, framework: 'Megatron-DeepSpeed' })).toMatchObject({
      parallelism: { sequenceParallel: false },
      recompute: 'full',
    });
    const { parallelism } = workloadOf({ framework: 'Megatron-DeepSpeed', recompute: 'selective+SP' });
    expect(parallelism.sequenceParallel ?? true).toBe(true);
    expect(workloadOf({ ...old, framework: 'Megatron-Core' }).parallelism.sequenceParallel ?? true).toBe(
      true,
    );
  });

  it.each([
    [{ sharding: 'ZeRO-1' }, { zeroStage: 1 }],
    [{ sharding: '', framework: 'Megatron-Core' }, { zeroStage: 1 }],
    [{ sharding: '' }, { zeroStage: 0 }],
    [{ sharding: 'ZeRO-3' }, { zeroStage: 3 }],
    [{ sharding: 'FSDP FULL_SHARD' }, { zeroStage: 3 }],
    [{ sharding: 'FSDP16' }, { zeroStage: 3 }],
    [{ sharding: 'FSDP8' }, { zeroStage: 3, shardingGroup: 8 }],
    [{ sharding: 'FSDP SHARD_GRAD_OP' }, { zeroStage: 3, reshardAfterForward: false }],
    [{ sharding: '', framework: 'FSDP+EP' }, { zeroStage: 3 }],
  ])('shards as %j says: %j', (changes, expected) => {
    const { zeroStage, shardingGroup, reshardAfterForward } = workloadOf({
      ...changes,
      pp: '1',
      dp: '32',
    }).parallelism;
    const found = { zeroStage, shardingGroup, reshardAfterForward };
    const group = changes.sharding === 'FSDP16' ? { shardingGroup: 16 } : {};
    expect(JSON.parse(JSON.stringify(found))).toEqual({ ...expected, ...group });
  });

  it('splits experts as the row says, or as the framework of its time does', () => {
    const moe = { layers: '32', experts: '8', topk: '2', ep: '4', pp: '1', dp: '32', recompute: 'full' };
    const expertTensor = (changes: RunColumns) => workloadOf({ ...moe, ...changes }).parallelism.expertTensor;
    expect(expertTensor({ framework: 'MCore' })).toBe(2);
    expect(expertTensor({ framework: 'Megatron-Core/Bridge' })).toBe(1);
    expect(expertTensor({ framework: 'MCore', etp: '1' })).toBe(1);
    expect(expertTensor({ framework: 'MCore', tp: '1', dp: '64' })).toBeUndefined();
  });

  it('gives the ranks that a layout leaves over a share of the sequence', () => {
    expect(workloadOf({ cp: '2', dp: '8' }).parallelism).toMatchObject({ context: 2, contextMethod: 'ring' });
    expect(workloadOf({ dp: '4', framework: 'MegaScale' }).parallelism).toMatchObject({
      context: 4,
      contextMethod: 'all-to-all',
    });
  });

  it('takes the precision that a table has most often where a row has none', () => {
    const table = ['FP8', 'FP8', 'BF16', ''].map((precision, i) => ({
      ...gpt,
      id: String(i),
      gpu: 'H100',
      precision,
    }));
    const [, , , open] = publishedRuns([
      ...table,
      { ...gpt, framework: 'other', gpu: 'H100', precision: 'BF16' },
    ]);
    if (open === undefined) throw new Error('no run');
    const mapped = documentOfRun(open);
    if ('why' in mapped) throw new Error(mapped.why);
    expect(mapped.document.workload.precision).toBe('fp8-tensor');
    expect(mapped.defaults).toContain('precision');
    expect(() => workloadOf({ precision: 'INT3' })).toThrow('The precision INT3 is not modelled.');
  });

  it('recomputes the least that fits where the row does not say', () => {
    const small = documentFor({ recompute: '', micro_batch: '1' });
    expect(small.document.workload.recompute).toBe('none');
    expect(small.defaults).toContain('recomputation');
    const large = { recompute: '', micro_batch: '16', layers: '60' };
    expect(workloadOf(large).recompute).toBe('full');
  });

  it('says why a row is no document', () => {
    expect(whyOf({ gpu: 'TPUv4' })).toBe('There is no device preset for the GPU TPUv4.');
    expect(whyOf({ model: 'Secret', layers: '' })).toMatch(/no model preset Secret/);
    expect(whyOf({ tp: '', pp: '' })).toBe('The row gives no layout.');
    expect(whyOf({ dp: '7' })).toMatch(/^data must make/);
    expect(whyOf({ step_time_s: '' })).toBe('The row gives no time or rate.');
  });
});

describe('errors of published runs', () => {
  it('derive the measured time from whichever rate the row gives', () => {
    const given = judgeRun(runOf({}));
    const { twin } = given;
    const seconds = (changes: RunColumns) => judgeRun(runOf({ step_time_s: '', ...changes }));
    expect(given).toMatchObject({ measured: 4.5, column: 'step_time_s', grade: 'defaults' });
    expect(given.errorPct).toBeCloseTo(100 * ((twin ?? 0) / 4.5 - 1), 9);
    expect(seconds({ tokens_per_s_per_gpu: '4096' }).measured).toBe(4);
    expect(seconds({ samples_per_s_per_gpu: '2' }).measured).toBe(4);
    const flops = seconds({ tflops_per_gpu: '100' });
    expect(seconds({ tflops_per_gpu: '50' }).measured).toBeCloseTo(2 * (flops.measured ?? 0), 9);
  });

  it('summarise sources and devices, and count what is stated as it was run', () => {
    const table = [
      gpt,
      { ...gpt, id: 'b', peer_err_pct: '-4', peak_mem_gib: '40' },
      { ...gpt, id: 'c', source: 'other', gpu: 'H100', notes: 'AsyncTP' },
      { ...gpt, id: 'd', tp: '', pp: '' },
    ];
    const { summary, sources, devices, rows } = runAccuracy(publishedRuns(table).map(judgeRun), 'halves');
    expect(summary).toMatchObject({ rows: 4, expressible: 3, exact: 2, fitted: 0, memoryRows: 1 });
    expect(sources.map(({ source, rows: count, peerMedianPct }) => [source, count, peerMedianPct])).toEqual([
      ['paper', 3, 4],
      ['other', 1, null],
    ]);
    expect(devices.map(({ device }) => device)).toEqual(['a100', 'h100']);
    expect(sources[0]?.twinOnPeerRowsPct).toBe(Math.abs(rows[1]?.errorPct ?? NaN));
  });

  it('show rows that a constant is fitted to, and count them in no error, band or family', () => {
    const table = ['vtrain-single-0091', 'vtrain-single-0006', 'other'].map((id) => ({ ...gpt, id }));
    const { summary, families, rows } = runAccuracy(publishedRuns(table).map(judgeRun), 'halves');
    expect(rows.map(({ status }) => status)).toEqual(['fitted', 'judged', 'judged']);
    expect(summary).toMatchObject({ rows: 3, expressible: 3, fitted: 1 });
    expect(families).toMatchObject([{ rows: 2 }]);
  });

  it('judge bands by families of the other half', () => {
    const table = Array.from({ length: 60 }, (_, i) => ({
      ...gpt,
      id: `row ${i}`,
      step_time_s: String(4 + (i % 10) / 10),
    }));
    const { summary, families, rows } = runAccuracy(publishedRuns(table).map(judgeRun), 'halves');
    expect(families).toMatchObject([{ rows: 60 }]);
    expect(families[0]?.name).toMatch(/^a100, .*, dense, to 256 GPUs$/);
    expect(summary.coveredPct).toBeGreaterThan(80);
    const bands = new Set(rows.map(({ band, twin }) => (band?.[0] ?? NaN) / (twin ?? NaN)));
    expect(bands.size).toBe(2);
    expect(runAccuracy(rows, []).summary.coveredPct).toBe(0);
  });

  it('complete the row of a phase by the row of its step', () => {
    const step = { ...gpt, step_time_s: '20' };
    const phase = {
      ...gpt,
      id: 'phase',
      kind: 'phase',
      global_batch: '',
      step_time_s: '0.3',
      notes: 'phase opt of the 20 s step',
    };
    const [, run] = publishedRuns([step, phase]);
    if (run === undefined) throw new Error('no run');
    expect(run.globalBatch).toBe(512);
    expect(judgeRun(run)).toMatchObject({ measured: 0.3, status: 'judged' });
    expect(judgeRun(run).twin).toBeLessThan(1);
  });
});

describe('a row that a constant was fitted to', () => {
  it('is printed, and counts in no error', () => {
    const judged = [{ id: 'vtrain-single-0091' }, { id: 'vtrain-single-0009' }].map(({ id }) =>
      judgeRun(publishedRuns([{ ...gpt, id }])[0]!),
    );
    const { summary, rows } = runAccuracy(judged, 'halves');
    expect(rows.map(({ status }) => status)).toEqual(['fitted', 'judged']);
    expect(summary).toMatchObject({ rows: 2, expressible: 2, fitted: 1 });
    expect(summary.medianPct).toBeCloseTo(Math.abs(rows[1]!.errorPct!), 9);
  });
});

describe('torchtitan without compilation', () => {
  it('is launched by the host, its norms and activations operator by operator', () => {
    const { document } = judgeRun(
      publishedRuns([{ ...gpt, framework: 'torchtitan', notes: 'FSDP; seq 8192' }])[0]!,
    );
    expect(document).toMatchObject({
      workload: { software: { level: 'torchtitan-2025', launch: 'eager', fused: { norm: false } } },
    });
  });
});

describe('NeMo', () => {
  const softwareOf = (columns: object) =>
    judgeRun(
      publishedRuns([{ ...gpt, source: 'NVIDIA/NeMo', framework: 'NeMo/Megatron-Core', ...columns }])[0]!,
    ).document?.['workload'];

  it('is dated by its release, else by its device', () => {
    const early = { software: { level: 'megatron-core-2023' } };
    const late = { software: { level: 'megatron-core-2025' } };
    expect(softwareOf({ gpu: 'H100', locator: 'summary (NeMo 24.07)' })).toMatchObject(early);
    expect(softwareOf({ gpu: 'H100', locator: 'summary (NeMo 25.04)' })).toMatchObject(late);
    expect(softwareOf({ gpu: 'H100', locator: '' })).toMatchObject(early);
    expect(softwareOf({ gpu: 'B200', locator: '' })).toMatchObject(late);
    expect(softwareOf({ gpu: 'H100', locator: '', source: 'another' })).toMatchObject(late);
  });

  it('trains Llama without dropout', () => {
    expect(softwareOf({ gpu: 'H100', locator: '', model: 'LLAMA2-7B' })).toMatchObject({
      software: { level: 'megatron-core-2023', dropout: 0 },
    });
  });
});
