/**
 * Expert layers in FP4 by the generated kernels that inference engines run on Blackwell. The records of
 * devices hold the CUTLASS kernels of the same table, which take twice as long.
 */
import { type Constant, fitted } from '@railyard/base';
import { type ConstantName, type KernelConstants } from '../calibration/index.js';

const SOURCE =
  'test/data/public-kernels/moe.csv, seconds_vllm of nvfp4 with one expert rank on b200, b300, gb200 and ' +
  'gb300 (251 of 452 rows; the others: median 8 %)';

const of = (value: number, unit: string): Constant => fitted(value, unit, SOURCE);

const GENERATED_FP4: readonly (readonly [name: ConstantName, constant: Constant])[] = [
  ['expertStartSeconds', of(0.00002611, 's')],
  ['expertPairSeconds', of(9.076e-10, 's')],
  ['expertFp4Fraction', of(0.8962, '')],
  ['expertFp4HalfIntensity', of(80, '')],
  ['expertFp4LoadFraction', of(0.9173, '')],
  ['expertFp4StreamFraction', of(1.286, '')],
];

/** Constants with those of the generated kernels. @param keeps of a constant whose own value stays */
export function generatedFp4(
  constants: KernelConstants,
  keeps: (name: ConstantName) => boolean = () => false,
): KernelConstants {
  const changed = { ...constants };
  for (const [name, { value }] of GENERATED_FP4) if (!keeps(name)) changed[name] = value;
  return changed;
}
