/**
 * Accuracy of services: published measurements, each mapped to a document and computed. Nothing is fitted to
 * them but the start of an engine's all-reduce, which no row here measures.
 */
import { InvalidDocumentError } from '@railyard/base';
import { prepareServing, runServing, type ServingResult } from '../../serving/index.js';
import { type ErrorSummary, summarizeErrors } from '../error-summary.js';
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
  const none = { measured: numberIn(row.value) ?? null, twin: null, errorPct: null };
  const measured = numberIn(row.value);
  const figure = FIGURES[row.metric]?.[row.phase];
  if (figure === undefined || measured === undefined)
    return { ...base, ...none, why: 'The metric is none that a service computes.' };
  try {
    const { document, defaults } = documentOfService(row);
    const result = runServing(prepareServing(document));
    const twin = figure(result, document);
    const ratio = row.metric === 'tpot_ms' ? twin / measured : measured / twin;
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

type Figure = (result: ServingResult, document: Readonly<Record<string, unknown>>) => number;

const nodeOf = ({ document }: ServingResult): number => Math.min(8, document.cluster.gpusPerNode);

const FIGURES: Readonly<Record<string, Readonly<Record<string, Figure>>>> = {
  tpot_ms: {
    decode: ({ decode }) => 1e3 * decode.timePerTokenS,
    mixed: ({ shared, deployment }) => 1e3 * (deployment?.timePerTokenS ?? shared.timePerTokenS),
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
