/**
 * Rates of a profile's classes from a log: counts over exposure with exact Poisson bands, Weibull lifetimes
 * where components are named, trend, bursts, repair times and lemon nodes. Rates of published fleets differ
 * tenfold, so an operator's own log comes before any preset.
 */
import { exp, log } from '@railyard/base';
import {
  type ArrivalSpec,
  type ComponentKind,
  FAULT_PROFILES,
  type FaultClassSpec,
} from '../faults/index.js';
import { gammaQuantile, poissonInterval } from '../formulas/index.js';
import { studentQuantile } from '../montecarlo/index.js';
import { type LemonFit, lemonsOf } from './lemons.js';
import { type Exposure, type ObservedFault, type ObservedLog } from './observed.js';
import { type Bursts, burstsOf, type Groups, groupsOf, type Trend, trendOf } from './patterns.js';
import { fitWeibull, type Lifetimes, type WeibullFit } from './weibull-fit.js';

type FittedRate = 'ratePer1000GpuDays' | 'ratePer1000NodeDays' | 'ratePerLinkYear' | 'ratePerJobDay';

interface RepairFit {
  readonly repairs: number;
  readonly medianS: number;
  readonly medianBand: readonly [low: number, high: number];
  readonly sigma: number;
}

export interface ClassFit {
  readonly class: string;
  readonly component: ComponentKind;
  readonly faults: number;
  readonly rateKey: FittedRate;
  /** Faults over exposure, with its exact 95 % band. */
  readonly rate: number;
  readonly band: readonly [low: number, high: number];
  /** The law that the faults fit, and why. */
  readonly arrivals: ArrivalSpec;
  readonly weibull?: WeibullFit;
  readonly trend: Trend;
  readonly bursts?: Bursts;
  readonly groups?: Groups;
  readonly repair?: RepairFit;
}

export interface FaultFit {
  readonly exposure: Exposure;
  readonly from: string;
  readonly faults: number;
  readonly unclassed: number;
  readonly outside: number;
  readonly classes: readonly ClassFit[];
  readonly lemons?: LemonFit;
}

/** How a class of the presets is struck; a class that none has strikes nodes. */
export function templateOf(id: string): FaultClassSpec | undefined {
  for (const { classes } of [FAULT_PROFILES['llama3-h100'], FAULT_PROFILES['llama3-h100-physical']].flatMap(
    (profile) => profile ?? [],
  )) {
    const spec = classes.find((one) => one.id === id);
    if (spec !== undefined) return spec;
  }
  return undefined;
}

export function fitFaults({ faults, exposure, from, unclassed, outside }: ObservedLog): FaultFit {
  const byClass = new Map<string, ObservedFault[]>();
  for (const fault of faults) {
    const own = byClass.get(fault.class);
    if (own === undefined) byClass.set(fault.class, [fault]);
    else own.push(fault);
  }
  const classes = [...byClass]
    .map(([id, own]) => fitClass(id, own, exposure))
    .sort((a, b) => b.faults - a.faults || (a.class < b.class ? -1 : 1));
  const ofNodes = new Map<string, number>();
  for (const { node, class: id } of faults)
    if (node !== '' && templateOf(id)?.component !== 'job') ofNodes.set(node, (ofNodes.get(node) ?? 0) + 1);
  const lemons = lemonsOf(ofNodes, exposure.nodes);
  return {
    exposure,
    from,
    faults: faults.length,
    unclassed,
    outside,
    classes,
    ...(lemons === undefined ? {} : { lemons }),
  };
}

const YEAR_DAYS = 365;

/** Key of a component's rate, and the exposure in the units of that key. */
export function exposureOf(
  component: ComponentKind,
  exposure: Exposure,
): readonly [FittedRate, number, number] {
  const { gpus, nodes, links, days } = exposure;
  switch (component) {
    case 'job':
      return ['ratePerJobDay', days, 1];
    case 'host-link':
    case 'nic':
      return ['ratePerLinkYear', (links * days) / YEAR_DAYS, links];
    case 'node':
      return ['ratePer1000NodeDays', (nodes * days) / 1000, nodes];
    default:
      return ['ratePer1000GpuDays', (gpus * days) / 1000, gpus];
  }
}

function fitClass(id: string, faults: readonly ObservedFault[], exposure: Exposure): ClassFit {
  const component = templateOf(id)?.component ?? 'node';
  const [rateKey, units, members] = exposureOf(component, exposure);
  const windowS = exposure.days * 86_400;
  const times = faults.map(({ timeS }) => timeS);
  const weibull = component === 'job' ? undefined : fitWeibull(lifetimesOf(faults, members, windowS));
  const bursts = burstsOf(times, windowS);
  const [low, high] = countInterval(faults.length, isBursty(bursts) ? bursts.dispersion : 1);
  const groups = groupsOf(faults.map(({ group }) => group));
  const repair = repairOf(faults.flatMap(({ durationS }) => durationS ?? []));
  return {
    class: id,
    component,
    faults: faults.length,
    rateKey,
    rate: faults.length / units,
    band: [low / units, high / units],
    arrivals: arrivalsOf(weibull, bursts),
    ...(weibull === undefined ? {} : { weibull }),
    trend: trendOf(times, windowS),
    ...(bursts === undefined ? {} : { bursts }),
    ...(groups === undefined ? {} : { groups }),
    ...(repair === undefined ? {} : { repair }),
  };
}

/** A test at 1 %: a class is taken to be exponential unless its log says otherwise. */
const SIGNIFICANT = 0.01;
const BURST_SPAN_S = 3600;

const isBursty = (bursts: Bursts | undefined): bursts is Bursts =>
  bursts !== undefined && bursts.p < SIGNIFICANT && bursts.dispersion > 1.5;

/** Exact for independent faults; counts that spread more hold as much as fewer independent ones. */
function countInterval(count: number, spread: number): readonly [low: number, high: number] {
  if (spread === 1) return poissonInterval(count);
  return [spread * gammaQuantile(0.025, count / spread), spread * gammaQuantile(0.975, count / spread + 1)];
}

function arrivalsOf(weibull: WeibullFit | undefined, bursts: Bursts | undefined): ArrivalSpec {
  if (isBursty(bursts))
    return { kind: 'negative-binomial', dispersion: bursts.dispersion, burstSpanS: BURST_SPAN_S };
  if (weibull !== undefined && weibull.pExponential < SIGNIFICANT)
    return { kind: 'weibull', shape: Math.min(10, Math.max(0.1, weibull.shape)) };
  return { kind: 'exponential' };
}

/** A component is new at the start of the window and after each of its faults. */
function lifetimesOf(faults: readonly ObservedFault[], members: number, windowS: number): Lifetimes {
  const last = new Map<string, number>();
  const ended = faults.map(({ timeS, component }, index) => {
    // A fault of nobody known is the first of its component.
    const key = component === '' ? `fault ${index}` : component;
    const since = last.get(key) ?? 0;
    last.set(key, timeS);
    // Two faults in one second are a second apart.
    return Math.max(1, timeS - since);
  });
  const cut = [...last.values()].map((timeS) => [Math.max(1, windowS - timeS), 1] as const);
  const untouched = Math.max(0, members - last.size);
  return { ended, cut: [...cut, [windowS, untouched] as const] };
}

const FEWEST_REPAIRS = 3;

/** Log-normal: median and the standard deviation of the logarithm, with Student's band of the median. */
function repairOf(durations: readonly number[]): RepairFit | undefined {
  const logs = durations.filter((seconds) => seconds > 0).map((seconds) => log(seconds));
  if (logs.length < FEWEST_REPAIRS) return undefined;
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  const variance = logs.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (logs.length - 1);
  const sigma = Math.sqrt(variance);
  const reach = (studentQuantile(0.975, logs.length - 1) * sigma) / Math.sqrt(logs.length);
  return {
    repairs: logs.length,
    medianS: exp(mean),
    medianBand: [exp(mean - reach), exp(mean + reach)],
    sigma,
  };
}
