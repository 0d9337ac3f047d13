/** What is broken or slow at this moment, as the condition that the machine model prices. */
import { type ComponentKind, type FleetShape, nodeOf } from '../faults/index.js';
import { type MachineCondition } from './machine-model.js';
import { type NodePool } from './node-pool.js';

interface Outage {
  readonly kind: ComponentKind;
  readonly component: number;
  readonly node: number;
  /** Class that caused it. */
  readonly cause: number;
}

export class MachineState {
  private readonly outages = new Map<number, Outage>();
  private readonly slow = new Map<number, { readonly slowdown: number; readonly cause: number }>();
  private issued = 0;

  constructor(
    private readonly fleet: FleetShape,
    private readonly nodes: NodePool,
  ) {}

  reset(): void {
    this.outages.clear();
    this.slow.clear();
    this.issued = 0;
  }

  get undisturbed(): boolean {
    return (
      this.outages.size === 0 && this.slow.size === 0 && this.nodes.dataReplicas === this.fleet.dataReplicas
    );
  }

  /** Begins an outage; returns the ticket that ends it. */
  beginOutage(kind: ComponentKind, component: number, cause: number): number {
    this.issued += 1;
    this.outages.set(this.issued, { kind, component, node: nodeOf(this.fleet, kind, component), cause });
    return this.issued;
  }

  endOutage(ticket: number): void {
    this.outages.delete(ticket);
  }

  slowDown(node: number, slowdown: number, cause: number): void {
    this.slow.set(node, { slowdown, cause });
  }

  slowCause(node: number): number {
    return this.slow.get(node)?.cause ?? -1;
  }

  speedUp(node: number): void {
    this.slow.delete(node);
  }

  /** A repaired node is neither slow nor without links. */
  repair(node: number): void {
    this.slow.delete(node);
    for (const [ticket, outage] of this.outages) {
      if (outage.node === node) this.outages.delete(ticket);
    }
  }

  /** Latest cause among what disturbs the job now; -1 when nothing does. */
  cause(): number {
    let cause = -1;
    for (const [node, slow] of this.slow) if (this.nodes.inJob(node)) cause = slow.cause;
    for (const outage of this.outages.values())
      if (outage.node < 0 || this.nodes.inJob(outage.node)) cause = outage.cause;
    return cause;
  }

  condition(): MachineCondition {
    const nicsLost = new Map<number, Set<number>>();
    const spinesByPlane = new Map<number, Set<number>>();
    const linksByPlane = new Map<number, Set<number>>();
    const leaves = new Set<number>();
    const planes = new Set<number>();
    for (const { kind, component, node } of this.outages.values()) {
      if (node >= 0) {
        if (this.nodes.inJob(node)) addTo(nicsLost, node, component);
      } else if (kind === 'plane') planes.add(component);
      else if (kind === 'fabric-link')
        addTo(linksByPlane, Math.floor((component * this.fleet.planes) / this.fleet.fabricLinks), component);
      else if (component < this.fleet.leaves) leaves.add(component);
      else
        addTo(
          spinesByPlane,
          Math.floor(((component - this.fleet.leaves) * this.fleet.planes) / this.fleet.spines),
          component,
        );
    }
    let slowdown = 1;
    for (const [node, slow] of this.slow)
      if (this.nodes.inJob(node)) slowdown = Math.max(slowdown, slow.slowdown);
    return {
      worstNicsLost: largest(nicsLost),
      nodesWithLostNics: nicsLost.size,
      leavesDown: leaves.size,
      worstSpinesDown: largest(spinesByPlane),
      spinesDown: [...spinesByPlane.values()].reduce((sum, { size }) => sum + size, 0),
      planesDown: planes.size,
      worstFabricLinksDown: largest(linksByPlane),
      slowdown,
      dataReplicas: this.nodes.dataReplicas,
    };
  }
}

function addTo(groups: Map<number, Set<number>>, group: number, member: number): void {
  const members = groups.get(group);
  if (members === undefined) groups.set(group, new Set([member]));
  else members.add(member);
}

const largest = (groups: ReadonlyMap<number, ReadonlySet<number>>): number =>
  [...groups.values()].reduce((most, { size }) => Math.max(most, size), 0);
