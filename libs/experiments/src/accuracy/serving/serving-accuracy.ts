/**
 * Accuracy of services: published measurements, each mapped to a document and computed. Fitted to them are
 * the start of an engine's all-reduce, which no row here measures, and what processors reach of their memory,
 * to three rows that are not judged.
 */
import { InvalidDocumentError } from '@railyard/base';
import { type ModelSpec } from '@railyard/parallelism';
import { prepareServing, runServing, type ServingResult } from '../../serving/index.js';
import { type ErrorSummary, summarizeErrors } from '../error-summary.js';
import { documentOfExchange, exchangeUs } from './document-of-exchange.js';
import { documentOfService } from './document-of-service.js';
import { NotStated, numberIn, type ServingRow } from './published-service.js';

interface ServingAccuracyRow {
  readonly id: string;
  readonly source: string;
  readonly device: string;
  readonly metric: string;
  readonly measured: number | null;
  readonly twin: number | null;
  readonly errorPct: number | null;
  /** Why it is not judged, or what was taken as a default. */
  readonly why: string;
  readonly document?: Readonly<Record<string, unknown>>;
}

export interface ServingGroup extends ErrorSummary {
  readonly name: string;
  readonly judged: number;
}

export interface ServingAccuracy {
  readonly summary: ServingGroup;
  /** By the first part of a row's id: one source, or one engine of it. */
  readonly sources: readonly ServingGroup[];
  readonly devices: readonly ServingGroup[];
  readonly rows: readonly ServingAccuracyRow[];
}

export function servingAccuracy(table: readonly ServingRow[]): ServingAccuracy {
  const rows = table.map(judged);
  const by = (of: (row: ServingAccuracyRow) => string): readonly ServingGroup[] =>
    [...new Set(rows.map(of))].map((name) =>
      groupOf(
        name,
        rows.filter((row) => of(row) === name),
      ),
    );
  return {
    summary: groupOf('all', rows),
    sources: by(({ id }) => id.replace(/-\d+$/, '')),
    devices: by(({ device }) => device),
    rows,
  };
}

function groupOf(name: string, rows: readonly ServingAccuracyRow[]): ServingGroup {
  const errors = rows.flatMap(({ errorPct }) => errorPct ?? []);
  return { name, ...summarizeErrors(errors, rows.length), judged: errors.length };
}

/** Errors are of times: a rate that is too high counts as a time that is too short. */
function judged(row: ServingRow): ServingAccuracyRow {
  const base = { id: row.id, source: row.source, device: row.device, metric: row.metric };
  const measured = row.metric === EXCHANGE ? exchangeUs(row) : numberIn(row.value);
  const none = { measured: measured ?? null, twin: null, errorPct: null };
  const figure = FIGURES[row.metric]?.[row.phase];
  if (figure === undefined || measured === undefined)
    return { ...base, ...none, why: 'The metric is none that a service computes.' };
  try {
    const { document, defaults } =
      row.metric === EXCHANGE ? { document: documentOfExchange(row), defaults: [] } : documentOfService(row);
    const result = runServing(prepareServing(document));
    const twin = figure(result, document);
    if (FITTED.has(row.id)) return { ...base, measured, twin, errorPct: null, why: FITTED_TO, document };
    const isTime = row.metric === 'tpot_ms' || row.metric === EXCHANGE;
    const ratio = isTime ? twin / measured : measured / twin;
    return {
      ...base,
      measured,
      twin,
      errorPct: 100 * (ratio - 1),
      why: defaults.length === 0 ? '' : `defaults: ${defaults.join(', ')}`,
      document,
    };
  } catch (error) {
    if (error instanceof NotStated) return { ...base, ...none, why: error.message };
    if (error instanceof InvalidDocumentError)
      return { ...base, ...none, why: error.issues.map(({ message }) => message).join(' ') };
    throw error;
  }
}

/** Rows that a constant is fitted to: shown, and not judged (libs/serving, host-experts.ts). */
const FITTED: ReadonlySet<string> = new Set(['kt-001', 'kt-005', 'kt-007']);
const FITTED_TO = "What processors reach of their memory's rate is fitted to it.";

type Figure = (result: ServingResult, document: Readonly<Record<string, unknown>>) => number;

const nodeOf = ({ document }: ServingResult): number => Math.min(8, document.cluster.gpusPerNode);

/** Of one layer, both directions together. */
const EXCHANGE = 'dispatch_us/combine_us';

const routedLayers = ({ layers, moe }: ModelSpec): number => layers - (moe?.denseLayers ?? 0);

const FIGURES: Readonly<Record<string, Readonly<Record<string, Figure>>>> = {
  tpot_ms: {
    decode: ({ decode }) => 1e3 * decode.timePerTokenS,
    mixed: ({ shared, deployment }) => 1e3 * (deployment?.timePerTokenS ?? shared.timePerTokenS),
  },
  [EXCHANGE]: {
    component: ({ document, decode: { pass } }) =>
      (1e6 * (pass.dispatchS + pass.combineS)) / routedLayers(document.model),
  },
  tokens_per_s_per_user: {
    decode: ({ decode }) => decode.tokensPerSPerUser,
    mixed: ({ shared, deployment }) => 1 / (deployment?.timePerTokenS ?? shared.timePerTokenS),
  },
  tokens_per_s_per_gpu: {
    decode: ({ decode }) => decode.tokensPerSPerGpu,
    mixed: ({ shared, deployment }) => (deployment ?? shared).outputTokensPerSPerGpu,
    prefill: ({ prefill }) => prefill.promptTokensPerSPerGpu,
  },
  tokens_per_s_per_node: {
    decode: (result) => nodeOf(result) * result.decode.tokensPerSPerGpu,
    mixed: (result) => nodeOf(result) * (result.deployment ?? result.shared).outputTokensPerSPerGpu,
    prefill: (result) => nodeOf(result) * result.prefill.promptTokensPerSPerGpu,
  },
};
