/**
 * "What would this profile do on an H200, or with no SMs for communication?": a recorded workload executed on
 * another machine.
 */
import { type DeviceSpec } from '@railyard/cluster';
import { type ProfileMachine, type ProfileWorkload, type RetargetedProfile } from '@railyard/profile';
import { CliError, ExitCode } from '../exit-code.js';
import { type Cell, type Table } from '../output/format.js';

export interface RetargetOptions {
  /** Device preset; left out: the one that it was recorded on. */
  readonly retarget?: string;
  readonly communicationSms?: number;
  readonly nicGbps?: number;
  readonly recordedOn?: string;
  readonly recordedSms?: number;
  readonly recordedNicGbps?: number;
}

/**
 * NIC rate that EP kernels reach (paper, section 2.3.2) and SMs that they hold (section 4.4) in the published
 * profile.
 */
export const RECORDED_NIC_GBPS = 40;
export const RECORDED_SMS = 20;

export interface Retargeted {
  readonly recorded: RetargetedProfile;
  readonly target: RetargetedProfile;
  readonly recordedOn: ProfileMachine;
  readonly targetMachine: ProfileMachine;
}

export const isRetargeted = ({ retarget, communicationSms, nicGbps }: RetargetOptions): boolean =>
  retarget !== undefined || communicationSms !== undefined || nicGbps !== undefined;

/** What is said of the recording's machine. */
export const recordingOptions = ({
  recordedOn,
  recordedSms,
  recordedNicGbps,
}: RetargetOptions): readonly string[] =>
  Object.entries({
    '--recorded-on': recordedOn,
    '--recorded-sms': recordedSms,
    '--recorded-nic-gbps': recordedNicGbps,
  })
    .filter(([, value]) => value !== undefined)
    .map(([option]) => option);

/** The machine of the recording: named, or told by the trace (`NVIDIA H800`). */
export async function recordingMachine(device: string, options: RetargetOptions): Promise<ProfileMachine> {
  const { DEVICES } = await import('@railyard/cluster');
  const { profileMachine } = await import('@railyard/profile');
  const known = Object.keys(DEVICES).find((name) =>
    device
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .includes(name),
  );
  return profileMachine(
    await deviceNamed(options.recordedOn ?? known ?? device, '--recorded-on'),
    options.recordedNicGbps ?? RECORDED_NIC_GBPS,
    options.recordedSms ?? RECORDED_SMS,
  );
}

export async function retargeted(workload: ProfileWorkload, options: RetargetOptions): Promise<Retargeted> {
  const { profileMachine, retarget } = await import('@railyard/profile');
  const { recordedOn } = workload;
  const nicGBps = options.nicGbps ?? recordedOn.nicGBps;
  const communicationSms = options.communicationSms ?? recordedOn.communicationSms;
  const targetMachine =
    options.retarget === undefined
      ? { ...recordedOn, nicGBps, communicationSms }
      : profileMachine(await deviceNamed(options.retarget, '--retarget'), nicGBps, communicationSms);
  return {
    recorded: retarget(workload, recordedOn),
    target: retarget(workload, targetMachine),
    recordedOn,
    targetMachine,
  };
}

async function deviceNamed(name: string, option: string): Promise<DeviceSpec> {
  const { DEVICES } = await import('@railyard/cluster');
  const device = Object.hasOwn(DEVICES, name) ? DEVICES[name] : undefined;
  if (device === undefined)
    throw new CliError(
      ExitCode.notFound,
      'unknown-device',
      `${option} must be a device preset (got ${name}).`,
      `Use one of ${Object.keys(DEVICES).join(', ')}.`,
    );
  return device;
}

/** Without the single tasks: those are for a timeline. */
export function retargetedData({ recorded, target, recordedOn, targetMachine }: Retargeted): unknown {
  const summary = (
    { spanMs, computeMs, communicationMs, overlap }: RetargetedProfile,
    machine: ProfileMachine,
  ) => ({ machine, spanMs, computeMs, communicationMs, overlap });
  return {
    recorded: summary(recorded, recordedOn),
    target: summary(target, targetMachine),
    speedup: recorded.spanMs / target.spanMs,
  };
}

export function retargetedTable({ recorded, target, recordedOn, targetMachine }: Retargeted): Table {
  const label = (machine: ProfileMachine): string =>
    `${machine.name}, ${machine.communicationSms} comm. SMs, NIC ${machine.nicGBps} GB/s (ms)`;
  const rows: readonly (readonly [string, (profile: RetargetedProfile) => number])[] = [
    ['span', (profile) => profile.spanMs],
    ['computation', (profile) => profile.computeMs],
    ['communication', (profile) => profile.communicationMs],
    ['both', (profile) => profile.overlap.bothMs],
    ['communication only (exposed)', (profile) => profile.overlap.communicationOnlyMs],
    ['neither', (profile) => profile.overlap.neitherMs],
  ];
  return {
    title: `On another machine: ${(recorded.spanMs / target.spanMs).toFixed(3)} times as fast`,
    columns: ['time', label(recordedOn), label(targetMachine), 'change (%)'],
    rows: rows.map(([name, of]): readonly Cell[] => [
      name,
      of(recorded),
      of(target),
      of(recorded) === 0 ? null : 100 * (of(target) / of(recorded) - 1),
    ]),
  };
}
