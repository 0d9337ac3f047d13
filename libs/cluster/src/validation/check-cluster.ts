/**
 * Everything about a cluster's definition that can be wrong while its types are right: ranges, divisibility,
 * ports, connection.
 */
import { type IssueList } from '@railyard/base';
import { type ClusterSpec, type NicSpec, type StorageSpec } from '../definition/index.js';
import { checkTopology, type ClusterPurpose } from './check-topology.js';
import { type DeviceSpec } from '../hardware/index.js';
import { LINK_CONSTANT_NAMES } from '../link-calibration/index.js';
import { notNegativeRate, notNegativeTime, oneOf, positiveRate, wholeNumber } from './range-checks.js';

const LINK_LAYERS: readonly string[] = ['infiniband', 'roce'];
const ROUTING_POLICIES: readonly string[] = ['ecmp', 'adaptive', 'static'];
/** Simulators of spraying transports take 64 to 256 (csg-htsim's default); each costs a path. */
const MOST_ENTROPIES = 256;
/** Beyond this a graph would not fit the memory of a small machine. */
const MOST_GPUS = 1_048_576;

/** Reports what keeps the cluster from being built; paths are below `issues`. */
export function checkCluster(
  spec: ClusterSpec,
  issues: IssueList,
  purpose: ClusterPurpose = 'simulation',
): void {
  const before = issues.issues.length;
  wholeNumber(spec.nodes, issues.at('nodes'));
  wholeNumber(spec.gpusPerNode, issues.at('gpusPerNode'));
  checkDevice(spec.device, spec.gpusPerNode, issues.at('device'));
  checkConstants(
    spec.device.calibration?.collectives,
    LINK_CONSTANT_NAMES,
    issues.at('device').at('calibration').at('collectives'),
  );
  checkNic(spec.nic, spec.gpusPerNode, issues.at('nic'));
  checkStorage(spec.storage, issues.at('storage'));
  oneOf(spec.routing, ROUTING_POLICIES, 'unknown-routing', issues.at('routing'));
  if (spec.entropies !== undefined) checkEntropies(spec.entropies, issues.at('entropies'));
  // Counts of switches only make sense once the counts they follow from do.
  if (issues.issues.length > before) {
    checkTopology(undefined, spec.topology, issues.at('topology'), purpose);
    return;
  }
  if (spec.nodes * spec.gpusPerNode > MOST_GPUS) {
    issues
      .at('nodes')
      .add(
        'too-large',
        `nodes x gpusPerNode must be at most ${MOST_GPUS} (got ${spec.nodes * spec.gpusPerNode}).`,
        `Use at most ${Math.floor(MOST_GPUS / spec.gpusPerNode)} nodes.`,
      );
    return;
  }
  checkPxn(spec, spec.pxn, issues.at('pxn'));
  checkTopology(spec, spec.topology, issues.at('topology'), purpose);
}

/** Constants that a device's owner gives in place of those of the records. */
export function checkConstants(
  given: Readonly<Record<string, number>> | undefined,
  known: readonly string[],
  issues: IssueList,
): void {
  for (const name of Object.keys(given ?? {}))
    issues
      .at(name)
      .require(
        known.includes(name),
        'unknown-key',
        `${name} is not a constant of the calibration.`,
        'Write the file with railyard calibrate.',
      );
}

/** PXN as the cluster has it, or as one request asks for it. */
export function checkPxn(spec: ClusterSpec, pxn: boolean, issues: IssueList): void {
  issues.require(
    !pxn || spec.gpusPerNode === 1 || spec.device.nvlinkAchievedGBps > 0,
    'pxn-needs-nvlink',
    'pxn must be false where the device has no NVLink.',
    'Set pxn to false, or give device.nvlinkAchievedGBps.',
  );
}

function checkEntropies(entropies: number, issues: IssueList): void {
  issues.require(
    Number.isInteger(entropies) && entropies >= 1 && entropies <= MOST_ENTROPIES,
    'out-of-range',
    `entropies must be a whole number from 1 to ${MOST_ENTROPIES} (got ${entropies}).`,
    'Use 1 for one path per message, or more header values to spray it.',
  );
}

/** Rates of engines and links that a device may lack: 0, or enough that a job ends. */
const LEAST_RATE = { fp8Tflops: 0.1, nvlinkGBps: 0.1, nvlinkAchievedGBps: 0.1 } as const;

function checkDevice(device: DeviceSpec, gpusPerNode: number, issues: IssueList): void {
  positiveRate(device.pcieGBps, issues.at('pcieGBps'));
  for (const key of ['fp8Tflops', 'nvlinkGBps', 'nvlinkAchievedGBps'] as const) {
    const rate = device[key];
    issues
      .at(key)
      .require(
        !(rate > 0 && rate < LEAST_RATE[key]),
        'out-of-range',
        `${key} must be 0 or at least ${LEAST_RATE[key]} (got ${rate}).`,
        `Give 0 for none, or at least ${LEAST_RATE[key]}.`,
      );
  }
  checkNvlinkGpus(device, gpusPerNode, issues.at('nvlinkGpus'));
  const nvlinkOk = notNegativeRate(device.nvlinkGBps, issues.at('nvlinkGBps'));
  const achievedOk = notNegativeRate(device.nvlinkAchievedGBps, issues.at('nvlinkAchievedGBps'));
  if (nvlinkOk && achievedOk && device.nvlinkAchievedGBps > device.nvlinkGBps) {
    issues
      .at('nvlinkAchievedGBps')
      .add(
        'above-peak',
        `nvlinkAchievedGBps must be at most nvlinkGBps = ${device.nvlinkGBps} ` +
          `(got ${device.nvlinkAchievedGBps}).`,
        'Give what large transfers reach of the peak rate.',
      );
  }
  if (gpusPerNode > 1 && device.nvlinkGBps > 0 && device.nvlinkAchievedGBps === 0) {
    issues
      .at('nvlinkAchievedGBps')
      .add(
        'zero-bandwidth',
        'nvlinkAchievedGBps must be above 0 where nvlinkGBps is (got 0).',
        'Give what large transfers reach, or set nvlinkGBps to 0.',
      );
  }
}

function checkNvlinkGpus({ nvlinkGpus }: DeviceSpec, gpusPerNode: number, issues: IssueList): void {
  if (nvlinkGpus === undefined || !wholeNumber(nvlinkGpus, issues, 2)) return;
  issues.require(
    !Number.isInteger(gpusPerNode) || gpusPerNode % nvlinkGpus === 0,
    'does-not-divide',
    `nvlinkGpus must divide gpusPerNode = ${gpusPerNode} (got ${nvlinkGpus}).`,
    'Use 2 for bridges of pairs, 4 for groups of four; leave it out where NVLink joins all GPUs of a node.',
  );
}

function checkNic(nic: NicSpec, gpusPerNode: number, issues: IssueList): void {
  const counted = wholeNumber(nic.perNode, issues.at('perNode'));
  positiveRate(nic.bandwidthGBps, issues.at('bandwidthGBps'));
  issues
    .at('efficiency')
    .require(
      nic.efficiency > 0 && nic.efficiency <= 1,
      'out-of-range',
      `efficiency must be above 0 and at most 1 (got ${nic.efficiency}).`,
      'Give the share of the line rate that large transfers reach, e.g. 0.97.',
    );
  oneOf(nic.linkLayer, LINK_LAYERS, 'unknown-link-layer', issues.at('linkLayer'));
  for (const key of ['endpointLatencyUs', 'switchLatencyUs'] as const)
    notNegativeTime(nic[key] ?? 0, issues.at(key));
  if (
    counted &&
    Number.isInteger(gpusPerNode) &&
    gpusPerNode % nic.perNode !== 0 &&
    nic.perNode % gpusPerNode !== 0
  ) {
    issues
      .at('perNode')
      .add(
        'does-not-divide',
        `nic.perNode must divide gpusPerNode = ${gpusPerNode}, or be a multiple of it (got ${nic.perNode}).`,
        'Use as many NICs as GPUs, or a number that divides theirs.',
      );
  }
}

function checkStorage(storage: StorageSpec, issues: IssueList): void {
  for (const key of ['nodeBandwidthGBps', 'aggregateWriteGBps', 'aggregateReadGBps'] as const)
    positiveRate(storage[key], issues.at(key));
}
