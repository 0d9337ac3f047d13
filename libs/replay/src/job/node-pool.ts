/** Where each node is: in the job, standing by, or in repair. Nodes are numbered over the whole machine. */
import { type FleetShape, machineNodes } from '../faults/index.js';

const IN_JOB = 0;
const SPARE = 1;
const OUT = 2;

export class NodePool {
  private readonly initial: Int8Array;
  private readonly state: Int8Array;
  /** How often each node was taken out. */
  private readonly drains: Int32Array;
  /** Nodes that stand by, longest first: `standing` of them from `nextSpare` on, in a ring. */
  private readonly spares: Int32Array;
  private nextSpare = 0;
  private standing = 0;
  /** Nodes that the job lacks. */
  missing = 0;
  dataReplicas: number;

  constructor(private readonly fleet: FleetShape) {
    this.initial = new Int8Array(machineNodes(fleet)).fill(SPARE, fleet.nodes);
    this.state = Int8Array.from(this.initial);
    this.drains = new Int32Array(this.initial.length);
    this.spares = new Int32Array(this.initial.length);
    this.dataReplicas = fleet.dataReplicas;
  }

  reset(): void {
    this.state.set(this.initial);
    this.drains.fill(0);
    this.nextSpare = 0;
    this.standing = this.fleet.spareNodes;
    for (let spare = 0; spare < this.standing; spare += 1) this.spares[spare] = this.fleet.nodes + spare;
    this.missing = 0;
    this.dataReplicas = this.fleet.dataReplicas;
  }

  inJob(node: number): boolean {
    return this.state[node] === IN_JOB;
  }

  isOut(node: number): boolean {
    return this.state[node] === OUT;
  }

  get nodesPerReplica(): number {
    return this.fleet.nodes / this.fleet.dataReplicas;
  }

  /** Takes a node out for repair; returns how often it was taken out by now. */
  drain(node: number): number {
    if (this.state[node] === IN_JOB) this.missing += 1;
    else this.takeOut(node);
    this.state[node] = OUT;
    this.drains[node] += 1;
    return this.drains[node];
  }

  returnNode(node: number): void {
    this.state[node] = SPARE;
    this.spares[this.place(this.standing)] = node;
    this.standing += 1;
  }

  /** Puts spares where nodes are missing and calls `joined` for each; true when none is missing any more. */
  fill(joined: (node: number) => void): boolean {
    while (this.missing > 0) {
      if (this.standing === 0) return false;
      const node = this.spares[this.nextSpare];
      this.nextSpare = this.place(1);
      this.standing -= 1;
      this.state[node] = IN_JOB;
      this.missing -= 1;
      joined(node);
    }
    return true;
  }

  /** Gives up one replica: the nodes that it had left stand by. False when it is the last one. */
  shrink(): boolean {
    if (this.dataReplicas === 1) return false;
    this.dataReplicas -= 1;
    this.missing -= this.nodesPerReplica;
    for (let node = this.state.length - 1; this.missing < 0; node -= 1) {
      if (this.state[node] !== IN_JOB) continue;
      this.returnNode(node);
      this.missing += 1;
    }
    return true;
  }

  /** Whether the spares make up a replica that was given up. */
  canGrow(): boolean {
    return (
      this.dataReplicas < this.fleet.dataReplicas &&
      this.missing === 0 &&
      this.standing >= this.nodesPerReplica
    );
  }

  /** A node that stands by leaves the ring; those behind it move up. */
  private takeOut(node: number): void {
    const { spares } = this;
    let behind = 0;
    while (spares[this.place(behind)] !== node) behind += 1;
    for (behind += 1; behind < this.standing; behind += 1)
      spares[this.place(behind - 1)] = spares[this.place(behind)];
    this.standing -= 1;
  }

  /** Of the spare that so many others stand before. */
  private place(others: number): number {
    const at = this.nextSpare + others;
    return at < this.spares.length ? at : at - this.spares.length;
  }

  grow(): void {
    this.dataReplicas += 1;
    this.missing += this.nodesPerReplica;
  }
}
