/** What the validation family of a job adds to the band of its result, and what it has to say. */
import { exp, log } from '@railyard/base';
import { calibrationOf } from '@railyard/parallelism';
import { type JobSpec } from '../document.js';
import { type Band, type RunWarning, type TimeMetrics, type ValidationFamily } from '../result.js';
import { type Interval } from './error-quantiles.js';
import { familyKey, familyName } from './family-key.js';
import { type Family } from './family.js';
import { sourceSpreadPct, shippedFamily, shippedPairs } from './measured-rows.js';

/** Widening of the logarithm of the interval on a device without measured kernels. */
const UNMEASURED = 2;
/** Rows below which a family of the job's own says little. */
const FEW = 8;
/** A median error of a family, per cent, that a reader of the result should know. */
const NOTABLE = 10;

export interface Validated {
  readonly band: Band;
  readonly family: ValidationFamily;
  readonly warnings: readonly RunWarning[];
}

/** The family of a job among the shipped ones, with what follows for its result. */
export function validationOf(
  { cluster, workload }: JobSpec,
  metrics: TimeMetrics,
  inputBand: Band,
): Validated {
  const key = familyKey(cluster, workload);
  const family = shippedFamily(key);
  const isMeasured = calibrationOf(cluster.device).warning === undefined;
  const { name, rows, medianPct, p90Pct } = family;
  return {
    band: familyBand(inputBand, metrics, family, isMeasured),
    family: { name, rows, medianPct, p90Pct },
    warnings: familyWarnings(familyName(key), family, isMeasured),
  };
}

/** The band of a job with anchors. @param doubt 90 % interval of true over corrected that they leave */
export function anchoredValidation(band: Band, metrics: TimeMetrics, doubt: Interval): Validated {
  return { band: bandAbout(band, metrics, doubt), family: shippedPairs(), warnings: [] };
}

/**
 * Each metric's interval reaches as far as that of its inputs and draws, or as that of the family, whichever
 * is further; parts of a step are taken to be as uncertain as the step.
 */
function familyBand(band: Band, metrics: TimeMetrics, family: Family, isMeasured: boolean): Band {
  const about = bandAbout(band, metrics, isMeasured ? family.interval : widened(family.interval));
  return mapped(band, (name) => [
    Math.min(band[name][0], about[name][0]),
    Math.max(band[name][1], about[name][1]),
  ]);
}

/** Around every metric: times by the interval, rates by its inverse. */
const bandAbout = (names: Band, metrics: TimeMetrics, [low, high]: Interval): Band =>
  mapped(names, (name) =>
    name.endsWith('S')
      ? [metrics[name] * low, metrics[name] * high]
      : [metrics[name] / high, metrics[name] / low],
  );

const mapped = (names: Band, intervalOf: (name: keyof Band) => Interval): Band =>
  Object.fromEntries(
    (Object.keys(names) as (keyof Band)[]).map((name) => [name, intervalOf(name)]),
  ) as unknown as Band;

const widened = ([low, high]: Interval): Interval => [
  exp(UNMEASURED * log(low)),
  exp(UNMEASURED * log(high)),
];

function familyWarnings(own: string, family: Family, isMeasured: boolean): readonly RunWarning[] {
  const { name, known, rows, sources, medianPct, p90Pct, slowerPct } = family;
  const errors = `${medianPct.toFixed(0)} % in the median, ${p90Pct.toFixed(0)} % at the 90th percentile`;
  if (known === 0)
    return [
      {
        code: 'outside-validation',
        message:
          `No published run is known of this family (${own}): the band is that of ${name} (${rows} runs, ` +
          `${errors})${isMeasured ? '' : ', twice as wide because no kernel of the device was measured'}. ` +
          `Name the job's framework in workload.software.level where it is another.`,
      },
    ];
  const warnings: RunWarning[] = [];
  if (known < FEW)
    warnings.push({
      code: 'few-published-runs',
      message:
        `Only ${known} published ${known === 1 ? 'run is' : 'runs are'} known of this family (${own})` +
        `${rows > known ? `: the band is that of ${name} (${rows} runs, ${errors})` : ''}.`,
    });
  if (sources === 1 && rows >= FEW)
    warnings.push({
      code: 'one-source',
      message:
        `All ${rows} published runs of this family (${name}) are of one source: on one device sources ` +
        `differ by ${sourceSpreadPct().toFixed(0)} % (standard deviation).`,
    });
  if (Math.abs(slowerPct) > NOTABLE)
    warnings.push({
      code: 'family-bias',
      message:
        `Published runs of this family (${name}, ${rows}) took ${Math.abs(slowerPct).toFixed(0)} % ` +
        `${slowerPct > 0 ? 'longer' : 'less'} than computed in the median.`,
    });
  return warnings;
}
