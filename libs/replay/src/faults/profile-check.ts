/** Everything that can be wrong with a fault profile, all at once. */
import { type IssueList, assertUnreachable } from '@railyard/base';
import { type Fields, checkChoice, checkKeys, checkNumber, checkText, isFields } from './fields.js';
import { COMPONENT_KINDS, type ComponentKind } from './fleet.js';
import {
  ARRIVAL_KINDS,
  DURATION_KINDS,
  EFFECT_KINDS,
  FAULT_FAMILIES,
  type FaultProfileSpec,
  NETWORK_MODELS,
  RATE_KEYS,
} from './profile-spec.js';

const PROVENANCES = ['published', 'measured', 'derived', 'fitted', 'assumed'] as const;
const CLASS_KEYS = [
  'id',
  'family',
  'component',
  ...RATE_KEYS,
  'arrivals',
  'effect',
  'duration',
  'detectionS',
  'networkModel',
  'provenance',
  'source',
];
const NODE_BORNE: readonly ComponentKind[] = ['gpu', 'node', 'nic', 'host-link'];
/** What each effect can strike; `undefined` is anything. */
const STRIKES: Readonly<Partial<Record<(typeof EFFECT_KINDS)[number], readonly ComponentKind[]>>> = {
  drain: NODE_BORNE,
  slow: NODE_BORNE,
  corrupt: NODE_BORNE,
  flap: ['host-link', 'fabric-link'],
  outage: ['nic', 'host-link', 'fabric-link', 'switch', 'plane'],
  maintenance: ['job'],
};
const RATE_COMPONENTS: Readonly<Record<string, readonly ComponentKind[]>> = {
  ratePerLinkYear: ['host-link', 'fabric-link', 'nic'],
  ratePerSwitchYear: ['switch'],
  ratePerPlaneYear: ['plane'],
  ratePerJobDay: ['job'],
};

/** Checks a document's fault profile; when no issue was added it is one. */
export function checkFaultProfile(input: unknown, issues: IssueList): input is FaultProfileSpec {
  const before = issues.issues.length;
  if (!isFields(input, issues, 'a fault profile')) return false;
  checkKeys(input, ['name', 'description', 'networkModel', 'classes', 'lemons'], issues);
  checkText(input, 'name', issues);
  checkText(input, 'description', issues);
  checkChoice(input, 'networkModel', NETWORK_MODELS, issues);
  if (input.lemons !== undefined) checkLemons(input.lemons, issues.at('lemons'));
  const { classes } = input;
  if (
    issues
      .at('classes')
      .require(
        Array.isArray(classes),
        'not-a-list',
        '"classes" is a list of fault classes',
        'Write a list, with one entry for each class.',
      )
  ) {
    checkClasses(classes as readonly unknown[], input.networkModel, issues.at('classes'));
  }
  return issues.issues.length === before;
}

function checkClasses(classes: readonly unknown[], networkModel: unknown, issues: IssueList): void {
  const seen = new Set<unknown>();
  const models = new Set<unknown>();
  classes.forEach((item, index) => {
    const at = issues.at(index);
    if (!isFields(item, at, 'a fault class')) return;
    checkClass(item, at);
    at.at('id').require(
      !seen.has(item.id),
      'duplicate-id',
      `class "${String(item.id)}" stands twice`,
      'Give each class an id of its own.',
    );
    seen.add(item.id);
    if (item.networkModel === undefined) return;
    models.add(item.networkModel);
    at.at('networkModel').require(
      item.networkModel === networkModel,
      'other-network-model',
      `class "${String(item.id)}" belongs to the ${String(item.networkModel)} network model, the ` +
        `profile uses ${String(networkModel)}`,
      'remove the class or change "networkModel" of the profile',
    );
  });
  issues.require(
    models.size < 2,
    'both-network-models',
    'the profile holds classes of both network models: network faults would be counted twice',
    'keep the category class, or the hard link and switch classes, never both',
  );
}

function checkClass(spec: Fields, issues: IssueList): void {
  checkKeys(spec, CLASS_KEYS, issues);
  issues
    .at('id')
    .require(
      typeof spec.id === 'string' && /^[a-z][a-z0-9_]{0,63}$/.test(spec.id),
      'bad-id',
      '"id" is lower-case letters, digits and _',
      'Begin with a letter; 64 characters at most.',
    );
  checkChoice(spec, 'family', FAULT_FAMILIES, issues);
  const component = checkChoice(spec, 'component', COMPONENT_KINDS, issues);
  checkNumber(spec, 'detectionS', { min: 0 }, issues);
  checkChoice(spec, 'provenance', PROVENANCES, issues);
  checkText(spec, 'source', issues);
  if (spec.networkModel !== undefined) checkChoice(spec, 'networkModel', ['category', 'physical'], issues);
  const arrivals = checkArrivals(spec.arrivals, issues.at('arrivals'));
  checkRate(spec, arrivals === 'initial', component, issues);
  const effect = checkEffect(spec.effect, issues.at('effect'));
  const strikes = effect === undefined ? undefined : STRIKES[effect];
  if (strikes !== undefined && component !== undefined) {
    issues
      .at('component')
      .require(
        strikes.includes(component),
        'effect-component',
        `"${effect}" cannot strike a ${component}`,
        `one of: ${strikes.join(', ')}`,
      );
  }
  checkDuration(spec.duration, issues.at('duration'));
}

function checkRate(
  spec: Fields,
  initial: boolean,
  component: ComponentKind | undefined,
  issues: IssueList,
): void {
  const given = RATE_KEYS.filter((key) => spec[key] !== undefined);
  if (initial) {
    issues.require(
      given.length === 0,
      'rate-of-initial',
      'a class present from the start has no rate',
      `remove ${given.join(', ')}`,
    );
    return;
  }
  issues.require(
    given.length === 1,
    given.length === 0 ? 'no-rate' : 'two-rates',
    `a class has one rate, not ${given.length}`,
    `one of: ${RATE_KEYS.join(', ')}`,
  );
  for (const key of given) {
    checkNumber(spec, key, { min: 0, max: 1e9 }, issues);
    const allowed = RATE_COMPONENTS[key];
    if (allowed === undefined || component === undefined) continue;
    issues
      .at(key)
      .require(
        allowed.includes(component),
        'rate-component',
        `"${key}" is not a rate of a ${component}`,
        `use it with: ${allowed.join(', ')}`,
      );
  }
}

function checkArrivals(input: unknown, issues: IssueList): (typeof ARRIVAL_KINDS)[number] | undefined {
  if (!isFields(input, issues, '"arrivals"')) return undefined;
  const kind = checkChoice(input, 'kind', ARRIVAL_KINDS, issues);
  switch (kind) {
    case undefined:
    case 'exponential':
      break;
    case 'weibull':
      checkNumber(input, 'shape', { min: 0.1, max: 20 }, issues);
      break;
    case 'negative-binomial':
      checkNumber(input, 'dispersion', { min: 1, max: 1000, exclusive: true }, issues);
      checkNumber(input, 'burstSpanS', { min: 0 }, issues);
      break;
    case 'markov-modulated':
      checkNumber(input, 'burstRateMultiple', { min: 1 }, issues);
      checkNumber(input, 'meanQuietS', { min: 0, exclusive: true }, issues);
      checkNumber(input, 'meanBurstS', { min: 0, exclusive: true }, issues);
      break;
    case 'initial':
      checkNumber(input, 'fraction', { min: 0, max: 1 }, issues);
      break;
    default:
      return assertUnreachable(kind);
  }
  return kind;
}

function checkEffect(input: unknown, issues: IssueList): (typeof EFFECT_KINDS)[number] | undefined {
  if (!isFields(input, issues, '"effect"')) return undefined;
  const kind = checkChoice(input, 'kind', EFFECT_KINDS, issues);
  if (kind === 'restart') checkNumber(input, 'drainProbability', { min: 0, max: 1 }, issues);
  if (kind === 'corrupt') {
    checkNumber(input, 'visibleShare', { min: 0, max: 1, optional: true }, issues);
    if (input.visibleDelay !== undefined) checkDuration(input.visibleDelay, issues.at('visibleDelay'));
  }
  if (kind === 'slow') {
    checkNumber(input, 'slowdown', { min: 1 }, issues);
    checkNumber(input, 'repairS', { min: 0 }, issues);
  }
  return kind;
}

function checkDuration(input: unknown, issues: IssueList): void {
  if (!isFields(input, issues, '"duration"')) return;
  const kind = checkChoice(input, 'kind', DURATION_KINDS, issues);
  switch (kind) {
    case undefined:
      break;
    case 'fixed':
      checkNumber(input, 'seconds', { min: 0 }, issues);
      break;
    case 'log-normal':
      checkNumber(input, 'medianS', { min: 0, exclusive: true }, issues);
      checkNumber(input, 'sigma', { min: 0, max: 10 }, issues);
      break;
    case 'exponential':
      checkNumber(input, 'meanS', { min: 0, exclusive: true }, issues);
      break;
    default:
      assertUnreachable(kind);
  }
}

function checkLemons(input: unknown, issues: IssueList): void {
  if (!isFields(input, issues, '"lemons"')) return;
  checkNumber(input, 'nodeFraction', { min: 0, max: 0.5 }, issues);
  checkNumber(input, 'rateMultiple', { min: 1 }, issues);
  checkChoice(input, 'provenance', PROVENANCES, issues);
  checkText(input, 'source', issues);
}
