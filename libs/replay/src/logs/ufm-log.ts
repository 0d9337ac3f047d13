/**
 * Event log of NVIDIA's UFM: a link that goes down and comes up is one event with a duration; the end of the
 * file may leave one open.
 */
import {
  isoUs,
  type LogContext,
  type LogEvent,
  type LogReading,
  required,
  US,
  zonedUs,
} from './log-event.js';

const LINE =
  /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) \[\d+\] \[\d+\] [A-Z]+ Site .*?\[Hardware\] (\w+) (.*)$/;
const LINK = /: Link (went down|is up): \(([^)]*)\) - \(([^)]*)\)/;
const SWITCH = /^\[[^\]]*Switch: (\S+) [^\]]*\]: Switch is (down|up)/;
/** A host link that is out no longer than this may be survived by the transport. */
const FLAP_BELOW_S = 60;

export const isUfm = (line: string): boolean => LINE.test(line);

interface Change {
  readonly timeUs: number;
  readonly up: boolean;
  /** Ends of a link, or a switch alone. */
  readonly ends: readonly string[];
  readonly host: string | undefined;
}

export function readUfm(text: string, context: LogContext): LogReading {
  const zone = required(context.zone, 'zone', 'Give the time zone of the stamps, for example UTC.');
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const changes = lines.flatMap((line, index) => changeOf(line, index + 1, zone));
  const events = changes.flatMap((change, index) => {
    if (change.up) return [];
    const end = changes.slice(index + 1).find(({ up, ends }) => up && ends.join() === change.ends.join());
    return [eventOf(change, end)];
  });
  return {
    format: 'ufm-event-log',
    events,
    read: lines.length,
    ignored: lines.length - changes.length,
    notes: [],
  };
}

function changeOf(line: string, number: number, zone: string): readonly Change[] {
  const [, day, time, , rest = ''] = LINE.exec(line) ?? [];
  if (day === undefined || time === undefined) return [];
  const timeUs = zonedUs(isoUs(`${day}T${time}Z`, number), zone);
  const [, went, from, to] = LINK.exec(rest) ?? [];
  if (from !== undefined && to !== undefined) {
    const sides = [from, to]
      .map(endOf)
      .sort((a, b) => Number(b.host !== undefined) - Number(a.host !== undefined));
    const [host] = sides.flatMap((side) => (side.host === undefined ? [] : [side.host]));
    return [{ timeUs, up: went === 'is up', ends: sides.map(({ name }) => name), host }];
  }
  const [, name, state] = SWITCH.exec(rest) ?? [];
  return name === undefined ? [] : [{ timeUs, up: state === 'up', ends: [name], host: undefined }];
}

/** `Switch:leaf-a1:21` and `Computer: n055 HCA-3:1`. */
function endOf(side: string): { readonly name: string; readonly host: string | undefined } {
  const [, host, adapter] = /^Computer: (\S+) (.+?):\d+$/.exec(side) ?? [];
  if (host !== undefined) return { name: `${host}/${adapter}`, host };
  const [, name = side, port] = /^Switch:\s?(\S+?):(\d+)$/.exec(side) ?? [];
  return { name: port === undefined ? name : `${name}/${port}`, host: undefined };
}

function eventOf({ timeUs, ends, host }: Change, end: Change | undefined): LogEvent {
  const [first = '', other] = ends;
  const durationS = end === undefined ? null : (end.timeUs - timeUs) / US;
  const event = { timeUs, component: ends.join(' - '), durationS };
  if (other === undefined)
    return {
      ...event,
      node: first,
      code: 'switch down',
      class: 'switch-down',
      jobEffect: 'kills',
      action: 'replace',
      faultClass: 'switch_fail',
    };
  const link = { ...event, node: host ?? first.split('/')[0] ?? '', code: 'link down' };
  if (host !== undefined && durationS !== null && durationS < FLAP_BELOW_S)
    return { ...link, class: 'link-flap', jobEffect: 'window', action: 'ignore', faultClass: 'link_flap' };
  return {
    ...link,
    class: 'link-down',
    jobEffect: host === undefined ? 'degrades' : 'kills',
    action: host === undefined ? 'reroute' : 'replace',
    faultClass: 'link_hard',
  };
}
