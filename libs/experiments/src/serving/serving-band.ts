/**
 * The 90 % interval of a service: as far as what is drawn or not known exactly reaches, or as what published
 * services of its family took over what was computed of them, whichever is further.
 */
import { type Service } from '@railyard/serving';
import { type ServingDocument } from '../document.js';
import {
  type MeasuredService,
  type ServiceFamily,
  MEASURED_SERVICES,
  serviceFamily,
  serviceKey,
} from '../families/index.js';
import { type RunWarning, type ValidationFamily } from '../result.js';
import { type Interval, type ServiceDoubt, type TimedPhase } from './service-doubt.js';

interface ServingBand {
  /** Of decode by itself, and of one pool for both, seconds. */
  readonly timePerTokenS: Interval;
  readonly sharedTimePerTokenS: Interval;
  /** Of prefill by itself, nothing waiting before. */
  readonly timeToFirstTokenS: Interval;
  /** Rates of a GPU. */
  readonly decodeTokensPerSPerGpu: Interval;
  readonly prefillTokensPerSPerGpu: Interval;
  /** Of the headline. */
  readonly tpotMs: Interval;
  readonly tokensPerSecondPerGpu: Interval;
}

export interface ValidatedService {
  readonly band: ServingBand;
  /** Of the headline's time per token. */
  readonly family: ValidationFamily;
  readonly families: Readonly<Record<Exclude<TimedPhase, 'exchange'>, ValidationFamily>>;
  readonly warnings: readonly RunWarning[];
}

type Spec = Pick<ServingDocument, 'cluster' | 'model' | 'prefill'>;

/**
 * 90 % interval of a time of this phase over what was computed.
 * @param rows none of them the service itself
 */
export function timeInterval(
  { cluster, model }: Spec,
  phase: TimedPhase,
  { intervals }: ServiceDoubt,
  rows: readonly MeasuredService[] = MEASURED_SERVICES,
): { readonly interval: Interval; readonly family: ServiceFamily } {
  const family = serviceFamily(serviceKey(cluster, model, phase), rows);
  const own = intervals[phase];
  return {
    family,
    interval: [Math.min(own[0], family.interval[0]), Math.max(own[1], family.interval[1])],
  };
}

export function validatedService(
  spec: Spec,
  service: Service,
  headline: { readonly tpotMs: number; readonly tokensPerSecondPerGpu: number },
  doubt: ServiceDoubt,
): ValidatedService {
  const { prefill, decode, shared } = service;
  const of = (phase: TimedPhase) => timeInterval(spec, phase, doubt);
  const [reads, writes, mixed] = [of('prefill'), of('decode'), of('mixed')];
  const phase = headlinePhase(spec, service);
  const head = phase === 'mixed' ? mixed : writes;
  return {
    band: {
      timePerTokenS: timesOf(decode.timePerTokenS, writes.interval),
      sharedTimePerTokenS: timesOf(shared.timePerTokenS, mixed.interval),
      timeToFirstTokenS: timesOf(prefill.timeToFirstTokenS, reads.interval),
      decodeTokensPerSPerGpu: ratesOf(decode.tokensPerSPerGpu, writes.interval),
      prefillTokensPerSPerGpu: ratesOf(prefill.tokensPerSPerGpu, reads.interval),
      tpotMs: timesOf(headline.tpotMs, head.interval),
      tokensPerSecondPerGpu: ratesOf(headline.tokensPerSecondPerGpu, head.interval),
    },
    family: described(head.family),
    families: {
      prefill: described(reads.family),
      decode: described(writes.family),
      mixed: described(mixed.family),
    },
    warnings: familyWarnings(phase, head.family),
  };
}

/** Whose time per token the headline has (`metricsOfService`). */
const headlinePhase = ({ prefill }: Spec, { deployment }: Service): 'mixed' | 'decode' =>
  prefill.chunk !== undefined || deployment?.timePerTokenS !== undefined ? 'mixed' : 'decode';

const described = ({ name, rows, medianPct, p90Pct }: ServiceFamily): ValidationFamily => ({
  name,
  rows,
  medianPct,
  p90Pct,
});

export const timesOf = (seconds: number, [low, high]: Interval): Interval => [low * seconds, high * seconds];
export const ratesOf = (rate: number, [low, high]: Interval): Interval => [rate / high, rate / low];

/** A median error of a family, per cent, that a reader of the result should know. */
const NOTABLE = 10;

function familyWarnings(phase: string, family: ServiceFamily): readonly RunWarning[] {
  const { name, known, rows, medianPct, p90Pct, slowerPct } = family;
  if (known === 0)
    return [
      {
        code: 'outside-validation',
        message:
          `No published measurement of ${phase} is known on this device with this kind of model: the band ` +
          `is that of ${name} (${rows} measurements, ${medianPct.toFixed(0)} % in the median, ` +
          `${p90Pct.toFixed(0)} % at the 90th percentile).`,
      },
    ];
  if (Math.abs(slowerPct) <= NOTABLE) return [];
  return [
    {
      code: 'family-bias',
      message:
        `Published services of this family (${name}, ${rows}) took ${Math.abs(slowerPct).toFixed(0)} % ` +
        `${slowerPct > 0 ? 'longer' : 'less'} than computed in the median.`,
    },
  ];
}
