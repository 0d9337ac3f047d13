/** GPUs as files name them: PCI device ids, compute capabilities, product names, NVLink counts. */

/** NVIDIA's PCI device ids (pci.ids), as presets. */
const PCI_DEVICES: Readonly<Record<string, string>> = {
  '0x1db1': 'v100',
  '0x1db5': 'v100',
  '0x20b0': 'a100-40',
  '0x20b2': 'a100',
  '0x20b5': 'a100-pcie',
  '0x20f1': 'a100-pcie',
  '0x20bd': 'a800',
  '0x2324': 'h800',
  '0x2329': 'h20',
  '0x2330': 'h100',
  '0x2331': 'h100-pcie',
  '0x2335': 'h200',
  '0x26b9': 'l40s',
  '0x2901': 'b200',
};

/** Compute capability (`sm`), as the first preset of its generation. */
const CAPABILITIES: Readonly<Record<string, string>> = {
  '70': 'v100',
  '80': 'a100',
  '89': 'l40s',
  '90': 'h100',
  '100': 'b200',
  '103': 'b300',
};

export const deviceOfPci = (id: string | undefined): string | undefined =>
  PCI_DEVICES[(id ?? '').toLowerCase()];
export const deviceOfCapability = (sm: string | undefined): string | undefined => CAPABILITIES[sm ?? ''];

const NAMES: readonly (readonly [RegExp, string])[] = [
  [/GB300/, 'gb300'],
  [/GB200/, 'gb200'],
  [/B300/, 'b300'],
  [/B200/, 'b200'],
  [/H200/, 'h200'],
  [/H800/, 'h800'],
  [/H100.*PCIe/i, 'h100-pcie'],
  [/H100/, 'h100'],
  [/H20\b/, 'h20'],
  [/A800/, 'a800'],
  [/A100.*PCIE/i, 'a100-pcie'],
  [/A100.*40GB/, 'a100-40'],
  [/A100/, 'a100'],
  [/V100/, 'v100'],
  [/L40S/, 'l40s'],
];

export const deviceOfName = (name: string): string | undefined =>
  NAMES.find(([pattern]) => pattern.test(name))?.[1];

/**
 * NVLinks of a GPU, as the preset that has so many: 25 GB/s a link and direction up to the fourth
 * generation.
 */
const LINKS: Readonly<Record<number, string>> = { 6: 'v100', 8: 'h800', 12: 'a100', 18: 'h100' };
export const deviceOfLinks = (links: number): string | undefined => LINKS[links];
export const NVLINK_GBPS = 25;

/** Cards whose NVLink is a bridge to one other, in place of the boards of the same generation. */
const BRIDGED: Readonly<Record<string, string>> = { a100: 'a100-pcie', h100: 'h100-pcie' };

/** The same GPU as a card, where NVLink joins some GPUs of a node only. */
export const asCard = (device: string | undefined): string | undefined => BRIDGED[device ?? ''] ?? device;
