import { IssueList } from '@railyard/base';
import { FAULT_PROFILES, LEMONS, PLANNED_MAINTENANCE, STRAGGLERS, withClasses } from './presets.js';
import { checkFaultProfile } from './profile-check.js';

const codes = (input: unknown): string[] => {
  const issues = new IssueList();
  const good = checkFaultProfile(input, issues);
  expect(good).toBe(issues.issues.length === 0);
  return issues.issues.map(({ path, code }) => `${path} ${code}`);
};

const llama = FAULT_PROFILES['llama3-h100'];
const physical = FAULT_PROFILES['llama3-h100-physical'];
const first = llama.classes[0];
const change = (patch: object) => ({ ...llama, classes: [{ ...first, ...patch }] });

describe('checkFaultProfile', () => {
  it.each(Object.keys(FAULT_PROFILES))('accepts the preset %s', (name) => {
    expect(codes(FAULT_PROFILES[name])).toEqual([]);
    expect(codes(JSON.parse(JSON.stringify({ ...FAULT_PROFILES[name], lemons: LEMONS })))).toEqual([]);
  });

  it('accepts stragglers and planned maintenance', () => {
    expect(codes(withClasses(llama, STRAGGLERS, PLANNED_MAINTENANCE))).toEqual([]);
  });

  it('refuses both network models at once', () => {
    const both = {
      ...llama,
      classes: [
        ...llama.classes,
        ...physical.classes.filter(({ networkModel }) => networkModel === 'physical'),
      ],
    };
    expect(codes(both)).toContain('/classes both-network-models');
    expect(codes({ ...llama, networkModel: 'physical' })).toContain(
      `/classes/${llama.classes.length - 1}/networkModel other-network-model`,
    );
  });

  it.each([
    [null, ' not-an-object'],
    [{ ...llama, classes: 7 }, '/classes not-a-list'],
    [{ ...llama, speed: 1 }, '/speed unknown-key'],
    [{ ...llama, classes: [first, first] }, '/classes/1/id duplicate-id'],
    [{ ...llama, lemons: { ...LEMONS, nodeFraction: 0.9 } }, '/lemons/nodeFraction out-of-range'],
    [change({ ratePer1000GpuDays: -1 }), '/classes/0/ratePer1000GpuDays out-of-range'],
    [change({ ratePer1000GpuDays: 'many' }), '/classes/0/ratePer1000GpuDays not-a-number'],
    [change({ ratePer1000GpuDays: undefined }), '/classes/0 no-rate'],
    [change({ ratePer1000NodeDays: 1 }), '/classes/0 two-rates'],
    [
      change({ ratePer1000GpuDays: undefined, ratePerSwitchYear: 1 }),
      '/classes/0/ratePerSwitchYear rate-component',
    ],
    [change({ component: 'switch' }), '/classes/0/component effect-component'],
    [change({ component: 'rack' }), '/classes/0/component unknown-choice'],
    [change({ id: 'GPU hard' }), '/classes/0/id bad-id'],
    [change({ source: '' }), '/classes/0/source not-text'],
    [change({ arrivals: { kind: 'weibull', shape: 0 } }), '/classes/0/arrivals/shape out-of-range'],
    [
      change({ arrivals: { kind: 'negative-binomial', dispersion: 1, burstSpanS: 0 } }),
      '/classes/0/arrivals/dispersion out-of-range',
    ],
    [change({ arrivals: { kind: 'initial', fraction: 0.1 } }), '/classes/0 rate-of-initial'],
    [change({ arrivals: { kind: 'markov-modulated' } }), '/classes/0/arrivals/meanBurstS missing'],
    [
      change({ effect: { kind: 'restart', drainProbability: 2 } }),
      '/classes/0/effect/drainProbability out-of-range',
    ],
    [
      change({ duration: { kind: 'log-normal', medianS: 0, sigma: 1 } }),
      '/classes/0/duration/medianS out-of-range',
    ],
    [change({ duration: { kind: 'exponential' } }), '/classes/0/duration/meanS missing'],
  ])('names the mistake %#', (input, expected) => {
    expect(codes(input)).toContain(expected);
  });

  it('collects all mistakes at once', () => {
    expect(
      codes({
        ...llama,
        name: 5,
        classes: [
          { ...first, detectionS: -1 },
          { ...llama.classes[1], provenance: 'rumour' },
        ],
      }),
    ).toEqual([
      '/name not-text',
      '/classes/0/detectionS out-of-range',
      '/classes/1/provenance unknown-choice',
    ]);
  });
});
