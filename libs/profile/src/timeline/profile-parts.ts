/** Parts of a profile. Times in milliseconds. */
import { type KernelKind } from '../kernels/index.js';

export interface StreamProfile {
  readonly stream: number;
  /** By what most of its time is. */
  readonly role: 'compute' | 'communication';
  readonly kernels: number;
  readonly busyMs: number;
  readonly kindsMs: Readonly<Partial<Record<KernelKind, number>>>;
}

/** Span divided by what runs: the four parts add up to it. */
export interface Overlap {
  readonly bothMs: number;
  readonly computeOnlyMs: number;
  /** Exposed communication. */
  readonly communicationOnlyMs: number;
  readonly neitherMs: number;
}

/** All kernels of one name. */
export interface KernelTime {
  readonly name: string;
  readonly kind: KernelKind;
  readonly kernels: number;
  readonly totalMs: number;
}
