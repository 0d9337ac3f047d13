import { parameterCounts } from '../model/index.js';
import { type StageLayers, WORKLOADS, assignStages } from '../plan/index.js';
import { rankParameters, stateBytes } from './index.js';

const v3 = WORKLOADS['deepseek-v3'];
const costs = { kinds: [0.9, 1], embedding: 0, head: 1.2, mtp: 2.2 };

describe('rankParameters', () => {
  it.each(Object.keys(WORKLOADS))(
    'adds up over the stages of %s to the whole model, with one more embedding where MTP is elsewhere',
    (name) => {
      const workload = {
        ...WORKLOADS[name],
        parallelism: { ...WORKLOADS[name].parallelism, tensor: 1, expert: 1 },
      };
      const stages = assignStages(workload, 4, costs);
      const total = stages.reduce((sum, stage) => {
        const held = rankParameters(workload, [stage]);
        return sum + held.dense + held.routed;
      }, 0);
      const counts = parameterCounts(workload.model);
      expect(total).toBe(counts.total + (workload.model.mtpModules > 0 ? counts.embedding : 0));
    },
  );

  it('shares the embedding with MTP on one rank', () => {
    const stages = assignStages(v3, 16, costs);
    const apart = rankParameters(v3, [stages[0]]).dense + rankParameters(v3, [stages[15]]).dense;
    expect(apart - rankParameters(v3, [stages[0], stages[15]]).dense).toBe(129280 * 7168);
  });

  it('counts a tied head once where the embedding is', () => {
    const stage: StageLayers = {
      stage: 0,
      firstLayer: 0,
      layers: 32,
      kinds: [32],
      embedding: true,
      head: true,
      mtpModules: 0,
    };
    const llama = WORKLOADS['llama3-8b'];
    const one = { ...llama, parallelism: { ...llama.parallelism, tensor: 1 } };
    const tied = { ...one, model: { ...llama.model, tiedEmbedding: true } };
    expect(rankParameters(one, [stage]).dense - rankParameters(tied, [stage]).dense).toBe(128256 * 4096);
  });
});

describe('stateBytes', () => {
  it('shards experts over their own, smaller group', () => {
    const held = { dense: 1e9, routed: 1e9 };
    expect(stateBytes(v3, held, 1)).toEqual({
      parameters: 4e9,
      gradients: 8e9,
      optimizer: 8e9 / 128 + 8e9 / 2,
      host: 0,
    });
    expect(stateBytes(v3, held, 2).optimizer).toBe((8e9 / 128 + 8e9 / 2) / 2);
  });

  it('takes 18 bytes per parameter in BF16 without sharding', () => {
    const llama = WORKLOADS['llama3-8b'];
    const bytes = stateBytes(
      { ...llama, parallelism: { ...llama.parallelism, zeroStage: 0 } },
      { dense: 1e9, routed: 0 },
      1,
    );
    expect(bytes.parameters + bytes.gradients + bytes.optimizer).toBe(18e9);
  });
});
