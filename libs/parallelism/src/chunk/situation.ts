/** What else is on the GPU while a chunk computes, and what that leaves to each kind of kernel. */
import { type DeviceSpec } from '@railyard/cluster';

export interface Situation {
  /** SMs of the persistent matrix kernels, which launch as many blocks as they were configured for. */
  readonly persistentSms: number;
  /** SMs that all other kernels find free. */
  readonly freeSms: number;
  /** A communication kernel moves data through the same memory. */
  readonly contended: boolean;
  /** The vendor's library plans its products for the whole device, of which a collective holds SMs. */
  readonly plansWhole?: boolean;
  /** Share of the compute time with busy tensor cores, which sets their clock; absent: the calibration's. */
  readonly tensorShare?: number;
  /** Share with memory-bound kernels that move data, which draw power too; absent: all that is left. */
  readonly streamShare?: number;
  /** Kernels of an inference engine; absent: a training framework's. */
  readonly library?: 'engine';
  /** Idle time between two kernels; absent: that of kernels which a host launches one by one. */
  readonly gapSeconds?: number;
}

/**
 * `overlapped`: a dispatch or combine moves data. `held`: it holds its SMs and waits for its peers.
 * `alone`: none is resident.
 */
export type SituationName = 'overlapped' | 'held' | 'alone';

/**
 * Expert communication occupies `communicationSms` while it runs. The split is a launch setting, not an
 * adaptation: in DeepSeek's profile every FP8 GEMM has 132 - 20 = 112 blocks, also while the
 * communication stream is idle. So persistent kernels keep to the split in a job that has expert
 * communication at all, and other kernels find every SM when none is running.
 *
 * @param offloaded a unit alongside the SMs communicates: it holds none, and moves data through the same
 * memory
 */
export function situations(
  device: DeviceSpec,
  communicationSms: number,
  hasExpertCommunication: boolean,
  offloaded = false,
): Readonly<Record<SituationName, Situation>> {
  const communicates = hasExpertCommunication && communicationSms > 0;
  const left = device.sms - (communicates && !offloaded ? communicationSms : 0);
  return {
    overlapped: { persistentSms: left, freeSms: left, contended: communicates },
    held: { persistentSms: left, freeSms: left, contended: false },
    alone: { persistentSms: left, freeSms: device.sms, contended: false },
  };
}
