/** The spread of expert loads: from an expert to a GPU, and from windows to micro-batches. */
import { EXPERT_LOAD_CV, EXPERT_LOAD_CV_RANGE, WINDOW_SPREAD, loadSpread } from './index.js';

const total = ({ persistent, window }: ReturnType<typeof loadSpread>) => Math.hypot(persistent, window);

it('of a GPU is that of an expert over the root of the experts that it holds', () => {
  expect(total(loadSpread(0.4, 1, 4096))).toBeCloseTo(0.4, 12);
  expect(total(loadSpread(0.4, 4, 4096))).toBeCloseTo(0.2, 12);
  expect(total(loadSpread(0.6, 9, 1e6))).toBeCloseTo(0.2, 12);
});

it('between windows of 4,096 tokens is the measured one, and falls with the root of the tokens', () => {
  const ratio = (tokens: number) => {
    const { persistent, window } = loadSpread(1, 1, tokens);
    return window / persistent;
  };
  expect(ratio(4096)).toBeCloseTo(0.218 / 0.569, 12);
  expect(ratio(64 * 4096)).toBeCloseTo(0.218 / 0.569 / 8, 12);
  expect(WINDOW_SPREAD.provenance).toBe('derived');
});

it('is no result of the founding case: the mean of three measured layers, in their range', () => {
  expect(EXPERT_LOAD_CV).toMatchObject({ provenance: 'assumed', source: expect.stringContaining('OLMoE') });
  expect(EXPERT_LOAD_CV.value).toBeCloseTo((0.32 + 0.4 + 0.51) / 3, 2);
  expect(EXPERT_LOAD_CV_RANGE).toEqual([0.32, 0.51]);
});

it('refuses a spread of no experts, of no tokens or below zero', () => {
  for (const bad of [
    [-1, 1, 1],
    [1, 0, 1],
    [1, 1, 0],
  ] as const)
    expect(() => loadSpread(bad[0], bad[1], bad[2])).toThrow('experts that receive tokens');
});
