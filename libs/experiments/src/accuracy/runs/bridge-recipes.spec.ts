import { bridgeRecipe } from './bridge-recipes.js';
import { documentOfRun } from './document-of-run.js';
import { type RunColumns, publishedRun } from './published-run.js';

const row: RunColumns = {
  id: 'row',
  kind: 'step',
  source: 'NVIDIA-NeMo/Megatron-Bridge',
  locator: 'docs/performance-summary.md (26.06.01 NeMo container)',
  model: 'Qwen3_235B_a22B',
  seq_len: '4096',
  gpu: 'GB200',
  n_gpus: '256',
  tp: '1',
  pp: '8',
  ep: '32',
  micro_batch: '1',
  global_batch: '8192',
  precision: 'MXFP8',
  framework: 'Megatron-Core/Bridge',
  notes: '',
};
const runOf = (changes: RunColumns) => publishedRun({ ...row, ...changes });
const archived = (container: string): RunColumns => ({
  locator: `docs/performance-summary-archive.md (${container} NeMo container)`,
});
function workloadOf(changes: RunColumns) {
  const mapped = documentOfRun(runOf(changes));
  if ('why' in mapped) throw new Error(mapped.why);
  return mapped.document.workload;
}

describe('the recipe of a row of Megatron-Bridge', () => {
  const graphs = ['attention', 'router'];

  it.each<[RunColumns, object]>([
    [{}, { recompute: 'none', isGraph: true, overlapsExperts: true, fusesExperts: true }],
    [archived('26.04'), { recompute: 'none', graphs, dispatcher: 'hybridep' }],
    [archived('25.11'), { recompute: 'none', dispatcher: 'all-to-all' }],
    [{ gpu: 'B300' }, { recompute: 'none', dispatcher: 'all-to-all' }],
    [
      { gpu: 'H100', vpp: '4' },
      { recompute: 'none', overlapsExperts: true, dispatcher: 'all-to-all' },
    ],
    [{ model: 'DeepSeekV3' }, { recompute: 'selective', isGraph: true }],
    [
      { model: 'DeepSeekV3', gpu: 'B200', vpp: '2' },
      { recompute: 'selective', overlapsExperts: true, graphs },
    ],
    [{ model: 'LLAMA3_8B', gpu: 'B200', precision: 'NVFP4' }, { recompute: 'none' }],
    [
      { model: 'LLAMA3_8B', gpu: 'GB300', precision: 'NVFP4' },
      { recompute: 'none', isGraph: true },
    ],
    [
      { model: 'Nemotron_3_Nano', gpu: 'H100', precision: 'FP8' },
      { recompute: 'full', graphs: ['recurrent'] },
    ],
  ])('of %j is %j', (changes, recipe) => {
    expect(bridgeRecipe(runOf(changes))).toMatchObject(recipe);
  });

  it('is none for a row of another source, or of a model without recipes', () => {
    expect(bridgeRecipe(runOf({ source: 'a paper' }))).toBeUndefined();
    expect(bridgeRecipe(runOf({ model: 'Mixtral' }))).toBeUndefined();
  });

  it('is the stack of the paper for the runs of Megatron Core MoE', () => {
    const source = 'Scalable training of MoE models with Megatron Core (arXiv 2603.07685) table 11 and 17';
    const paper = { source, framework: 'Megatron-Core', vpp: '4', locator: '' };
    expect(bridgeRecipe(runOf(paper))).toMatchObject({ overlapsExperts: true, dispatcher: 'hybridep' });
    expect(bridgeRecipe(runOf({ ...paper, gpu: 'H100' }))).toMatchObject({ dispatcher: 'deepep' });
    const workload = workloadOf(paper);
    expect(workload.routing).toEqual({ expertLoadCv: 0 });
    expect(workload.communication).toMatchObject({ dispatcher: 'hybridep', sms: 32 });
    expect(workload.optimizer?.gradientBytes).toBeUndefined();
  });

  it('of Nemotron 3 leaves the gate in parts, and runs the block of the Super twice', () => {
    const nano = workloadOf({ model: 'Nemotron_3_Nano', pp: '1', ep: '8' });
    expect(nano.software).toMatchObject({
      graphs: ['attention', 'recurrent', 'router'],
      fused: { router: false },
    });
    const larger = workloadOf({ model: 'Nemotron_3_Super', pp: '1', ep: '64', gpu: 'B200' });
    expect(larger.software).toEqual({ level: 'megatron-core-2026', fused: { router: false } });
    expect(larger).toMatchObject({ recompute: 'selective', model: { mtpModules: 2 } });
  });

  it('says what the document of the row leaves open', () => {
    const whole = workloadOf({ vpp: '2' });
    expect(whole.software).toEqual({
      level: 'megatron-core-2026',
      launch: 'cuda-graphs',
      fused: { experts: true },
    });
    expect(whole).toMatchObject({
      parallelism: { overlap: { expert: true } },
      routing: { expertLoadCv: 0 },
      optimizer: { gradientBytes: 2, reduceBytes: 2 },
      recompute: 'none',
    });
    const early = workloadOf(archived('25.11'));
    expect(early.software).toEqual({ level: 'megatron-core-2026' });
    expect(early.communication).toMatchObject({ dispatcher: 'all-to-all' });
    expect(workloadOf(archived('26.04')).software).toMatchObject({ graphs });
  });
});
