/**
 * What the schema of a fault profile cannot say: rules between its values. Types, ranges and keys are the
 * schema's (libs/experiments/src/schema/fault-profile.ts).
 */
import { type IssueList } from '@railyard/base';
import { type ComponentKind } from './fleet.js';
import {
  type FaultClassSpec,
  type FaultEffect,
  type FaultProfileSpec,
  type RateKey,
  RATE_KEYS,
} from './profile-spec.js';

const NODE_BORNE: readonly ComponentKind[] = ['gpu', 'node', 'nic', 'host-link'];
/** What each effect can strike; an effect that is not listed strikes anything. */
const STRIKES: Readonly<Partial<Record<FaultEffect['kind'], readonly ComponentKind[]>>> = {
  drain: NODE_BORNE,
  slow: NODE_BORNE,
  corrupt: NODE_BORNE,
  flap: ['host-link', 'fabric-link'],
  outage: ['nic', 'host-link', 'fabric-link', 'switch', 'plane'],
  maintenance: ['job'],
};
/** Components that a rate counts; a rate that is not listed counts the GPUs or nodes of any. */
const COUNTS: Readonly<Partial<Record<RateKey, readonly ComponentKind[]>>> = {
  ratePerLinkYear: ['host-link', 'fabric-link', 'nic'],
  ratePerSwitchYear: ['switch'],
  ratePerPlaneYear: ['plane'],
  ratePerJobDay: ['job'],
};

/** Adds an issue for every rule that the profile breaks. */
export function checkFaultProfile({ classes, networkModel }: FaultProfileSpec, issues: IssueList): void {
  const at = issues.at('classes');
  classes.forEach((spec, index) => {
    checkRate(spec, at.at(index));
    checkArrivals(spec, at.at(index));
    checkComponent(spec, at.at(index));
    checkNetworkModel(spec, networkModel, at.at(index));
    checkSpread(spec, at.at(index));
    at.at(index)
      .at('id')
      .require(
        classes.findIndex(({ id }) => id === spec.id) === index,
        'duplicate-id',
        `id must differ from those of the classes above (got "${spec.id}" again).`,
        'Give each class an id of its own.',
      );
  });
  const models = new Set(classes.map((spec) => spec.networkModel).filter((model) => model !== undefined));
  at.require(
    models.size < 2,
    'both-network-models',
    'The classes must belong to one network model (got both, which counts network faults twice).',
    'Keep the category class, or the classes of hard link and switch faults.',
  );
}

function checkRate(spec: FaultClassSpec, issues: IssueList): void {
  const given = RATE_KEYS.filter((key) => spec[key] !== undefined);
  if (spec.arrivals.kind === 'initial') {
    issues.require(
      given.length === 0,
      'rate-of-initial',
      `A class that is present from the start must have no rate (got ${given.join(', ')}).`,
      `Remove ${given.join(', ')}.`,
    );
    return;
  }
  issues.require(
    given.length === 1,
    given.length === 0 ? 'no-rate' : 'two-rates',
    `A class must have exactly one rate (got ${given.length === 0 ? 'none' : given.join(', ')}).`,
    given.length === 0 ? `Add one of ${RATE_KEYS.join(', ')}.` : 'Keep one of them.',
  );
  for (const key of given) {
    const counted = COUNTS[key] ?? [spec.component];
    issues
      .at(key)
      .require(
        counted.includes(spec.component),
        'rate-component',
        `${key} must be the rate of a class that strikes ${counted.join(', ')} (got ${spec.component}).`,
        'Use another rate, for example ratePer1000NodeDays.',
      );
  }
}

/** Counts whose variance equals their mean are those of independent faults. */
function checkArrivals({ arrivals }: FaultClassSpec, issues: IssueList): void {
  if (arrivals.kind !== 'negative-binomial') return;
  issues
    .at('arrivals')
    .at('dispersion')
    .require(
      arrivals.dispersion > 1,
      'out-of-range',
      `dispersion must be above 1 (got ${arrivals.dispersion}).`,
      'Use kind exponential for independent faults.',
    );
}

function checkComponent({ component, effect }: FaultClassSpec, issues: IssueList): void {
  const strikes = STRIKES[effect.kind] ?? [component];
  issues
    .at('component')
    .require(
      strikes.includes(component),
      'effect-component',
      `component must be one that ${effect.kind} can strike (got ${component}).`,
      `Use ${strikes.join(', ')}.`,
    );
}

/** Only a part of a node has neighbours. */
function checkSpread({ spread, component, effect }: FaultClassSpec, issues: IssueList): void {
  if (spread === undefined) return;
  issues
    .at('spread')
    .require(
      NODE_BORNE.includes(component) && effect.kind === 'drain',
      'spread-of-drain',
      `spread must be of a class that drains nodes (got ${effect.kind} of ${component}).`,
      'Use effect drain and a component of a node, or leave spread out.',
    );
}

function checkNetworkModel(
  spec: FaultClassSpec,
  networkModel: FaultProfileSpec['networkModel'],
  issues: IssueList,
): void {
  issues
    .at('networkModel')
    .require(
      spec.networkModel === undefined || spec.networkModel === networkModel,
      'other-network-model',
      `networkModel must be that of the profile, ${networkModel} (got ${spec.networkModel}).`,
      `Remove the class, or set networkModel of the profile to ${spec.networkModel}.`,
    );
}
