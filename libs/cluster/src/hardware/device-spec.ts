/** An accelerator as its owner writes it. Rates are datasheet peaks per device, dense. */

/**
 * What the owner of a device measured of it (`railyard calibrate`): values of constants by name, in place of
 * those of the device's record.
 */
export interface OwnCalibration {
  /** What was measured, when and how. */
  readonly source: string;
  /** Constants of the kernel model. */
  readonly kernels?: Readonly<Record<string, number>>;
  /** Constants of collectives. */
  readonly collectives?: Readonly<Record<string, number>>;
}

export interface DeviceSpec {
  readonly name: string;
  /** Streaming multiprocessors enabled. */
  readonly sms: number;
  readonly bf16Tflops: number;
  /** The device has no BF16: `bf16Tflops` is its FP16 peak. */
  readonly lacksBf16?: boolean;
  /** Dense peak of FP32 matrices (TF32); absent: half of the BF16 peak. */
  readonly tf32Tflops?: number;
  /** Dense FP8 peak; 0 when the device has no FP8 tensor cores. */
  readonly fp8Tflops: number;
  /** Dense FP4 peak; absent or 0 when the device has no FP4 tensor cores. */
  readonly fp4Tflops?: number;
  /** Non-tensor FP32 peak, for elementwise work. */
  readonly fp32Tflops: number;
  /** All that a process finds, in GB (1e9): what CUDA reports. */
  readonly memoryGB: number;
  readonly memoryBandwidthGBps: number;
  readonly l2CacheMB: number;
  /** Scale-up link (NVLink) per direction. */
  readonly nvlinkGBps: number;
  /** What large transfers reach of it. */
  readonly nvlinkAchievedGBps: number;
  /** GPUs that NVLink joins to each other, next to each other in the node; absent: all of the node. */
  readonly nvlinkGpus?: number;
  /** Host link per direction. */
  readonly pcieGBps: number;
  /** Power limit as a share of the board's rating, where it is set lower: 500 of 700 W is 0.714. */
  readonly powerLimit?: number;
  /** The board's rating; absent: that of the preset's name, where one is known. */
  readonly ratedPowerW?: number;
  /** Datasheet or paper the figures come from. */
  readonly source: string;
  /** Absent: the records that ship. */
  readonly calibration?: OwnCalibration;
}
