/** What one message of the kernel says about a GPU or a switch of the node. */
import { type CodeMeaning, meaningOf } from './xid-codes.js';

export interface KernelMessage {
  readonly timeUs: number;
  readonly node: string;
  readonly component: string;
  readonly kind: 'xid' | 'sxid' | 'echo';
  readonly code: number;
  /** As it stands among the merged lines. */
  readonly mark: number | string;
  readonly meaning: CodeMeaning;
  readonly link?: number;
}

type Said = Omit<KernelMessage, 'timeUs' | 'node'>;

const XID = /NVRM: Xid \(PCI:([0-9a-fA-F:]+)(?:\.\d)?\): (\d+)(?:, (.*))?$/;
const SXID = /nvidia-(nvswitch\d+): SXid \(PCI:[0-9a-fA-F:.]+\): (\d+)(?:, (.*))?$/;
/** As the Fabric Manager words it. */
const NVSWITCH = /detected NVSwitch (non-fatal|fatal) error (\d+) .* physical id (\d+)/;
const FALLEN = /NVRM: GPU ([0-9a-fA-F:]+)(?:\.\d)?: GPU has fallen off the bus/;
const AER = /AER: Uncorrected \(Fatal\) error received: ([0-9a-fA-F:]+)/;
/** NVLink 5: the word after the unit decides. */
const NVLINK_5 = { first: 144, last: 150 } as const;
const STATED_ACTION: Readonly<Record<string, string>> = {
  '0x0': 'ignore',
  '0x1': 'reset-gpu',
  '0x2': 'reboot',
  '0x4': 'reset-gpu',
};

/** Undefined where the message says nothing of the kind. */
export function kernelMessage(text: string, repeats: number): Said | undefined {
  const [, gpu, xid, rest = ''] = XID.exec(text) ?? [];
  if (gpu !== undefined && xid !== undefined) return xidMessage(`gpu@${gpu}`, Number(xid), rest);
  const [, nvswitch, sxid, what = ''] = SXID.exec(text) ?? [];
  if (nvswitch !== undefined && sxid !== undefined) return sxidMessage(nvswitch, Number(sxid), what);
  const [, severity, error, id] = NVSWITCH.exec(text) ?? [];
  if (severity !== undefined)
    return sxidMessage(`nvswitch${id}`, Number(error), severity === 'fatal' ? 'Fatal' : 'Non-fatal');
  const [, fallen] = FALLEN.exec(text) ?? [];
  if (fallen !== undefined) return echo(`gpu@${fallen}`, 79, 'fallen-off-bus line');
  const [, lost] = AER.exec(text) ?? [];
  if (lost === undefined) return undefined;
  return echo(`gpu@${lost}`, 79, repeats > 1 ? `AER fatal (${repeats} repeats)` : 'AER fatal');
}

export function xidMessage(component: string, code: number, rest = ''): Said {
  const meaning = meaningOf('xid', code);
  const said = { component, kind: 'xid' as const, code, mark: code };
  if (code === 154) {
    const [, stated] = /changed from .* to (0x\d)/.exec(rest) ?? [];
    return { ...said, meaning: { ...meaning, action: STATED_ACTION[stated ?? ''] ?? meaning.action } };
  }
  if (code < NVLINK_5.first || code > NVLINK_5.last) return { ...said, meaning };
  const [, link] = /Link (\d+)/.exec(rest) ?? [];
  return {
    ...said,
    ...(link === undefined ? {} : { link: Number(link) }),
    meaning: /\bFatal\b/.test(rest)
      ? { ...meaning, action: 'reset-gpu', jobEffect: 'kills' }
      : { ...meaning, action: 'ignore', jobEffect: 'none', faultClass: '' },
  };
}

const sxidMessage = (component: string, code: number, rest: string): Said => {
  const meaning = meaningOf('sxid', code);
  const kills = /^Fatal\b/.test(rest);
  return {
    component,
    kind: 'sxid',
    code,
    mark: `sxid ${code}`,
    meaning: kills ? { ...meaning, jobEffect: 'kills' } : meaning,
  };
};

/** A line that another error brings with it, and which names its code where it stands alone. */
export const echo = (component: string, code: number, mark: string): Said => ({
  component,
  kind: 'echo',
  code,
  mark,
  meaning: meaningOf('xid', code),
});
