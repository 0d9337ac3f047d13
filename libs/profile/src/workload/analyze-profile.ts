/**
 * What a recorded profile holds, and "what would it do on an H200, or with no SMs for communication?": the
 * recorded workload executed on another machine.
 */
import { InvalidDocumentError } from '@railyard/base';
import { DEVICES, type DeviceSpec } from '@railyard/cluster';
import { type Overlap, type RecordedProfile, profileOf } from '../timeline/index.js';
import { type TraceRecords } from '../trace/index.js';
import { type RetargetedProfile, profileMachine, retarget } from './retarget.js';
import { type ProfileMachine, type ProfileWorkload, workloadOf } from './workload.js';

/** What is asked of a trace in addition to what it holds. */
export interface ProfileRequest {
  /** Device preset to execute it on; left out: the one that it was recorded on. */
  readonly retarget?: string;
  /** SMs that communication holds there; 0: none. */
  readonly communicationSms?: number;
  /** What a NIC reaches there. */
  readonly nicGBps?: number;
  /** Device preset of the recording, where the trace does not name it. */
  readonly recordedOn?: string;
  readonly recordedSms?: number;
  readonly recordedNicGBps?: number;
  /** Answer with the workload that can be executed again. */
  readonly workload?: boolean;
}

/** A machine's execution without the single tasks: those are for a timeline. */
export interface ExecutedProfile {
  readonly machine: ProfileMachine;
  readonly spanMs: number;
  readonly computeMs: number;
  readonly communicationMs: number;
  readonly overlap: Overlap;
}

export interface RetargetedComparison {
  readonly recorded: ExecutedProfile;
  readonly target: ExecutedProfile;
  readonly speedup: number;
}

export interface AnalyzedProfile extends RecordedProfile {
  readonly retargeted?: RetargetedComparison;
  readonly workload?: ProfileWorkload;
}

/**
 * NIC rate that EP kernels reach (paper, section 2.3.2) and SMs that they hold (section 4.4) in the published
 * profile.
 */
export const RECORDED_NIC_GBPS = 40;
export const RECORDED_SMS = 20;

/** @throws InvalidDocumentError on a device that is unknown or cannot be as asked for. */
export function analyzeProfile(records: TraceRecords, request: ProfileRequest): AnalyzedProfile {
  const profile = profileOf(records);
  const { retarget: device, communicationSms, nicGBps } = request;
  const isExecuted = device !== undefined || communicationSms !== undefined || nicGBps !== undefined;
  if (!isExecuted && request.workload !== true) return profile;
  const workload = workloadOf(records, recordingMachine(profile.device, request));
  return {
    ...profile,
    ...(isExecuted ? { retargeted: compared(workload, request) } : {}),
    ...(request.workload === true ? { workload } : {}),
  };
}

/** The machine of the recording: named, or told by the trace (`NVIDIA H800`). */
function recordingMachine(device: string, request: ProfileRequest): ProfileMachine {
  const words = device.toLowerCase().split(/[^a-z0-9]+/);
  const known = Object.keys(DEVICES).find((name) => words.includes(name));
  return profileMachine(
    deviceNamed(request.recordedOn ?? known ?? device, 'recordedOn'),
    request.recordedNicGBps ?? RECORDED_NIC_GBPS,
    request.recordedSms ?? RECORDED_SMS,
  );
}

function compared(workload: ProfileWorkload, request: ProfileRequest): RetargetedComparison {
  const { recordedOn } = workload;
  const nicGBps = request.nicGBps ?? recordedOn.nicGBps;
  const communicationSms = request.communicationSms ?? recordedOn.communicationSms;
  const target =
    request.retarget === undefined
      ? { ...recordedOn, nicGBps, communicationSms }
      : profileMachine(deviceNamed(request.retarget, 'retarget'), nicGBps, communicationSms);
  const [here, there] = [retarget(workload, recordedOn), retarget(workload, target)];
  return {
    recorded: executed(here, recordedOn),
    target: executed(there, target),
    speedup: here.spanMs / there.spanMs,
  };
}

function deviceNamed(name: string, key: keyof ProfileRequest): DeviceSpec {
  const device = Object.hasOwn(DEVICES, name) ? DEVICES[name] : undefined;
  if (device !== undefined) return device;
  throw new InvalidDocumentError([
    {
      path: `/${key}`,
      code: 'unknown-preset',
      message: `${key} must be a device preset (got ${name}).`,
      hint: `Use one of ${Object.keys(DEVICES).join(', ')}.`,
    },
  ]);
}

const executed = (
  { spanMs, computeMs, communicationMs, overlap }: RetargetedProfile,
  machine: ProfileMachine,
): ExecutedProfile => ({ machine, spanMs, computeMs, communicationMs, overlap });
