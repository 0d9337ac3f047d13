/** Where the parts of a network stand in its picture. */
import { type DrawnCluster } from '../../engine/index.js';

export interface DrawnPlace {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly plane: number;
}

export interface Places {
  /** In the order of the switches. */
  readonly places: readonly DrawnPlace[];
  /** NICs of node 0, with the switch that each is at. */
  readonly nics: readonly { readonly nic: DrawnPlace; readonly to: DrawnPlace }[];
  /** GPUs of node 0, each below the NIC that it uses first. */
  readonly gpus: readonly DrawnPlace[];
  readonly domain: { readonly x: number; readonly y: number; readonly wide: number; readonly high: number };
  readonly planes: readonly { readonly name: string; readonly x: number }[];
  readonly width: number;
  readonly height: number;
}

const WIDTH = 1120;
const TOP = 44;
const STEP = 86;
/** From the top down. */
const TIERS = ['core', 'spine', 'router', 'leaf'];
const MARGIN = 20;

export function placesOf({ switches, nodeUplinks, spec }: DrawnCluster): Places {
  const tiers = TIERS.filter((tier) => switches.some((each) => each.tier === tier));
  const planeCount = Math.max(0, ...switches.map(({ plane }) => plane)) + 1;
  const rows = new Map<string, number>();
  const places = switches.map(({ name, tier, plane }) => {
    const ofRow = switches.filter((each) => each.tier === tier && each.plane === plane).length;
    const key = `${tier} ${plane}`;
    const at = rows.get(key) ?? 0;
    rows.set(key, at + 1);
    const { left, wide } = span(Math.max(0, plane), planeCount);
    return { name, plane, x: left + ((at + 0.5) / ofRow) * wide, y: TOP + tiers.indexOf(tier) * STEP };
  });
  const nicY = TOP + tiers.length * STEP;
  const nics = nodeUplinks.flatMap((place, port) => {
    const to = places[place];
    if (to === undefined) return [];
    const nic = Math.floor((port * spec.nic.perNode) / nodeUplinks.length);
    const x = MARGIN + ((port + 0.5) / nodeUplinks.length) * (WIDTH - 2 * MARGIN);
    return [{ nic: { name: `node:0/nic:${nic}`, x, y: nicY, plane: -1 }, to }];
  });
  const planes = Array.from({ length: planeCount > 1 ? planeCount : 0 }, (_, plane) => {
    const { left, wide } = span(plane, planeCount);
    return { name: `plane:${plane}`, x: left + wide / 2 };
  });
  const gpuY = nicY + 40;
  const gpus = Array.from({ length: spec.gpusPerNode }, (_, gpu) => {
    const x = MARGIN + ((gpu + 0.5) / spec.gpusPerNode) * (WIDTH - 2 * MARGIN);
    return { name: `node:0/gpu:${gpu}`, x, y: gpuY, plane: -1 };
  });
  const domain = { x: MARGIN, y: nicY - 14, wide: WIDTH - 2 * MARGIN, high: 104 };
  return { places, nics, gpus, domain, planes, width: WIDTH, height: nicY + 100 };
}

const span = (plane: number, planes: number) => {
  const wide = (WIDTH - 2 * MARGIN) / planes;
  const gap = planes > 1 ? 0.08 * wide : 0;
  return { left: MARGIN + plane * wide + gap / 2, wide: wide - gap };
};
