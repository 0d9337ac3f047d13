import { documentOfRun } from './document-of-run.js';
import { type RunColumns, publishedRun } from './published-run.js';

const row: RunColumns = {
  id: 'launched',
  kind: 'step',
  source: 'MooreThreads/SimuMax',
  model: 'mixtral-8x7b cut to 16 layers',
  gpu: 'B200',
  n_gpus: '8',
  tp: '1',
  pp: '1',
  ep: '8',
  seq_len: '4096',
  micro_batch: '1',
  global_batch: '256',
  recompute: 'none',
  sharding: 'ZeRO-1',
  notes: 'capacity=1',
  framework: 'Megatron-LM (TE 2.11, torch 2.10)',
};
function workloadOf(changes: RunColumns) {
  const mapped = documentOfRun(publishedRun({ ...row, ...changes }));
  if ('why' in mapped) throw new Error(mapped.why);
  return mapped.document.workload;
}

describe('the launch scripts of a source', () => {
  it('name the dispatcher, and experts of one size', () => {
    const { communication, routing } = workloadOf({});
    expect(communication).toMatchObject({ dispatcher: 'all-to-all' });
    expect(routing).toEqual({ expertLoadCv: 0 });
  });

  it('name the exchange of context ranks and the heads of a model', () => {
    const dense = { model: 'llama3-405b cut to 4 layers', ep: '', tp: '2', cp: '2', notes: '' };
    const workload = workloadOf(dense);
    expect(workload.parallelism).toMatchObject({ context: 2, contextMethod: 'all-to-all' });
    expect(workload.model.attention).toMatchObject({ heads: 128, keyValueHeads: 16 });
    expect(workload.communication ?? {}).not.toHaveProperty('dispatcher');
  });

  it('say nothing of the runs of another source', () => {
    const other = workloadOf({ source: 'another' });
    expect(other.communication ?? {}).not.toHaveProperty('dispatcher');
    expect(other.routing?.expertLoadCv).not.toBe(0);
    expect(workloadOf({ source: 'another', model: 'llama3-405b', ep: '' }).model.attention).toMatchObject({
      keyValueHeads: 8,
    });
  });
});
