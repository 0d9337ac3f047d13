import { isRecord } from '@railyard/base';
import { DEVICES } from '@railyard/cluster';
import { gemmSeconds } from '@railyard/parallelism';
import { prepareExperiment } from '../engine.js';
import { prepareServing } from '../serving/index.js';
import { priceChange, SUGGESTIONS } from './price-wishes.js';
import { type Changes } from './changes.js';
import { type SuggestedChange, to } from './suggestion.js';
import { STRENGTHS } from './strengths.js';
import { FASTER_GEMMS } from './training-suggestions.js';
import { changed, type WishJobName } from './wish-jobs.js';

const changes = SUGGESTIONS.flatMap(({ id, changes: all }) => all.map((change) => ({ id, ...change })));
const usualOf = ({ cases }: SuggestedChange) => cases[cases.length === 1 ? 0 : 1]!;

/** Paths at which two values differ. */
function differences(a: unknown, b: unknown, path = ''): readonly string[] {
  if (isRecord(a) && isRecord(b))
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
      differences(a[key], b[key], path === '' ? key : `${path}.${key}`),
    );
  return JSON.stringify(a) === JSON.stringify(b) ? [] : [path];
}

/** The full form of a job's document. */
function fullForm(job: WishJobName, put: Changes): unknown {
  const document = changed(job, put);
  if (!isRecord(document)) return document;
  if (document.kind === 'Experiment') return prepareExperiment(document).document;
  return document.kind === 'Serving' ? prepareServing(document).document : document;
}

describe('suggestions', () => {
  it('are all 35 of the list, each priced or said in words', () => {
    expect(SUGGESTIONS.map(({ id }) => id)).toEqual(
      Array.from({ length: 35 }, (_, i) => `S${String(i + 1).padStart(2, '0')}`),
    );
    for (const { needs, source, machine } of SUGGESTIONS)
      expect([needs, source, machine].every((text) => text.length > 5)).toBe(true);
  });

  it('name a knob that they share on both sides', () => {
    for (const { id, oneKnobWith = [], changes: own } of SUGGESTIONS) {
      if (own.length > 0) continue;
      for (const other of oneKnobWith) expect(SUGGESTIONS.map((one) => one.id)).toContain(other);
      expect([id, oneKnobWith.length > 0 || ['S28', 'S34'].includes(id)]).toEqual([id, true]);
    }
  });

  it.each(changes)('$id changes its own keys of the document and nothing else: $job', (change) => {
    const { today, then } = usualOf(change);
    const found = differences(fullForm(change.job, today), fullForm(change.job, then));
    const declared = Object.keys({ ...today, ...then });
    expect(found.length).toBeGreaterThan(0);
    for (const path of found) expect(declared.some((key) => path.startsWith(key))).toBe(true);
  });
});

/** Resources that a switch is for; the others may move by a part in 10,000 of the time at most. */
const FOR: Readonly<Record<string, readonly string[]>> = {
  S01: ['tensor cores'],
  S03: ['dispatch and combine'],
  S05: ['dispatch and combine'],
  S06: ['tensor cores', 'other kernels'],
  S07: ['all-reduce'],
  S08: ['dispatch and combine'],
  S09: ['dispatch and combine', 'host link'],
  S10: ['dispatch and combine'],
  S11: ['dispatch and combine', 'host link'],
  S12: [],
  S15: ['dispatch and combine'],
  S16: [],
  S17: [],
  S18: [],
  S19: ['dispatch and combine'],
  S23: [],
  S25: [],
  S33: ['tensor cores', 'other kernels', 'dispatch and combine', 'attention', 'dense layers', 'experts'],
  S35: ['dispatch and combine'],
};
/** Nothing is to move (facts/hardware-directions, expected sign). */
const STILL: readonly string[] = ['S05 training', 'S12 training', 'S16 decode, 8 sequences, RoCE'];

describe('prices', () => {
  it('range as widely as the job that they are a share of, and have data of a stated strength', () => {
    const { change, band } = priceChange({
      job: 'training',
      cases: [to({ 'workload.communication.coprocessor': true })],
    });
    // The founding step is 20.23 s, from 19.3 to 21.4.
    expect(band[0] / change).toBeGreaterThan(1.03);
    expect(band[1] / change).toBeLessThan(0.98);
    for (const { id } of SUGGESTIONS) expect(STRENGTHS[id]).toMatch(/^[ABCD]$/);
  });

  const played = changes.filter(({ job }) => !/days|time under/.test(job));

  it.each(played)('$id is never a loss, and spares its own resource: $job', (change) => {
    const { id, job } = change;
    const { gain, today, saved, band } = priceChange({ job, cases: [usualOf(change)] });
    if (STILL.includes(`${id} ${job}`)) expect(Math.abs(gain) / today).toBeLessThan(1e-4);
    else expect(gain).toBeGreaterThan(0);
    expect(band[0]).toBeLessThanOrEqual(band[1]);
    for (const [name, seconds] of Object.entries(saved))
      if (!(FOR[id] ?? []).includes(name))
        expect([name, Math.abs(seconds) / today < 1e-3]).toEqual([name, true]);
  });

  it('of sets are less than those of their parts on one path', () => {
    const parts = [FASTER_GEMMS.usual, { 'workload.communication.coprocessor': true }];
    const gain = (put: Changes) => priceChange({ job: 'training', cases: [to(put)] }).gain;
    const together = gain({ ...parts[0], ...parts[1] });
    expect(together).toBeLessThan(gain(parts[0]!) + gain(parts[1]!));
    expect(together).toBeGreaterThan(gain(parts[1]!));
  });

  it('of accumulation are those of GEMMs 1.10 and up to 1.20 times as fast', () => {
    const device = DEVICES['h800']!;
    const shapes = [
      [4096, 24_576, 1536],
      [4096, 7168, 16_384],
      [4096, 4096, 7168],
      [4096, 7168, 2048],
    ] as const;
    const gainOf = (put: Changes, pass: 'forward' | 'wgrad'): number => {
      const { calibration } = put['cluster.device'] as Pick<typeof device, 'calibration'>;
      const ratios = shapes.map(([m, n, k]) => {
        const seconds = (one: typeof device) =>
          gemmSeconds(one, { m, n, k }, { precision: 'fp8-block', pass });
        return (
          seconds(device) / seconds({ ...device, ...(calibration === undefined ? {} : { calibration }) })
        );
      });
      return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
    };
    for (const pass of ['forward', 'wgrad'] as const) {
      expect(gainOf(FASTER_GEMMS.usual, pass)).toBeCloseTo(1.1, 1);
      expect(gainOf(FASTER_GEMMS.most, pass)).toBeGreaterThan(1.15);
      expect(gainOf(FASTER_GEMMS.most, pass)).toBeLessThan(1.25);
    }
  });
});
