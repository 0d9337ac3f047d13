/** One collective measured on one cluster: its time and bandwidths, and what its links carry. */
import { type ProvenancedInput } from '@railyard/base';
import { capacityUnder, parseFault, parseFlap } from '../faults/index.js';
import { type CollectiveAlgorithm } from '../collectives/index.js';
import { tierNotes, tierPorts, type TierPorts } from '../topology/index.js';
import { Fabric, type LinkAccount } from '../traffic/index.js';
import { accountMessages } from './account-messages.js';
import { inputsOf } from './benchmark-inputs.js';
import {
  addedUp,
  followed,
  type LoadedLink,
  type Loads,
  planeBytes,
  type PlaneBytes,
  topLinks,
} from './carried-links.js';
import { type ConcurrentTimes, concurrentTimes, controlNotes } from './concurrent.js';
import { type FlappedTimes, flappedTimes } from './flap-times.js';
import { idleFaults, lateFlaps, type NetworkWarning } from './idle-faults.js';
import { messagesOf } from './message-count.js';
import { type NamedTime, timeOf } from './named-collective.js';
import { type BenchmarkRequest, FOLLOWED_MESSAGES, TOP_LINKS } from './request.js';
import { bandNotes, type Exactness, exactnessOf, type SeedBand, seedBand } from './seed-band.js';
import { sizeCurve, type SizePoint } from './size-curve.js';

export interface BenchmarkResult {
  readonly algbwGBps: number;
  readonly busbwGBps: number;
  readonly timeUs: number;
  readonly latencyUs: number;
  readonly bottleneck: string;
  /** Busiest links first. */
  readonly links: readonly LoadedLink[];
  /** Bytes by plane, NIC links only; one entry, plane -1, for a single fabric. */
  readonly planes: readonly PlaneBytes[];
  /** Ports and oversubscription of the network's tiers. */
  readonly tiers: readonly TierPorts[];
  /** Flows of the collective, whether simulated one by one or by symmetry. */
  readonly flows: number;
  /** With `sizes`: one point each; all else is of the largest. */
  readonly sizes?: readonly SizePoint[];
  /** With `flap`; all else is without. */
  readonly flapped?: FlappedTimes;
  /** With `beside`: the collective and the other. */
  readonly beside?: readonly ConcurrentTimes[];
  /** Of collectives that NCCL does by ring, by tree or in the NVLink switch: which was taken. */
  readonly algorithm?: CollectiveAlgorithm;
  /** Of the ECMP hash. */
  readonly seed: number;
  readonly exactness: Exactness;
  /** With `seeds`: the time under other hashes. */
  readonly band?: SeedBand;
  /** What a reader may not expect of the network, and what was asked for and changes nothing. */
  readonly warnings: readonly NetworkWarning[];
  /** What the result rests on. */
  readonly inputs: readonly ProvenancedInput[];
}

/** Runs a checked request. @throws NoRouteError when faults leave two members without a path. */
export function runBenchmark(request: BenchmarkRequest): BenchmarkResult {
  const { cluster, collective, bytes, beside, flap } = request;
  const fabric = fabricOf(request);
  const tiers = tierPorts(cluster);
  const group = Array.from({ length: request.gpus }, (_, gpu) => gpu);
  const time = timeOf(fabric, collective, group, bytes);
  const loads = loadsOf(fabric, request, group, time);
  const flapped =
    flap === undefined
      ? undefined
      : flappedTimes(fabric, request, group, time, flap.map(parseFlap), request.reroute ?? Infinity);
  const band = request.seeds === undefined ? undefined : seedBand(fabric, request, group, request.seeds);
  return {
    algbwGBps: time.algbwGBps,
    busbwGBps: time.busbwGBps,
    timeUs: time.seconds * 1e6,
    latencyUs: time.latencySeconds * 1e6,
    bottleneck: time.bottleneck,
    links: topLinks(fabric, loads, request.top ?? TOP_LINKS),
    planes: planeBytes(fabric, loads),
    tiers,
    flows: loads.flows,
    ...(request.sizes === undefined ? {} : { sizes: sizeCurve(fabric, collective, group, request.sizes) }),
    ...(flapped === undefined ? {} : { flapped }),
    ...(beside === undefined ? {} : { beside: concurrentTimes(fabric, group, request, beside, request) }),
    ...(time.algorithm === undefined ? {} : { algorithm: time.algorithm }),
    seed: request.seed ?? 0,
    exactness: exactnessOf(fabric, collective, group),
    ...(band === undefined ? {} : { band }),
    warnings: [
      ...tierNotes(cluster, tiers),
      ...(band === undefined ? [] : bandNotes(fabric, group, band, request.seeds ?? band.seeds)),
      ...warningsOf(fabric, request, group, time, flapped),
    ],
    inputs: inputsOf(cluster, beside === undefined ? [collective] : [collective, beside.collective]),
  };
}

/** The cluster's network as the request wants it routed, with its faults. */
export function fabricOf(request: BenchmarkRequest): Fabric {
  const { cluster, fail = [] } = request;
  const whole = new Fabric(cluster, request);
  return fail.length === 0 ? whole : whole.withCapacity(capacityUnder(whole.graph, fail.map(parseFault)));
}

/** Links followed over time where messages are few enough, added up where they are not. */
function loadsOf(
  fabric: Fabric,
  { collective, bytes }: BenchmarkRequest,
  group: readonly number[],
  time: NamedTime,
): Loads {
  const messages = messagesOf(collective, group.length, fabric.gpusPerNode, time.algorithm);
  const account = messages <= FOLLOWED_MESSAGES ? followed : addedUp;
  return account(fabric, collective, group, bytes, time);
}

function warningsOf(
  fabric: Fabric,
  request: BenchmarkRequest,
  group: readonly number[],
  time: NamedTime,
  flapped: FlappedTimes | undefined,
): readonly NetworkWarning[] {
  const { collective, bytes, beside, control, fail = [], flap = [], reroute } = request;
  const flaps = flap.map(parseFlap);
  const own = (account: LinkAccount): void => accountMessages(account, collective, group, bytes);
  const all = (account: LinkAccount): void => {
    own(account);
    if (beside !== undefined) accountMessages(account, beside.collective, group, beside.bytes);
  };
  return [
    ...(control === undefined ? [] : controlNotes(control)),
    ...idleFaults(fabric, group, { all, flapped: own }, fail.map(parseFault), flaps, reroute !== undefined),
    ...(flapped === undefined ? [] : lateFlaps(flaps, flapped.timeUs / 1e6 - time.latencySeconds)),
  ];
}
