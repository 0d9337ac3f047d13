/** The options of `railyard import`, and the request that they make. */
import { type ProfileRequest } from '@railyard/profile';
import { CliError, ExitCode } from '../exit-code.js';
import { type ServiceOptions } from '../service/service-options.js';
import { type TraceSource } from './trace-sources.js';

export interface ImportOptions extends ServiceOptions {
  /** `kind=pattern`. */
  readonly kind?: readonly string[];
  /** Another recording, or an experiment. */
  readonly against?: string;
  readonly retarget?: string;
  readonly communicationSms?: number;
  readonly nicGbps?: number;
  readonly recordedOn?: string;
  readonly recordedSms?: number;
  readonly recordedNicGbps?: number;
  /** File that the workload is written into. */
  readonly workload?: string;
}

/** `RECORDED_SMS` and `RECORDED_NIC_GBPS` of the library, as help names them without loading it. */
export const HELP_DEFAULTS = { recordedSms: 20, recordedNicGbps: 40 };

/** @throws CliError on options that are not read, and on devices that there are not. */
export async function profileRequest(options: ImportOptions): Promise<ProfileRequest> {
  refuseUnread(options);
  await requireDevice('--retarget', options.retarget);
  await requireDevice('--recorded-on', options.recordedOn);
  const { retarget, communicationSms, nicGbps, recordedOn, recordedSms, recordedNicGbps } = options;
  const stated = {
    retarget,
    communicationSms,
    nicGBps: nicGbps,
    recordedOn,
    recordedSms,
    recordedNicGBps: recordedNicGbps,
    workload: options.workload === undefined ? undefined : true,
  };
  return Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined));
}

/** The machine of the recording matters to a profile that is executed, here or later. */
function refuseUnread(options: ImportOptions): void {
  const { retarget, communicationSms, nicGbps, workload } = options;
  const unread = Object.entries({
    '--recorded-on': options.recordedOn,
    '--recorded-sms': options.recordedSms,
    '--recorded-nic-gbps': options.recordedNicGbps,
  }).find(([, value]) => value !== undefined)?.[0];
  const isRead = [retarget, communicationSms, nicGbps, workload].some((value) => value !== undefined);
  if (unread === undefined || isRead) return;
  throw new CliError(
    ExitCode.usage,
    'not-applicable',
    `${unread} must be used with a profile that is executed.`,
    'Leave it out, or add --retarget, --communication-sms, --nic-gbps or --workload.',
  );
}

async function requireDevice(option: string, name: string | undefined): Promise<void> {
  if (name === undefined) return;
  const { presetNames } = await import('@railyard/experiments');
  const names = presetNames('device');
  if (names.includes(name)) return;
  throw new CliError(
    ExitCode.notFound,
    'unknown-device',
    `${option} must be a device preset (got ${name}).`,
    `Use one of ${names.join(', ')}.`,
  );
}

/** @throws CliError on options that a comparison does not read, and on several traces held to another. */
export function requireComparable({ paths, archive }: TraceSource, options: ImportOptions): void {
  const { against, retarget, communicationSms, nicGbps, recordedOn, recordedSms, recordedNicGbps, workload } =
    options;
  const several = archive === undefined ? String(paths.length) : 'an archive';
  const refuse = (message: string, hint: string): never => {
    throw new CliError(ExitCode.usage, 'not-applicable', message, hint);
  };
  if (against !== undefined && (archive !== undefined || paths.length > 1))
    refuse(`--against must be used with one trace (got ${several}).`, 'Name one trace.');
  const unread = Object.entries({
    '--retarget': retarget,
    '--communication-sms': communicationSms,
    '--nic-gbps': nicGbps,
    '--recorded-on': recordedOn,
    '--recorded-sms': recordedSms,
    '--recorded-nic-gbps': recordedNicGbps,
    '--workload': workload,
  }).find(([, value]) => value !== undefined)?.[0];
  if (unread === undefined) return;
  const leave = `Leave ${unread} out`;
  if (against === undefined)
    refuse(`${unread} must be used with one trace (got ${several}).`, `${leave}, or name one trace.`);
  refuse(
    `${unread} must be used without --against (got --against ${against}).`,
    `${leave}: a comparison executes no profile.`,
  );
}
