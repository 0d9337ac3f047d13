/** Rated power of boards, as their datasheets have it. */
import { type Constant, published } from '@railyard/base';
import { type DeviceSpec } from '@railyard/cluster';

const datasheet = (watts: number, what: string): Constant => published(watts, 'W', `datasheet: ${what}`);

/** By the name of the preset. */
const RATED: Readonly<Record<string, Constant>> = {
  v100: datasheet(300, 'V100 SXM2'),
  a100: datasheet(400, 'A100 SXM'),
  'a100-40': datasheet(400, 'A100 SXM'),
  'a100-pcie': datasheet(300, 'A100 80 GB PCIe'),
  a800: datasheet(400, 'A800 SXM'),
  h100: datasheet(700, 'H100 SXM'),
  'h100-pcie': datasheet(350, 'H100 PCIe'),
  h800: datasheet(700, 'H800 SXM'),
  h20: datasheet(400, 'H20'),
  h200: datasheet(700, 'H200 SXM'),
  b200: datasheet(1000, 'B200 in HGX and DGX'),
  b300: datasheet(1400, 'B300 in DGX'),
  gb200: datasheet(1200, 'one GPU of GB200 NVL72'),
  gb300: datasheet(1400, 'one GPU of GB300 NVL72'),
  mi300x: datasheet(750, 'MI300X'),
  mi355x: datasheet(1400, 'MI355X'),
  l40s: datasheet(350, 'L40S'),
  'rtx-pro-6000': datasheet(600, 'RTX PRO 6000 Blackwell'),
  'rtx-4090': datasheet(450, 'GeForce RTX 4090'),
  gb10: datasheet(140, 'GB10, processor and GPU'),
};

/** What the device's owner says, or its preset's board; undefined where neither is known. */
export function ratedPower({ name, ratedPowerW }: DeviceSpec): Constant | undefined {
  if (ratedPowerW === undefined) return RATED[name];
  return { value: ratedPowerW, unit: 'W', provenance: 'assumed', source: 'the document' };
}
