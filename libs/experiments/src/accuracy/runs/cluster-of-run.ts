/**
 * The machine of a published run, from its `gpu` and `n_gpus`: a preset of the device, on nodes of eight
 * (NVL72 racks: one NVLink domain), with the network that such nodes are rented with.
 */
import { DEVICES } from '@railyard/cluster';
import { Inexpressible, type MappingNotes } from './mapping-notes.js';
import { type PublishedRun } from './published-run.js';
import { calibrationOfSource } from './source-machines.js';

type Plain = Readonly<Record<string, unknown>>;

/** A default of every row, and no part of its grade. */
export const NETWORK = 'the network between nodes';

const NODE = 8;
/** GPUs of a rack of GB200 or GB300 that jobs over several racks use. */
const RACK = 64;
/** Endpoints of a fat tree of two layers of 64-port switches. */
const TWO_LAYERS = 2048;
/** HBM2e at 3.2 Gb/s a pin: 409.6 GB/s for each stack of 16 GB. */
const HBM2E_STACK = { memoryGB: 16, bandwidthGBps: 409.6 } as const;

/** Of the boards of DGX and HGX H100: NVIDIA H100 SXM datasheet. */
const RATED_WATTS: Readonly<Record<string, number>> = { h100: 700 };

/** Presets of clusters whose network a device is rented with; the others': 400 Gb/s a GPU. */
const BASES: Readonly<Record<string, string>> = {
  v100: 'a100-8',
  a100: 'a100-8',
  'a100-40': 'a100-8',
  'a100-pcie': 'a100-8',
  a800: 'a100-8',
  b300: 'b300-8',
  gb200: 'gb200-64',
  gb300: 'gb300-64',
};

interface RunDevice {
  readonly preset: string;
  /** What the run says of its card and the preset says otherwise. */
  readonly changes: Plain;
}

/** `A100-80GB`, `h100_80gb`, `H100-96GB-HBM2e-500W`: a device, its memory, and what is special about it. */
function deviceOfRun(gpu: string): RunDevice {
  const [name = '', ...parts] = gpu.toLowerCase().split(/[-_ ]+/);
  const memoryGB = parts.map((part) => Number(/^(\d+)gb$/.exec(part)?.[1])).find((gb) => gb > 0);
  const pcie = parts.includes('pcie') ? '-pcie' : '';
  const small = name === 'a100' && memoryGB === 40 ? '-40' : '';
  const preset = `${name}${small}${pcie}`;
  const device = DEVICES[preset];
  if (device === undefined) throw new Inexpressible(`There is no device preset for the GPU ${gpu}.`);
  const known = Math.round(device.memoryGB / 8) * 8;
  const changes = {
    ...(memoryGB === undefined || Math.round(memoryGB / 8) * 8 === known
      ? {}
      : { memoryGB: (device.memoryGB * memoryGB) / known }),
    ...powerLimitOf(preset, parts),
  };
  if (!parts.includes('hbm2e') || memoryGB === undefined) return { preset, changes };
  const stacks = Math.round(memoryGB / HBM2E_STACK.memoryGB);
  return {
    preset,
    changes: { ...changes, memoryBandwidthGBps: stacks * HBM2E_STACK.bandwidthGBps },
  };
}

/** `500W` of a board that is rated for more. */
function powerLimitOf(preset: string, parts: readonly string[]): Plain {
  const watts = parts.map((part) => Number(/^(\d+)w$/.exec(part)?.[1])).find((value) => value > 0);
  const rated = RATED_WATTS[preset];
  return watts === undefined || rated === undefined || watts >= rated ? {} : { powerLimit: watts / rated };
}

/** The body of `cluster`. */
export function clusterOfRun(run: PublishedRun, notes: MappingNotes): Plain {
  const { gpus } = run;
  if (gpus === undefined) throw new Inexpressible('The row gives no number of GPUs.');
  const { preset, changes } = deviceOfRun(run.gpu);
  const calibration = calibrationOfSource(run);
  notes.defaults.push(NETWORK);
  const gpusPerNode = nodeSize(gpus, /^gb[23]00$/.test(preset));
  const nodes = gpus / gpusPerNode;
  return {
    preset: baseOf(preset, run.notes),
    name: `${run.gpu} x ${gpus}`,
    nodes,
    gpusPerNode,
    device: { preset, ...changes, ...(calibration === undefined ? {} : { calibration }) },
    nic: { perNode: gpusPerNode },
    ...(gpus > TWO_LAYERS ? { topology: { kind: 'fat-tree', layers: 3, switchPorts: 64 } } : {}),
  };
}

/** The two networks that DeepSeek compares are presets. */
const baseOf = (preset: string, notes: string): string =>
  preset !== 'h800' ? (BASES[preset] ?? 'h100-8') : /mpft/i.test(notes) ? 'h800-2048-mpft' : 'h800-2048-mrft';

function nodeSize(gpus: number, isRack: boolean): number {
  const most = isRack ? RACK : NODE;
  if (gpus <= most) return gpus;
  for (let size = most; size > 1; size -= 1) if (gpus % size === 0) return size;
  throw new Inexpressible(`${gpus} GPUs do not fill nodes of equal size.`);
}
