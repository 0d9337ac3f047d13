/** One published measurement: its document, what is computed of it, and the band of that. */
import { InvalidDocumentError } from '@railyard/base';
import { serve } from '@railyard/serving';
import { type MeasuredService, type ServiceFamilyKey, serviceKey } from '../../families/index.js';
import {
  type TimedPhase,
  prepareServing,
  ratesOf,
  serviceDoubt,
  timeInterval,
  timesOf,
} from '../../serving/index.js';
import { documentOfExchange, exchangeUs } from './document-of-exchange.js';
import { documentOfService } from './document-of-service.js';
import { NotStated, numberIn, type ServingRow, speedBeside } from './published-service.js';
import { EXCHANGE, FIGURES } from './service-figures.js';

export interface ServingAccuracyRow {
  readonly id: string;
  readonly source: string;
  readonly device: string;
  readonly metric: string;
  readonly measured: number | null;
  readonly twin: number | null;
  readonly errorPct: number | null;
  /**
   * 90 % interval of the twin, of what is not known exactly and of families that nothing of its publisher is
   * in, and their name.
   */
  readonly band?: readonly [low: number, high: number];
  readonly isInBand?: boolean;
  readonly familyName?: string;
  readonly family?: ServiceFamilyKey;
  readonly model?: string;
  /** Of the larger pool. */
  readonly gpus?: number;
  /** Why it is not judged, or what was taken as a default. */
  readonly why: string;
  readonly document?: Readonly<Record<string, unknown>>;
}

/** Errors are of times: a rate that is too high counts as a time that is too short. */
export function judgedService(
  row: ServingRow,
  table: readonly ServingRow[],
  known: readonly MeasuredService[],
): ServingAccuracyRow {
  const base = { id: row.id, source: row.source, device: row.device, metric: row.metric };
  const measured = row.metric === EXCHANGE ? exchangeUs(row) : numberIn(row.value);
  const none = { measured: measured ?? null, twin: null, errorPct: null };
  const figure = FIGURES[row.metric]?.[row.phase];
  if (figure === undefined || measured === undefined)
    return { ...base, ...none, why: 'The metric is none that a service computes.' };
  try {
    const { document, defaults } =
      row.metric === EXCHANGE
        ? { document: documentOfExchange(row), defaults: [] }
        : documentOfService(row, speedBeside(row, table));
    const spec = prepareServing(document).document;
    const service = serve(spec, spec.seed);
    const twin = figure(service, spec);
    const isTime = row.metric === 'tpot_ms' || row.metric === EXCHANGE;
    const phase = row.metric === EXCHANGE ? 'exchange' : (row.phase as TimedPhase);
    const doubt = serviceDoubt(spec, service, spec.seed);
    const publisher = publisherOf(row);
    const others = known.filter(({ source }) => source !== publisher);
    const { family, interval } = timeInterval(spec, phase, doubt, others);
    const band = isTime ? timesOf(twin, interval) : ratesOf(twin, interval);
    const { cluster, model, prefill, decode } = spec;
    const shown = {
      measured,
      twin,
      band,
      isInBand: band[0] <= measured && measured <= band[1],
      familyName: family.name,
      family: serviceKey(cluster, model, phase),
      model: model.name,
      gpus: Math.max(prefill.gpus, decode.gpus),
      document,
    };
    if (FITTED.has(row.id)) return { ...base, ...shown, errorPct: null, why: FITTED_TO };
    const ratio = isTime ? twin / measured : measured / twin;
    return {
      ...base,
      ...shown,
      errorPct: 100 * (ratio - 1),
      why: defaults.length === 0 ? '' : `defaults: ${defaults.join(', ')}`,
    };
  } catch (error) {
    if (error instanceof NotStated) return { ...base, ...none, why: error.message };
    if (error instanceof InvalidDocumentError)
      return { ...base, ...none, why: error.issues.map(({ message }) => message).join(' ') };
    throw error;
  }
}

/** The repository or paper that a row was published in. */
const publisherOf = ({ source }: ServingRow): string => source.split(' ')[0] ?? source;

/** Rows that a constant is fitted to: shown, and not judged (libs/serving, host-experts.ts). */
const FITTED: ReadonlySet<string> = new Set(['kt-001', 'kt-005', 'kt-007']);
const FITTED_TO = "What processors reach of their memory's rate is fitted to it.";
