import { IssueList, elementAt, entryOf } from '@railyard/base';
import { FAULT_PROFILES, PLANNED_MAINTENANCE, STRAGGLERS, withClasses } from './presets.js';
import { checkFaultProfile } from './profile-check.js';
import { type FaultClassSpec, type FaultProfileSpec } from './profile-spec.js';

const codes = (profile: FaultProfileSpec): string[] => {
  const issues = new IssueList();
  checkFaultProfile(profile, issues);
  return issues.issues.map(({ path, code }) => `${path} ${code}`);
};

const llama = entryOf(FAULT_PROFILES, 'llama3-h100');
const physical = entryOf(FAULT_PROFILES, 'llama3-h100-physical');
const first = elementAt(llama.classes, 0);
/** A profile of the first class alone, changed; the keys of `without` are left out. */
const change = (patch: Partial<FaultClassSpec>, without: readonly string[] = []): FaultProfileSpec => {
  const kept = Object.entries(first).filter(([key]) => !without.includes(key));
  return { ...llama, classes: [{ ...(Object.fromEntries(kept) as unknown as FaultClassSpec), ...patch }] };
};

describe('checkFaultProfile', () => {
  it.each(Object.keys(FAULT_PROFILES))('accepts the preset %s', (name) => {
    expect(codes(entryOf(FAULT_PROFILES, name))).toEqual([]);
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

  it.each<[string, FaultProfileSpec, readonly string[]]>([
    ['an id twice', { ...llama, classes: [first, first] }, ['/classes/1/id duplicate-id']],
    ['no rate', change({}, ['ratePer1000GpuDays']), ['/classes/0 no-rate']],
    ['two rates', change({ ratePer1000NodeDays: 1 }), ['/classes/0 two-rates']],
    [
      'a rate of other components',
      change({ ratePerSwitchYear: 1 }, ['ratePer1000GpuDays']),
      ['/classes/0/ratePerSwitchYear rate-component'],
    ],
    [
      'what the effect cannot strike',
      change({ component: 'switch' }),
      ['/classes/0/component effect-component'],
    ],
    [
      'bursts as even as independent faults',
      change({ arrivals: { kind: 'negative-binomial', dispersion: 1, burstSpanS: 0 } }),
      ['/classes/0/arrivals/dispersion out-of-range'],
    ],
    [
      'a rate of what is there from the start',
      change({ arrivals: { kind: 'initial', fraction: 0.1 } }),
      ['/classes/0 rate-of-initial'],
    ],
    [
      'all of them at once',
      {
        ...llama,
        classes: [
          { ...first, component: 'plane' },
          { ...elementAt(llama.classes, 1), id: first.id },
        ],
      },
      ['/classes/0/component effect-component', '/classes/1/id duplicate-id'],
    ],
  ])('names %s', (_, profile, expected) => {
    expect(codes(profile)).toEqual(expected);
  });

  it('lets every component have the rates that count it', () => {
    const counted = {
      ratePerLinkYear: 'fabric-link',
      ratePerSwitchYear: 'switch',
      ratePerPlaneYear: 'plane',
    } as const;
    for (const [key, component] of Object.entries(counted))
      expect(
        codes(change({ component, [key]: 1, effect: { kind: 'outage' } }, ['ratePer1000GpuDays'])),
      ).toEqual([]);
  });
});
