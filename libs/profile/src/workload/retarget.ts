/**
 * Executes a recorded workload on another machine: each kernel's time is scaled by what bounds it, then the
 * streams run their tasks in the recorded order with the recorded dependencies. Overlap and exposed
 * communication come out of the execution.
 */
import { IssueList, InvalidDocumentError, elementAt, invariant } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';
import { type KernelBound } from '../kernels/index.js';
import { type Overlap, sharedBy, totalOf, unionOf } from '../timeline/index.js';
import { type ProfileMachine, type ProfileTask, type ProfileWorkload } from './workload.js';

export interface PlacedTask {
  readonly phase: string;
  readonly layer: number;
  readonly stream: number;
  readonly startMs: number;
  readonly endMs: number;
}

export interface RetargetedProfile {
  readonly machine: string;
  readonly spanMs: number;
  /** Union over the compute streams, and over the communication streams, gaps inside tasks included. */
  readonly computeMs: number;
  readonly communicationMs: number;
  readonly overlap: Overlap;
  readonly tasks: readonly PlacedTask[];
}

/** The machine of a device with `communicationSms` held by communication and NICs that reach `nicGBps`. */
export function profileMachine(
  device: DeviceSpec,
  nicGBps: number,
  communicationSms: number,
): ProfileMachine {
  return {
    name: device.name,
    sms: device.sms,
    communicationSms,
    bf16Tflops: device.bf16Tflops,
    fp8Tflops: device.fp8Tflops,
    memoryBandwidthGBps: device.memoryBandwidthGBps,
    nvlinkGBps: device.nvlinkAchievedGBps,
    nicGBps,
  };
}

/** @throws InvalidDocumentError when a machine has no rate, or communication holds all its SMs. */
export function checkProfileMachine(machine: ProfileMachine): void {
  const issues = new IssueList();
  for (const key of ['sms', 'bf16Tflops', 'memoryBandwidthGBps', 'nvlinkGBps', 'nicGBps'] as const) {
    issues
      .at(key)
      .require(
        Number.isFinite(machine[key]) && machine[key] > 0,
        'out-of-range',
        `${key} must be above 0 (got ${machine[key]}).`,
        'Name a device or cluster that has this rate.',
      );
  }
  issues
    .at('communicationSms')
    .require(
      machine.communicationSms >= 0 && machine.communicationSms < machine.sms,
      'out-of-range',
      `communicationSms must leave some of ${machine.sms} SMs to compute (got ${machine.communicationSms}).`,
      `Use at most ${machine.sms - 1}.`,
    );
  issues.throwIfAny();
}

/** New time over recorded time of a kernel with the given bound. */
export function timeRatio(bound: KernelBound, from: ProfileMachine, to: ProfileMachine): number {
  const compute = (machine: ProfileMachine): number => (machine.sms - machine.communicationSms) / machine.sms;
  switch (bound) {
    case 'bf16':
      return (from.bf16Tflops * compute(from)) / (to.bf16Tflops * compute(to));
    case 'fp8':
      return (
        ((from.fp8Tflops || from.bf16Tflops) * compute(from)) /
        ((to.fp8Tflops || to.bf16Tflops) * compute(to))
      );
    case 'memory':
      return from.memoryBandwidthGBps / to.memoryBandwidthGBps;
    case 'nic':
      return from.nicGBps / to.nicGBps;
    case 'nvlink':
      return from.nvlinkGBps / to.nvlinkGBps;
    case 'fixed':
      return 1;
  }
}

function durationOn(task: ProfileTask, from: ProfileMachine, to: ProfileMachine): number {
  let ms = task.gapsMs;
  for (const [bound, recorded] of Object.entries(task.boundMs) as [KernelBound, number][])
    ms += recorded * timeRatio(bound, from, to);
  return ms;
}

/** Plays the workload on `machine`; on the machine of the recording it gives the recorded timeline back. */
export function retarget(workload: ProfileWorkload, machine: ProfileMachine): RetargetedProfile {
  checkProfileMachine(machine);
  const placed: PlacedTask[] = [];
  const freeAt = new Map<number, number>();
  for (const task of workload.tasks) {
    let readyMs = freeAt.get(task.stream) ?? 0;
    for (const at of task.after) {
      invariant(at < placed.length, 'a task waits for earlier ones only', {
        phase: task.phase,
        layer: task.layer,
      });
      readyMs = Math.max(readyMs, elementAt(placed, at).endMs);
    }
    if (task.forkOf !== undefined) readyMs = Math.max(readyMs, elementAt(placed, task.forkOf).startMs);
    const startMs = readyMs + task.launchMs;
    const endMs = startMs + durationOn(task, workload.recordedOn, machine);
    placed.push({ phase: task.phase, layer: task.layer, stream: task.stream, startMs, endMs });
    freeAt.set(task.stream, endMs);
  }
  const busy = (streams: readonly number[]) => {
    const items = placed
      .filter(({ stream }) => streams.includes(stream))
      .sort((a, b) => a.startMs - b.startMs);
    return unionOf(
      items.length,
      (index) => elementAt(items, index).startMs,
      (index) => elementAt(items, index).endMs,
    );
  };
  const compute = busy(workload.computeStreams);
  const communication = busy(workload.communicationStreams);
  const spanMs = placed.reduce((latest, { endMs }) => Math.max(latest, endMs), 0);
  const bothMs = sharedBy(compute, communication);
  const [computeMs, communicationMs] = [totalOf(compute), totalOf(communication)];
  return {
    machine: machine.name,
    spanMs,
    computeMs,
    communicationMs,
    overlap: {
      bothMs,
      computeOnlyMs: computeMs - bothMs,
      communicationOnlyMs: communicationMs - bothMs,
      neitherMs: spanMs - computeMs - communicationMs + bothMs,
    },
    tasks: placed,
  };
}

/** @throws InvalidDocumentError when the document is no profile workload. */
export function readProfileWorkload(document: unknown): ProfileWorkload {
  const workload = document as Partial<ProfileWorkload> | null;
  const tasks = workload?.tasks;
  if (
    typeof document !== 'object' ||
    workload?.kind !== 'ProfileWorkload' ||
    !Array.isArray(tasks) ||
    workload.recordedOn === undefined
  ) {
    throw new InvalidDocumentError([
      {
        path: '',
        code: 'not-a-profile-workload',
        message: 'The document must be a profile workload.',
        hint: 'Use a file of `railyard import <trace> --workload <file>`.',
      },
    ]);
  }
  const issues = new IssueList();
  (tasks as readonly ProfileTask[]).forEach((task, index) => {
    const at = issues.at('tasks').at(index);
    const waits = [...(task.after ?? []), ...(task.forkOf === undefined ? [] : [task.forkOf])];
    at.require(
      waits.every((other) => Number.isInteger(other) && other >= 0 && other < index),
      'waits-for-later',
      'A task must wait for earlier tasks only.',
      'Use a file of `railyard import <trace> --workload <file>`.',
    );
    at.require(
      [task.gapsMs, task.launchMs, ...Object.values(task.boundMs ?? {})].every(
        (ms) => Number.isFinite(ms) && ms >= 0,
      ),
      'negative-time',
      'Times must not be negative.',
      'Use a file of `railyard import <trace> --workload <file>`.',
    );
  });
  issues.throwIfAny();
  checkProfileMachine(workload.recordedOn);
  return workload as ProfileWorkload;
}
