import { serve } from '@railyard/serving';
import { API_VERSION } from '../document.js';
import { prepareServing, runServing } from './run-serving.js';
import { serviceDoubt } from './service-doubt.js';
import { validatedService } from './serving-band.js';

const pool = { gpus: 32, expert: 32, redundantExperts: 32 };
const document = (changes: object = {}) => ({
  apiVersion: API_VERSION,
  kind: 'Serving',
  cluster: { preset: 'h800-2048-mpft' },
  model: { preset: 'deepseek-v3' },
  precision: 'fp8',
  prefill: pool,
  decode: { ...pool, batch: 16 },
  ...changes,
});
const doubtOf = (changes: object = {}) => {
  const spec = prepareServing(document(changes)).document;
  return serviceDoubt(spec, serve(spec, 1), 1);
};
const namesOf = (changes: object = {}) => doubtOf(changes).uncertainty.inputs.map(({ name }) => name);

describe('the doubt about a service', () => {
  it('is of rates of kernels and of the loads of experts, and of what the document leaves open', () => {
    expect(namesOf()).toEqual(['kernels.matrixRate', 'kernels.memoryRate', 'routing.expertLoadCv']);
    expect(namesOf({ routing: { expertLoadCv: 0.3 } })).not.toContain('routing.expertLoadCv');
    expect(namesOf({ speculation: { depth: 1 } })).toContain('speculation.acceptance');
    expect(namesOf({ speculation: { depth: 1, acceptance: 0.6 } })).not.toContain('speculation.acceptance');
    expect(namesOf({ communication: { combinePrecision: 'logfmt10' } })).toContain(
      'communication.codecShare',
    );
    expect(namesOf({ hostExperts: { by: 'processor', bandwidthGBps: 600 } })).toContain('hostExperts.share');
    expect(namesOf({ hostExperts: { by: 'gpu', bandwidthGBps: 600 } })).not.toContain('hostExperts.share');
  });

  it('has the change of each time at both ends: faster memory shortens decode, not its exchange', () => {
    const { inputs } = doubtOf().uncertainty;
    const memory = inputs.find(({ name }) => name === 'kernels.memoryRate')!;
    expect(memory.range).toEqual([0.95, 1.05]);
    expect(memory.timePct.decode[0]).toBeGreaterThan(0.5);
    expect(memory.timePct.decode[1]).toBeLessThan(-0.5);
    expect(memory.timePct.exchange).toEqual([0, 0]);
    const accepted = doubtOf({ speculation: { depth: 1 } }).uncertainty.inputs.at(-1)!;
    expect(accepted.timePct.decode[0]).toBeCloseTo(100 * (1.85 / 1.8 - 1), 9);
    expect(accepted.timePct.decode[1]).toBeCloseTo(100 * (1.85 / 1.9 - 1), 9);
  });

  it('adds in squares, upwards and downwards each for itself', () => {
    const { intervals, uncertainty } = doubtOf();
    const up = uncertainty.inputs.map(({ timePct }) => Math.max(0, ...timePct.decode) / 100);
    const drawn = (1.6449 * uncertainty.draws!.decodePct) / 100;
    expect(intervals.decode[1]).toBeCloseTo(1 + Math.hypot(drawn, ...up), 9);
    expect(uncertainty.draws!.decodePct).toBeGreaterThan(0);
    expect(doubtOf({ routing: { expertLoadCv: 0 } }).uncertainty.draws).toBeUndefined();
  });
});

describe('the band of a service', () => {
  it('reaches as far as its family or its inputs, whichever is further', () => {
    const { band, family, families, decode, tpotMs, tokensPerSecondPerGpu } = runServing(
      prepareServing(document()),
    );
    expect(family).toEqual(families.decode);
    expect(family).toMatchObject({ name: expect.stringContaining('decode'), rows: expect.any(Number) });
    const [low, high] = band.timePerTokenS.map((end) => end / decode.timePerTokenS) as [number, number];
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(1);
    expect(band.tpotMs[0]).toBeCloseTo(low * tpotMs, 9);
    expect(band.tokensPerSecondPerGpu[0]).toBeCloseTo(tokensPerSecondPerGpu / high, 6);
    const spec = prepareServing(document()).document;
    const service = serve(spec, 1);
    const doubt = { ...doubtOf(), intervals: { ...doubtOf().intervals, decode: [0.1, 9] as const } };
    const wide = validatedService(spec, service, { tpotMs, tokensPerSecondPerGpu }, doubt);
    expect(wide.band.tpotMs).toEqual([0.1 * tpotMs, 9 * tpotMs]);
  });

  it('of one pool that takes chunks along is that of services which do both', () => {
    const chunked = runServing(prepareServing(document({ prefill: { ...pool, chunk: 2048 } })));
    expect(chunked.family).toEqual(chunked.families.mixed);
    expect(chunked.band.tpotMs[0]).toBeCloseTo(1e3 * chunked.band.sharedTimePerTokenS[0], 9);
  });

  it('says where no service of the device was published', () => {
    const { warnings } = runServing(
      prepareServing(document({ cluster: { preset: 'a100-64' }, precision: 'bf16' })),
    );
    expect(warnings.map(({ code }) => code)).toContain('outside-validation');
  });
});
