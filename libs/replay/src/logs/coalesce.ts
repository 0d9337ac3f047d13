/**
 * Messages to events: codes of one GPU within a few seconds, and what they pull along on the node, are one
 * event (Delta, arXiv 2503.11901: a gap of 5 s). Lines counted for events overstate a rate many times.
 */
import { type KernelMessage } from './kernel-message.js';
import { type LogEvent, US } from './log-event.js';
import { type CodeMeaning } from './xid-codes.js';

const GAP_S = 5;
/** Recovery actions (154) are stated later. */
const ACTION_GAP_S = 60;
/** From the mildest. */
const ACTIONS = [
  'ignore',
  'follow-other',
  'inspect',
  'restart-app',
  'reset-gpu',
  'reset-gpu-and-fabric',
  'reboot',
];
const EFFECTS = ['none', 'window', 'degrades', 'maybe', 'kills'];

/** Codes that another error causes: cleared channels (45, 43), and what to do next (154). */
const FOLLOWS = new Set([43, 45, 154, 171, 172]);
const follows = ({ kind, code }: KernelMessage): boolean =>
  kind === 'echo' || (kind === 'xid' && FOLLOWS.has(code));

/** Messages of a node in order of time. */
export function coalesced(messages: readonly KernelMessage[], gapS = GAP_S): readonly LogEvent[] {
  const groups: KernelMessage[][] = [];
  for (const message of messages) {
    const group = groups.findLast((open) => belongs(message, open, gapS));
    if (group === undefined) groups.push([message]);
    else group.push(message);
  }
  return paired(groups.map(eventOf));
}

function belongs(message: KernelMessage, group: readonly KernelMessage[], gapS: number): boolean {
  const [first, last] = [group[0], group.at(-1)];
  if (first === undefined || last === undefined || first.node !== message.node) return false;
  const states = message.kind === 'xid' && message.code === 154;
  if (message.timeUs - last.timeUs > (states ? Math.max(gapS, ACTION_GAP_S) : gapS) * US) return false;
  if (group.some(({ component }) => component === message.component)) return !isThermal(message);
  return follows(message) || (onFabric(message) && group.some(onFabric));
}

const isThermal = ({ meaning }: KernelMessage): boolean => meaning.class === 'thermal';
/** A fatal switch code and the NVLink error of the GPU that it causes are one. */
const onFabric = (message: KernelMessage): boolean =>
  !isThermal(message) && (message.kind === 'sxid' || message.meaning.class === 'nvlink');

function eventOf(group: readonly KernelMessage[]): LogEvent {
  const primary = primaryOf(group);
  const [first] = group;
  const { class: meaning, faultClass } = meaningIn(group, primary);
  const action = worst(
    group.map((message) => message.meaning.action),
    ACTIONS,
    primary.meaning.action,
  );
  const { link } = primary;
  return {
    timeUs: first?.timeUs ?? primary.timeUs,
    node: primary.node,
    component: primary.component,
    code: primary.code,
    ...(primary.kind === 'sxid' ? { kind: 'sxid' as const } : {}),
    class: meaning,
    jobEffect: worst(
      group.map((message) => message.meaning.jobEffect),
      EFFECTS,
      primary.meaning.jobEffect,
    ),
    action: meaning === 'ecc-contained' ? 'restart-app' : action,
    faultClass,
    ...(group.length === 1 ? {} : { merged: group.map(({ mark }) => mark) }),
    ...(link === undefined ? {} : { link }),
  };
}

/** The GPU's own error where there is one, else the first that ends a job. */
function primaryOf(group: readonly KernelMessage[]): KernelMessage {
  const own = group.filter((message) => !follows(message));
  const candidates = own.length > 0 ? own : group;
  const errors = candidates.filter(({ kind }) => kind !== 'sxid');
  const among = errors.length > 0 ? errors : candidates;
  const [found] = [...among.filter(({ meaning }) => meaning.jobEffect === 'kills'), ...among];
  if (found === undefined) throw new Error('a group of messages is not empty');
  return found;
}

/** 94 alongside an uncorrectable error: only the programs that touched the page die. */
function meaningIn(group: readonly KernelMessage[], { meaning }: KernelMessage): CodeMeaning {
  const has = (code: number): boolean =>
    group.some((message) => message.kind === 'xid' && message.code === code);
  return has(94) && !has(95) && meaning.class === 'ecc-uncorrectable'
    ? { ...meaning, class: 'ecc-contained' }
    : meaning;
}

function worst<T extends string>(found: readonly T[], order: readonly string[], otherwise: T): T {
  return found.reduce((most, one) => (order.indexOf(one) > order.indexOf(most) ? one : most), otherwise);
}

const THERMAL_START = 10_004;
const THERMAL_END = 10_005;

/** Start and end of a thermal event are one event with a duration. */
function paired(events: readonly LogEvent[]): readonly LogEvent[] {
  return events.flatMap((event, index) => {
    const isOf = (code: number) => (other: LogEvent) =>
      other.kind === 'sxid' &&
      other.code === code &&
      other.component === event.component &&
      other.node === event.node;
    if (isOf(THERMAL_END)(event) && events.slice(0, index).some(isOf(THERMAL_START))) return [];
    if (!isOf(THERMAL_START)(event)) return [event];
    const end = events.slice(index + 1).find(isOf(THERMAL_END));
    return [{ ...event, durationS: end === undefined ? null : (end.timeUs - event.timeUs) / US }];
  });
}
