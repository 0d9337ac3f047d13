import { type InvalidDocumentError, type Issue } from '@railyard/base';
import { DEVICES } from '@railyard/cluster';
import { layerKinds, layerParameters, WORKLOADS } from '@railyard/parallelism';
import { checkedLayer, type LayerRequest, runLayer } from '../index.js';

const layerOf = (workload: string, device: string, stated: Partial<LayerRequest> = {}) =>
  runLayer(checkedLayer({ workload, device, ...stated }));

describe('a layer', () => {
  it.each(
    Object.keys(WORKLOADS).flatMap((workload) =>
      Object.keys(DEVICES).map((device) => [workload, device] as const),
    ),
  )('%s on %s is sane', (name, device) => {
    const summary = layerOf(name, device, { sequence: 2048 });
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
    const summary = layerOf('llama3.1-405b', 'h200', { sequence: 2048 });
    const flops = summary.operations
      .filter((operation) => operation.pass === 'forward')
      .reduce((sum, operation) => sum + operation.flops, 0);
    expect(
      flops / (2 * 2048 * layerParameters(workload.model, layerKinds(workload.model)[0]!).shared),
    ).toBeCloseTo(1, 1);
  });

  it('splits over tensor ranks, and takes longer with more tokens', () => {
    const forward = (stated: Partial<LayerRequest>): number =>
      layerOf('llama3.1-405b', 'h200', stated).forwardMs;
    expect(forward({ tensor: 8 })).toBeLessThan(forward({}) / 4);
    expect(forward({ tokens: 16384 })).toBeGreaterThan(1.5 * forward({}));
  });

  const issuesWith = (request: object): readonly Issue[] => {
    try {
      checkedLayer(request);
      return [];
    } catch (error) {
      return (error as InvalidDocumentError).issues;
    }
  };
  const places = (request: object) => issuesWith(request).map(({ path, code }) => `${path} ${code}`);

  it('refuses what cannot be, all at once', () => {
    expect(
      places({
        workload: 'llama3-8b',
        device: 'a100',
        tokens: 1000,
        sequence: 300,
        precision: 'fp8',
        tensor: 3,
        expert: 2,
      }),
    ).toEqual([
      '/tokens not-divisible',
      '/precision unsupported-precision',
      '/tensor not-divisible',
      '/expert not-applicable',
    ]);
    expect(places({ workload: 'llama3-8', device: 'h21', tokens: 0, kind: 'dense' })).toEqual([
      '/kind unknown-key',
      '/tokens too-small',
      '/workload unknown-preset',
      '/device unknown-preset',
    ]);
    expect(places({ workload: 'llama3-8b', tokens: 1.5, sequence: 300, tensor: 3 })).toEqual([
      '/device missing-key',
      '/tokens wrong-type',
    ]);
    expect(places({ workload: 'llama3-8b', device: 'h200', tokens: 'x', sequence: 300, tensor: 7 })).toEqual([
      '/tokens wrong-type',
      '/tensor not-divisible',
    ]);
    expect(places([])).toEqual([' wrong-type']);
  });

  it('is dense or of experts as the model has it, and dense where that is asked for', () => {
    const kindOf = (workload: string, stated: Partial<LayerRequest> = {}) =>
      checkedLayer({ workload, device: 'h800', ...stated }).kind.name;
    expect([kindOf('llama3-8b'), kindOf('deepseek-v3')]).toEqual(['dense', 'moe']);
    expect([kindOf('deepseek-v3', { dense: true }), kindOf('deepseek-v3', { dense: false })]).toEqual([
      'dense',
      'moe',
    ]);
  });

  it('hints at the numbers that it accepts, and knows a dense model', () => {
    const words = (workload: string, stated: Partial<LayerRequest>) =>
      issuesWith({ workload, device: 'h200', ...stated }).map(
        ({ path, message, hint }) => `${path}: ${message} ${hint}`,
      );
    expect(words('llama3-8b', { tensor: 64 })[0]).toMatch(
      /^\/tensor: tensor must divide 32 heads.* \(got 64\)\. Use 1, 2, 4, 8, 16 or 32\.$/,
    );
    for (const tensor of [1, 2, 4, 8, 16, 32]) expect(words('llama3-8b', { tensor })).toEqual([]);
    expect(words('llama3-8b', { tensor: 3, sequence: 3 })[0]).toMatch(/ Use 1\.$/);
    expect(words('llama3-8b', { expert: 8 })).toEqual([
      '/expert: expert must be left out for a dense model (got 8). Remove it.',
    ]);
    expect(words('deepseek-v3', { expert: 96 })).toEqual([
      '/expert: expert must divide the 256 routed experts (got 96). Use 1, 2, 4, 8, 16, 32, 64, 128 or 256.',
    ]);
  });
});
