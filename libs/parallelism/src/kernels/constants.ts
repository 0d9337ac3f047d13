/**
 * The constants of the kernel model as plain numbers. Those that a measurement fixes come from
 * calibration.ts, which tools/fit-kernels.mjs writes; those that are chosen stand here. docs/model/kernels.md
 * gives the equations.
 */
import { type Constant, assumed, derived } from '@railyard/base';
import { CALIBRATION } from './calibration.js';

const CHOSEN = {
  /** Exponent that joins the compute and the memory time: their maximum, rounded at the knee. */
  rooflineKnee: assumed(3, '', 'between a sum (1) and a hard maximum; the fit is flat from 2.5 to 4'),
  /** FP32 operations for each output element and 128 of depth that adding a scaled partial sum costs. */
  promotionOps: derived(
    1,
    'FMA',
    'accumulator += scale * partial: one fused multiply-add (DeepSeek-V3 report, section 3.3.2)',
  ),
  /** A kernel on fewer than this share of the SMs cannot draw the full memory bandwidth. */
  saturatingSmShare: assumed(
    0.5,
    'share of SMs',
    'a Hopper SM can draw about 50 GB/s, so that half of 132 fill HBM3',
  ),
} as const satisfies Record<string, Constant>;

export const KERNEL_INPUTS = { ...CALIBRATION, ...CHOSEN } as const;

export type KernelConstants = { readonly [K in keyof typeof KERNEL_INPUTS]: number };

export const KERNEL_CONSTANTS = Object.fromEntries(
  Object.entries(KERNEL_INPUTS).map(([name, constant]) => [name, constant.value]),
) as KernelConstants;

/** Idle time between two kernels of one stream, which the kernel functions do not count. */
export const LAUNCH_GAP_SECONDS = KERNEL_CONSTANTS.launchGapSeconds;
