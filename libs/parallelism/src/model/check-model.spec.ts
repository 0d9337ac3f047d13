import { IssueList } from '@railyard/base';
import { MODELS, type ModelSpec, checkModel } from './index.js';

const v3 = MODELS['deepseek-v3'];
const found = (model: ModelSpec) => {
  const issues = new IssueList();
  checkModel(model, issues.at('model'));
  return issues.issues.map((issue) => `${issue.path} ${issue.code}`);
};

describe('checkModel', () => {
  it('accepts every preset', () => {
    for (const model of Object.values(MODELS)) expect(found(model)).toEqual([]);
  });

  it('reports every mistake at once', () => {
    const moe = { ...v3.moe!, groups: 7, topGroups: 9, topK: 0 };
    expect(found({ ...v3, layers: 0, hidden: Number.NaN, moe })).toEqual([
      '/model/layers out-of-range',
      '/model/hidden out-of-range',
      '/model/moe/topK out-of-range',
    ]);
    expect(found({ ...v3, moe: { ...v3.moe!, groups: 7, topGroups: 9 } })).toEqual([
      '/model/moe/groups not-divisible',
      '/model/moe/topGroups out-of-range',
    ]);
  });

  it('refuses more experts per token than its groups hold', () => {
    expect(found({ ...v3, moe: { ...v3.moe!, topGroups: 1, topK: 40 } })).toEqual([
      '/model/moe/topK out-of-range',
    ]);
    expect(found({ ...v3, moe: { ...v3.moe!, denseLayers: 61 } })).toEqual([
      '/model/moe/denseLayers out-of-range',
    ]);
  });

  it('refuses key-value heads that do not divide the heads', () => {
    const attention = { kind: 'gqa', heads: 32, keyValueHeads: 5, headDim: 128 } as const;
    expect(found({ ...v3, attention })).toEqual(['/model/attention/keyValueHeads not-divisible']);
    expect(found({ ...v3, attention: { ...attention, headDim: 1.5 } })).toEqual([
      '/model/attention/headDim out-of-range',
    ]);
  });
});
