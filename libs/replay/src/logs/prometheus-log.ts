/**
 * Range queries of Prometheus over DCGM's metrics. The gauge of Xids holds the last code: an event is a
 * change to another code that is not 0; times are known to one step, so codes within a step are one event. A
 * counter that falls was reset, and its new value is the increase.
 */
import { RecordedLogError } from '../faults/index.js';
import { coalesced } from './coalesce.js';
import { echo, type KernelMessage, xidMessage } from './kernel-message.js';
import { isoOf, type LogContext, type LogReading, US } from './log-event.js';

/** Samples of one metric with the same labels; the name is `__name__`. */
export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [timeS: number, value: string])[];
}

const XID_GAUGE = 'DCGM_FI_DEV_XID_ERRORS';
const DOUBLE_BIT = 'DCGM_FI_DEV_ECC_DBE_VOL_TOTAL';
const UNCORRECTABLE = 48;

export const readPrometheus = (document: unknown, context: LogContext): LogReading =>
  readSeries(seriesOf(document), 'prometheus-range', context);

export function readSeries(series: readonly Series[], format: string, { stepS }: LogContext): LogReading {
  const step = stepS ?? smallestStep(series);
  const messages = series
    .flatMap((one) => (one.metric.__name__ === XID_GAUGE ? changesOf(one) : increasesOf(one)))
    .sort((a, b) => a.timeUs - b.timeUs || Number(a.kind === 'echo') - Number(b.kind === 'echo'));
  const events = coalesced(messages, step).map((event) => ({ ...event, timeErrorS: step }));
  const samples = series.reduce((sum, { values }) => sum + values.length, 0);
  return {
    format,
    events,
    read: samples,
    ignored: samples - messages.length,
    notes: series.flatMap((one) => gapsOf(one, step)),
  };
}

function seriesOf(document: unknown): readonly Series[] {
  const { data } = document as {
    readonly data?: { readonly resultType?: string; readonly result?: unknown };
  };
  if (data?.resultType !== 'matrix' || !Array.isArray(data.result))
    throw new RecordedLogError(
      1,
      'A Prometheus answer must be of a range query.',
      'Use /api/v1/query_range.',
    );
  return data.result as readonly Series[];
}

const nodeOf = ({ metric }: Series): string => metric.Hostname ?? metric.instance ?? '';
const gpuOf = ({ metric }: Series): string => `gpu${metric.gpu ?? ''}`;

/** A code that stands there from the start is old. */
function changesOf(series: Series): readonly KernelMessage[] {
  return series.values.flatMap(([timeS, value], index) => {
    const [, before = value] = series.values[index - 1] ?? [];
    const code = Number(value);
    if (value === before || code === 0) return [];
    return [{ ...xidMessage(gpuOf(series), code), timeUs: timeS * US, node: nodeOf(series) }];
  });
}

function increasesOf(series: Series): readonly KernelMessage[] {
  if (series.metric.__name__ !== DOUBLE_BIT) return [];
  return series.values.flatMap(([timeS, value], index) => {
    const [, before = value] = series.values[index - 1] ?? [];
    const [now, then] = [Number(value), Number(before)];
    const increase = now < then ? now : now - then;
    if (increase === 0) return [];
    const said = echo(gpuOf(series), UNCORRECTABLE, `dbe +${increase}`);
    return [{ ...said, timeUs: timeS * US, node: nodeOf(series) }];
  });
}

/** Samples that are missing: the driver was reloaded, the GPU reset or the node down. */
function gapsOf(series: Series, stepS: number): readonly string[] {
  if (series.metric.__name__ !== XID_GAUGE) return [];
  return series.values.flatMap(([timeS], index) => {
    const [before = timeS] = series.values[index - 1] ?? [];
    if (timeS - before <= 1.5 * stepS || series.values.length < 3) return [];
    const [from, to] = [isoOf(before * US), isoOf(timeS * US)];
    return [`${nodeOf(series)} ${gpuOf(series)} has no samples from ${from} to ${to}.`];
  });
}

function smallestStep(series: readonly Series[]): number {
  const steps = series.flatMap(({ values }) =>
    values.slice(1).map(([timeS], index) => timeS - (values[index]?.[0] ?? timeS)),
  );
  return steps.filter((step) => step > 0).reduce((least, step) => Math.min(least, step), 3600);
}
