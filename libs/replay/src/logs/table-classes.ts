/** What a row of a table says failed: a code, a class of ours, or words. */
import { FAULT_PROFILES, PLANNED_MAINTENANCE, STRAGGLERS } from '../faults/index.js';
import { type LogEvent } from './log-event.js';
import { meaningOf } from './xid-codes.js';

type Said = Pick<LogEvent, 'code' | 'class' | 'jobEffect' | 'action' | 'faultClass'>;

const OWN = new Set([
  ...Object.values(FAULT_PROFILES).flatMap(({ classes }) => classes.map(({ id }) => id)),
  PLANNED_MAINTENANCE.id,
  STRAGGLERS.id,
]);
const XID = /^(?:x-?id)?[ :_-]*(\d{1,3})$/i;

/** The first pattern that the words match decides; an empty class is no fault. */
const WORDS: readonly (readonly [faultClass: string, words: RegExp])[] = [
  ['', /^(?:completed|succeeded|running|pending|cancelled(?: by .*)?|ok|none)$/i],
  ['planned', /maintenance|planned|upgrade/i],
  ['sdc', /silent|corrupt|\bsdc\b|\bnan\b|loss spike/i],
  ['gpu_gsp', /\bgsp\b/i],
  ['gpu_hbm_uce', /\bdbe\b|double.?bit|uncorrect|\becc\b|\bhbm/i],
  ['gpu_row_remap', /row.?remap/i],
  ['gpu_hard', /\botb\b|off.the.bus|fallen off|nv.?link|nv.?switch|gpu|cuda/i],
  ['gpu_thermal', /thermal|temperature|overheat|cooling/i],
  ['nccl_hang', /hang|hung|stuck|time.?out|nccl|watchdog/i],
  ['nic', /\bnic\b|\bhca\b|adapter/i],
  ['link_flap', /flap/i],
  ['net_switch_cable', /link|cable|switch|optic|transceiver|infiniband|\bib\b|network|roce/i],
  ['host_psu', /power|\bpsu\b/i],
  ['host_ssd', /disk|ssd|nvme|filesystem|storage/i],
  ['host_cpu', /\bcpu\b|\bmce\b/i],
  ['host_mem', /\bdimm\b|\bdram\b|system memory/i],
  ['straggler', /straggler|slow/i],
  ['host_maint', /node|host|machine|server|reboot|kernel panic|hardware/i],
  ['software', /fail|error|exception|segfault|assert|oom|out.of.memory|software|code|user|bug/i],
];

/** Undefined where the row is no fault; class `unknown` where its words say nothing. */
export function classOf(text: string, stated: Readonly<Record<string, string>> = {}): Said | undefined {
  const words = text.trim();
  const own = Object.hasOwn(stated, words) ? (stated[words] ?? words) : words;
  if (OWN.has(own)) return ofClass(words, own);
  const xid = XID.exec(own)?.[1];
  if (xid !== undefined) return { code: Number(xid), ...meaningOf('xid', Number(xid)) };
  const match = WORDS.find(([, pattern]) => pattern.test(own));
  if (own === '' || match?.[0] === '') return undefined;
  return ofClass(words, match?.[0] ?? '');
}

const ofClass = (code: string, faultClass: string): Said => ({
  code,
  class: faultClass === '' ? 'unknown' : faultClass,
  jobEffect: faultClass === 'gpu_row_remap' || faultClass === '' ? 'none' : 'kills',
  action: faultClass === '' ? 'support' : 'as-stated',
  faultClass,
});
