/**
 * The fleet: which components exist to fail, how they are numbered and named. Nodes 0..nodes-1 hold the job
 * at the start, the spares follow.
 */
import { assertUnreachable, invariant } from '@railyard/base';

export const COMPONENT_KINDS = [
  'gpu',
  'node',
  'nic',
  'host-link',
  'fabric-link',
  'switch',
  'plane',
  'job',
] as const;
/**
 * `host-link`: NIC to leaf; `fabric-link`: leaf to spine; `switch`: the leaves, then the spines; `job`: no
 * component, the job itself.
 */
export type ComponentKind = (typeof COMPONENT_KINDS)[number];

export interface FleetShape {
  /** Nodes that the job uses. */
  readonly nodes: number;
  /** Nodes that stand by. */
  readonly spareNodes: number;
  readonly gpusPerNode: number;
  readonly nicsPerNode: number;
  /** Network planes: 1 for a single fabric. NIC i of a node sits on plane i mod planes. */
  readonly planes: number;
  /** Leaf and spine switches of the whole network. */
  readonly leaves: number;
  readonly spines: number;
  /** Leaf-spine links of the whole network. */
  readonly fabricLinks: number;
  /** Data-parallel replicas that the job may run with: whole replicas are what an elastic job gives up. */
  readonly dataReplicas: number;
}

/**
 * Two-layer fat tree(s) of `switchPorts`-port switches over the job's nodes: half of a leaf's ports go down.
 * With 64 ports, 256 nodes and 8 planes this is the paper's 8 x (8 leaves + 4 spines); with 1 plane its 64
 * leaves and 32 spines.
 */
export function fatTreeFleet(options: {
  readonly nodes: number;
  readonly spareNodes?: number;
  readonly gpusPerNode?: number;
  readonly planes: number;
  readonly switchPorts?: number;
  readonly dataReplicas?: number;
}): FleetShape {
  const gpusPerNode = options.gpusPerNode ?? 8;
  const down = (options.switchPorts ?? 64) / 2;
  const leavesPerPlane = Math.ceil((options.nodes * gpusPerNode) / options.planes / down);
  const spinesPerPlane = Math.ceil(leavesPerPlane / 2);
  return {
    nodes: options.nodes,
    spareNodes: options.spareNodes ?? 0,
    gpusPerNode,
    nicsPerNode: gpusPerNode,
    planes: options.planes,
    leaves: leavesPerPlane * options.planes,
    spines: spinesPerPlane * options.planes,
    fabricLinks: leavesPerPlane * down * options.planes,
    dataReplicas: options.dataReplicas ?? 1,
  };
}

export const machineNodes = (fleet: Pick<FleetShape, 'nodes' | 'spareNodes'>): number =>
  fleet.nodes + fleet.spareNodes;

/** Members of a component kind in the machine, spares included; the job is one. */
export function population(fleet: FleetShape, kind: ComponentKind): number {
  switch (kind) {
    case 'gpu':
      return machineNodes(fleet) * fleet.gpusPerNode;
    case 'node':
      return machineNodes(fleet);
    case 'nic':
    case 'host-link':
      return machineNodes(fleet) * fleet.nicsPerNode;
    case 'fabric-link':
      return fleet.fabricLinks;
    case 'switch':
      return fleet.leaves + fleet.spines;
    case 'plane':
      return fleet.planes;
    case 'job':
      return 1;
    default:
      return assertUnreachable(kind);
  }
}

/** Components of this kind in one node; 0 when the kind is not part of a node. */
export function perNode(fleet: FleetShape, kind: ComponentKind): number {
  switch (kind) {
    case 'gpu':
      return fleet.gpusPerNode;
    case 'node':
      return 1;
    case 'nic':
    case 'host-link':
      return fleet.nicsPerNode;
    case 'fabric-link':
    case 'switch':
    case 'plane':
    case 'job':
      return 0;
    default:
      return assertUnreachable(kind);
  }
}

/** Node of a component; -1 when the component belongs to no node. */
export function nodeOf(fleet: FleetShape, kind: ComponentKind, component: number): number {
  const members = perNode(fleet, kind);
  return members === 0 ? -1 : Math.floor(component / members);
}

/** Name in logs: `gpu/17/3` is GPU 3 of node 17, `switch/70` a switch, `job` the job. */
export function componentName(fleet: FleetShape, kind: ComponentKind, component: number): string {
  if (kind === 'job') return 'job';
  const members = perNode(fleet, kind);
  return members > 1
    ? `${kind}/${Math.floor(component / members)}/${component % members}`
    : `${kind}/${component}`;
}

/** Index of a named component of the given kind; the message of an issue when there is none. */
export function componentIndex(fleet: FleetShape, kind: ComponentKind, name: string): number | string {
  const parts = name.split('/');
  if (parts[0] !== kind) return `component must be a ${kind}, which the class strikes (got "${name}").`;
  if (kind === 'job') return parts.length === 1 ? 0 : `component must be job (got "${name}").`;
  const members = perNode(fleet, kind);
  const numbers = parts.slice(1).map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : NaN));
  const expected = members > 1 ? 2 : 1;
  if (numbers.length !== expected || numbers.some(Number.isNaN)) {
    return `component must have the form ${componentName(fleet, kind, 0)} (got "${name}").`;
  }
  const index = members > 1 ? numbers[0] * members + numbers[1] : numbers[0];
  const inRange = index < population(fleet, kind) && (members <= 1 || numbers[1] < members);
  return inRange
    ? index
    : `component must be one of the machine's ${population(fleet, kind)} of kind ${kind} (got "${name}").`;
}

export function checkFleet(fleet: FleetShape): void {
  invariant(fleet.nodes > 0 && fleet.spareNodes >= 0 && fleet.gpusPerNode > 0, 'a fleet has nodes and GPUs', {
    ...fleet,
  });
  invariant(
    fleet.dataReplicas > 0 && fleet.nodes % fleet.dataReplicas === 0,
    'data replicas divide the nodes of the job',
    { ...fleet },
  );
}
