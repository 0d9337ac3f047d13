/** A measured kernel, and what the kernel model says of it. */
import { type DeviceSpec } from '@railyard/cluster';
import { type KernelConstants } from '@railyard/parallelism';
import { type MeasurementOverheads } from './measurement-overheads.js';

export interface MeasuredKernel {
  /** What was measured, in words that distinguish the rows of one file. */
  readonly id: string;
  /** Where the row comes from. */
  readonly source: string;
  readonly device: string;
  /** Rows of one family are judged together, for example `gemm bf16`. */
  readonly family: string;
  /** Shape without device and library: decides whether the row is fitted or judged (is-fitted.ts). */
  readonly shape: string;
  readonly seconds: number;
  /** What the stopwatch should have shown, overhead of the measurement included. */
  predict(c: KernelConstants, device: DeviceSpec, overheads: MeasurementOverheads): number;
}

/** A row that the model does not express, and why. */
interface LeftOutKernel {
  readonly id: string;
  readonly source: string;
  readonly device: string;
  readonly seconds: number;
  readonly why: string;
}

export type KernelRow = MeasuredKernel | LeftOutKernel;

export const isMeasured = (row: KernelRow): row is MeasuredKernel => 'predict' in row;
