import { type ServingResult } from '@railyard/experiments';
import { json, railyard } from './railyard.js';

const serve = async (...args: readonly string[]): Promise<ServingResult> =>
  (await json(['serving', 'examples/serving.yaml', ...args])).data as ServingResult;

describe('railyard serving', () => {
  it('prints rates, what a pass waits for, and the same document twice', async () => {
    const { stdout, code } = await railyard(['serving', 'examples/serving.yaml']);
    expect(code).toBe(0);
    expect(stdout).toContain('time per token (ms)');
    expect(stdout).toContain('dispatch and combine');
    const [first, second] = [await serve(), await serve()];
    expect(second).toEqual(first);
    expect(first.decode.tokensPerStep).toBeCloseTo(1.85, 12);
  });

  it('changes a key, and says what is wrong with it', async () => {
    const half = await serve('--set', 'decode.batch=48');
    const whole = await serve();
    expect(half.decode.timePerTokenS).toBeLessThan(whole.decode.timePerTokenS);
    expect(await railyard(['serving', 'examples/serving.yaml', '--set', 'decode.tensor=5'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('/decode/tensor'),
    });
    expect(await railyard(['serving', 'examples/half-nic.yaml'])).toMatchObject({ code: 2 });
  });

  it('judges itself by published measurements', async () => {
    const { stdout, code } = await railyard(['accuracy', 'serving']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/ix870\s+4\s+4/);
    const shown = await railyard(['accuracy', 'serving', '--show', 'ix-003']);
    expect(shown.stdout).toContain('"kind": "Serving"');
    expect(await railyard(['accuracy', 'serving', 'nowhere.csv'])).toMatchObject({ code: 4 });
  });
});
