import { type InvalidDocumentError } from '@railyard/base';
import { DEVICES } from '@railyard/cluster';
import { layerParameters, WORKLOADS } from '@railyard/parallelism';
import { layerRequest, summarizeLayer } from '../index.js';

const h200 = DEVICES['h200']!;

describe('a layer', () => {
  it.each(
    Object.keys(WORKLOADS).flatMap((workload) =>
      Object.keys(DEVICES).map((device) => [workload, device] as const),
    ),
  )('%s on %s is sane', (name, device) => {
    const workload = WORKLOADS[name]!;
    const summary = summarizeLayer(layerRequest(workload, DEVICES[device]!, { sequence: 2048 }));
    expect(summary.forwardMs).toBeGreaterThan(0);
    expect(
      summary.operations.every(
        (operation) => operation.ms > 0 && operation.bytes > 0 && operation.flops >= 0,
      ),
    ).toBe(true);
    // No pass is faster than its FLOPs at the device's peak.
    const peak =
      (summary.precision === 'fp8' ? DEVICES[device]!.fp8Tflops : DEVICES[device]!.bf16Tflops) * 1e12;
    const flops = summary.operations
      .filter((operation) => operation.pass === 'forward')
      .reduce((sum, operation) => sum + operation.flops, 0);
    expect(summary.forwardMs / 1e3).toBeGreaterThan(flops / peak);
    expect(summary.backwardInputMs + summary.backwardWeightMs).toBeGreaterThan(summary.forwardMs);
  });

  it('does the FLOPs of its parameters, and a little attention', () => {
    const workload = WORKLOADS['llama3.1-405b']!;
    const summary = summarizeLayer(layerRequest(workload, h200, { sequence: 2048 }));
    const flops = summary.operations
      .filter((operation) => operation.pass === 'forward')
      .reduce((sum, operation) => sum + operation.flops, 0);
    expect(flops / (2 * 2048 * layerParameters(workload.model, 'dense').shared)).toBeCloseTo(1, 1);
  });

  it('splits over tensor ranks, and takes longer with more tokens', () => {
    const workload = WORKLOADS['llama3.1-405b']!;
    const forward = (stated: Parameters<typeof layerRequest>[2]): number =>
      summarizeLayer(layerRequest(workload, h200, stated)).forwardMs;
    expect(forward({ tensor: 8 })).toBeLessThan(forward({}) / 4);
    expect(forward({ tokens: 16384 })).toBeGreaterThan(1.5 * forward({}));
  });

  it('refuses what cannot be, all at once', () => {
    const workload = WORKLOADS['llama3-8b']!;
    expect(() =>
      summarizeLayer(
        layerRequest(workload, DEVICES['a100']!, {
          tokens: 1000,
          sequence: 300,
          precision: 'fp8',
          tensor: 3,
          expert: 2,
          kind: 'moe',
        }),
      ),
    ).toThrow(
      expect.objectContaining({
        issues: ['tokens', 'precision', 'tensor', 'expert', 'kind'].map((key) =>
          expect.objectContaining({ path: `/${key}` }),
        ),
      }),
    );
  });

  it('hints at the numbers that it accepts, and knows a dense model', () => {
    const issuesWith = (name: string, stated: Parameters<typeof layerRequest>[2]) => {
      try {
        summarizeLayer(layerRequest(WORKLOADS[name]!, h200, stated));
        return [];
      } catch (error) {
        return (error as InvalidDocumentError).issues.map(
          ({ path, message, hint }) => `${path}: ${message} ${hint}`,
        );
      }
    };
    expect(issuesWith('llama3-8b', { tensor: 64 })[0]).toMatch(
      /^\/tensor: tensor 64 does not divide 32 heads.* Use 1, 2, 4, 8, 16 or 32\.$/,
    );
    for (const tensor of [1, 2, 4, 8, 16, 32]) expect(issuesWith('llama3-8b', { tensor })).toEqual([]);
    expect(issuesWith('llama3-8b', { tensor: 3, sequence: 3 })[0]).toMatch(/ Use 1\.$/);
    expect(issuesWith('llama3-8b', { expert: 8 })).toEqual([
      '/expert: the model is dense: it has no experts that 8 ranks could share. Leave `expert` out.',
    ]);
    expect(issuesWith('deepseek-v3', { expert: 96 })).toEqual([
      '/expert: expert 96 does not divide 256 routed experts. Use 1, 2, 4, 8, 16, 32, 64, 128 or 256.',
    ]);
  });
});
