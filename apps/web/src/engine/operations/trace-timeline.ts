/** A Chrome trace, ours or a profiler's, as a timeline: complete events by process and thread. */
import { InvalidDocumentError } from '@railyard/base';
import { type PackedTimeline, type PackedTrack } from '../../ui/timeline/packed.js';

interface TraceEvent {
  readonly ph?: string;
  readonly pid?: number | string;
  readonly tid?: number | string;
  readonly ts?: number;
  readonly dur?: number;
  readonly name?: string;
  readonly args?: { readonly name?: string };
}

interface Raw {
  readonly pid: string;
  readonly tid: string;
  readonly events: TraceEvent[];
}

const MICRO = 1e-6;

export async function traceTimeline({
  name,
  content,
}: {
  readonly name: string;
  readonly content: Blob;
}): Promise<PackedTimeline> {
  const stream = name.endsWith('.gz')
    ? content.stream().pipeThrough(new DecompressionStream('gzip'))
    : content.stream();
  const events = eventsOf(name, await new Response(stream).text());
  const raw = new Map<string, Raw>();
  const labels = new Map<string, string>();
  for (const event of events) {
    const [pid, tid] = [String(event.pid), String(event.tid)];
    if (event.ph === 'M' && event.name === 'process_name') labels.set(pid, event.args?.name ?? pid);
    if (event.ph === 'M' && event.name === 'thread_name')
      labels.set(`${pid} ${tid}`, event.args?.name ?? tid);
    if (event.ph !== 'X' || event.ts === undefined) continue;
    const key = `${pid} ${tid}`;
    const track = raw.get(key) ?? { pid, tid, events: [] };
    raw.set(key, track);
    track.events.push(event);
  }
  return packed([...raw.values()], labels);
}

function eventsOf(name: string, text: string): readonly TraceEvent[] {
  const refuse = (message: string): never => {
    throw new InvalidDocumentError([
      { path: '', code: 'syntax', message, hint: 'Choose a Chrome trace (JSON).' },
    ]);
  };
  try {
    const value = JSON.parse(text) as
      readonly TraceEvent[] | { readonly traceEvents?: readonly TraceEvent[] };
    const events = 'traceEvents' in value ? value.traceEvents : value;
    return Array.isArray(events)
      ? (events as readonly TraceEvent[])
      : refuse(`${name} must hold trace events.`);
  } catch (error) {
    return error instanceof InvalidDocumentError
      ? (Promise.reject(error) as never)
      : refuse(`${name} must be JSON.`);
  }
}

function packed(raw: readonly Raw[], labels: ReadonlyMap<string, string>): PackedTimeline {
  const first = raw.reduce(
    (least, { events }) => events.reduce((at, { ts = 0 }) => Math.min(at, ts), least),
    Infinity,
  );
  const names = new Map<string, number>();
  let endS = 0;
  const tracks = raw.map(({ pid, tid, events }): PackedTrack => {
    const flat = outermost(events.sort((a, b) => (a.ts ?? 0) - (b.ts ?? 0)));
    const label = `${labels.get(pid) ?? `process ${pid}`}: ${labels.get(`${pid} ${tid}`) ?? tid}`;
    const starts = Float64Array.from(flat, ({ ts = 0 }) => (ts - first) * MICRO);
    const ends = Float64Array.from(flat, ({ ts = 0, dur = 0 }) => (ts - first + dur) * MICRO);
    endS = Math.max(endS, ends.at(-1) ?? 0);
    return { label, starts, ends, names: Uint32Array.from(flat, ({ name = '' }) => placeOf(name)) };
  });
  return { tracks, names: [...names.keys()], arrows: [], endS };

  function placeOf(text: string): number {
    const known = names.get(text) ?? names.size;
    names.set(text, known);
    return known;
  }
}

/** Of nested events the outer ones: those of one track do not overlap. */
function outermost(events: readonly TraceEvent[]): readonly TraceEvent[] {
  let end = -Infinity;
  return events.filter(({ ts = 0, dur = 0 }) => {
    if (ts < end) return false;
    end = ts + dur;
    return true;
  });
}
