/**
 * Events of Kubernetes, in either shape (count and lastTimestamp, or eventTime and series), in any order.
 * They are kept for about an hour, so that a list is a window and no history.
 */
import { coalesced } from './coalesce.js';
import { kernelMessage, type KernelMessage } from './kernel-message.js';
import { isoUs, type LogEvent, type LogReading, US } from './log-event.js';

interface RawEvent {
  readonly involvedObject?: { readonly kind?: string; readonly name?: string };
  readonly regarding?: { readonly kind?: string; readonly name?: string };
  readonly reason?: string;
  readonly message?: string;
  readonly note?: string;
  readonly firstTimestamp?: string | null;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
  readonly series?: { readonly lastObservedTime?: string } | null;
}

interface Said {
  readonly firstUs: number;
  readonly lastUs: number;
  readonly kind: string;
  readonly name: string;
  readonly reason: string;
  readonly text: string;
}

export function readKubernetes(items: readonly unknown[]): LogReading {
  const said = items
    .map((item, index) => saidBy(item as RawEvent, index + 1))
    .sort((a, b) => a.firstUs - b.firstUs);
  const codes = said.flatMap((one): readonly KernelMessage[] => {
    const message = kernelMessage(one.text, 1);
    return message === undefined ? [] : [{ ...message, timeUs: one.firstUs, node: one.name }];
  });
  const faults = coalesced(codes);
  const lost = said.filter(
    ({ reason, name }) => reason === 'NodeNotReady' && !faults.some(({ node }) => node === name),
  );
  const events = [...faults, ...lost.map(nodeLost)].map((event) => followed(event, said));
  const used = said.filter(
    ({ reason, text }) => USED.has(reason) || kernelMessage(text, 1) !== undefined,
  ).length;
  return { format: 'kubernetes-events', events, read: items.length, ignored: items.length - used, notes: [] };
}

const USED = new Set(['NodeNotReady', 'NodeReady', 'TaintManagerEviction', 'FailedScheduling']);

function saidBy(event: RawEvent, line: number): Said {
  const { firstTimestamp, lastTimestamp, eventTime, series, reason = '', message, note } = event;
  const { kind = '', name = '' } = event.involvedObject ?? event.regarding ?? {};
  const first = firstTimestamp ?? eventTime ?? '';
  const last = series?.lastObservedTime ?? lastTimestamp ?? first;
  return {
    firstUs: isoUs(first, line),
    lastUs: isoUs(last, line),
    kind,
    name,
    reason,
    text: message ?? note ?? '',
  };
}

const nodeLost = ({ firstUs, name }: Said): LogEvent => ({
  timeUs: firstUs,
  node: name,
  component: 'node',
  code: 'NodeNotReady',
  class: 'node-lost',
  jobEffect: 'kills',
  action: 'replace-node',
  faultClass: 'gpu_hard',
});

/** What the cluster did about it: when it knew, took the work away, had no other node, had this one back. */
function followed(event: LogEvent, said: readonly Said[]): LogEvent {
  const after = said.filter(({ firstUs }) => firstUs >= event.timeUs);
  const seconds = (timeUs: number): number => Math.round((timeUs - event.timeUs) / US);
  const known = after.find(({ reason, name }) => reason === 'NodeNotReady' && name === event.node);
  const back = after.find(({ reason, name }) => reason === 'NodeReady' && name === event.node);
  if (known === undefined) return event;
  const evicted = after.find(({ reason }) => reason === 'TaintManagerEviction');
  const waited = after.find(({ reason }) => reason === 'FailedScheduling');
  const effects = [
    ...(event.code === 'NodeNotReady' ? [] : [known]),
    ...(evicted === undefined ? [] : [evicted]),
  ];
  const own = typeof event.code === 'number' ? `Xid ${event.code}` : event.code;
  return {
    ...event,
    ...(effects.length === 0 ? {} : { merged: [own, ...effects.map(({ reason }) => reason)] }),
    ...(back === undefined ? {} : { durationS: seconds(back.firstUs) }),
    detectS: seconds(known.firstUs),
    ...(evicted === undefined ? {} : { evictS: seconds(evicted.firstUs) }),
    ...(waited === undefined ? {} : { noSpareS: Math.round((waited.lastUs - waited.firstUs) / US) }),
  };
}
