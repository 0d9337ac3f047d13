/** A measured collective, and what the model says of it. */
import { type DeviceSpec } from '@railyard/cluster';

export interface MeasuredCollective {
  /** What was measured, in words that distinguish the rows of one file. */
  readonly id: string;
  readonly source: string;
  readonly device: string;
  /** Rows of one family are judged together, for example `all-reduce, one node, above 1 MiB`. */
  readonly family: string;
  /** Operation, GPUs, nodes and size: decides whether the row is fitted or judged (kernels/is-fitted.ts). */
  readonly shape: string;
  readonly seconds: number;
  /** Seconds on nodes of this device. */
  predict(device: DeviceSpec): number;
}

/** A row that the model does not express, and why. */
interface LeftOutCollective {
  readonly id: string;
  readonly source: string;
  readonly device: string;
  readonly seconds: number;
  readonly why: string;
}

export type CollectiveRow = MeasuredCollective | LeftOutCollective;

export const isMeasuredCollective = (row: CollectiveRow): row is MeasuredCollective => 'predict' in row;
