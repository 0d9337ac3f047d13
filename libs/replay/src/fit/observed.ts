/** What a log says happened in a window of time, in the form that rates are fitted to. */
import { isoOf, type LogEvent } from '../logs/index.js';

/** One fault; times are seconds since the start of the window. */
export interface ObservedFault {
  readonly timeS: number;
  /** Class of a fault profile. */
  readonly class: string;
  /** What failed; empty where the log does not say. */
  readonly component: string;
  readonly node: string;
  readonly group: string;
  /** How long it was out; undefined where the log does not say. */
  readonly durationS?: number;
}

/** How many could fail, for how long. */
export interface Exposure {
  readonly gpus: number;
  readonly nodes: number;
  readonly days: number;
  /** Host links; one for each GPU where nothing else is known. */
  readonly links: number;
}

export interface ObservedLog {
  readonly faults: readonly ObservedFault[];
  readonly exposure: Exposure;
  /** Start of the window. */
  readonly from: string;
  /** Events that are no fault of a class, and events beyond the window. */
  readonly unclassed: number;
  readonly outside: number;
  /** The window is that of the events themselves: the rates are then too high. */
  readonly isWindowAssumed: boolean;
}

export interface Window {
  readonly fromUs?: number;
  readonly untilUs?: number;
}

const US = 1e6;
const SECONDS_PER_DAY = 86_400;

/** Events of a log as faults in a window; a count of n is n faults, spread over what is known of the time. */
export function observedLog(
  events: readonly LogEvent[],
  fleet: Omit<Exposure, 'days'>,
  { fromUs, untilUs }: Window = {},
): ObservedLog {
  const times = events.flatMap(({ timeUs, timeErrorS = 0 }) => [
    timeUs - timeErrorS * US,
    timeUs + timeErrorS * US,
  ]);
  const start = fromUs ?? times.reduce((least, time) => Math.min(least, time), Infinity);
  const end = untilUs ?? times.reduce((most, time) => Math.max(most, time), -Infinity);
  const seconds = Math.max(0, (end - start) / US);
  const inside = events.filter(({ timeUs }) => timeUs >= start && timeUs <= end);
  const faults = inside.flatMap((event) => (event.faultClass === '' ? [] : faultsOf(event, start, seconds)));
  return {
    faults: faults.sort((a, b) => a.timeS - b.timeS),
    exposure: { ...fleet, days: seconds / SECONDS_PER_DAY },
    from: Number.isFinite(start) ? isoOf(start) : '',
    unclassed: inside.filter(({ faultClass }) => faultClass === '').length,
    outside: events.length - inside.length,
    isWindowAssumed: fromUs === undefined || untilUs === undefined,
  };
}

function faultsOf(event: LogEvent, startUs: number, seconds: number): readonly ObservedFault[] {
  const { timeUs, timeErrorS = 0, count = 1, durationS, downS } = event;
  const outS = durationS ?? downS;
  return Array.from({ length: count }, (_, index) => {
    const spread = count === 1 ? 0 : ((2 * index + 1) / count - 1) * timeErrorS;
    const timeS = (timeUs - startUs) / US + spread;
    return {
      timeS: Math.min(seconds, Math.max(0, timeS)),
      class: event.faultClass,
      component: event.node + event.component === '' ? '' : `${event.node}/${event.component}`,
      node: event.node,
      group: event.group ?? '',
      ...(outS === undefined ? {} : { durationS: outS }),
    };
  });
}
