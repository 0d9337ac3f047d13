/** Where each node is: in the job, standing by, or in repair. Nodes are numbered over the whole machine. */
import { type FleetShape, machineNodes } from '../faults/index.js';

const IN_JOB = 0;
const SPARE = 1;
const OUT = 2;

export class NodePool {
  private readonly initial: Int8Array;
  private readonly state: Int8Array;
  private readonly drains = new Map<number, number>();
  private spares: number[] = [];
  /** Nodes that the job lacks. */
  missing = 0;
  dataReplicas: number;

  constructor(private readonly fleet: FleetShape) {
    this.initial = new Int8Array(machineNodes(fleet)).fill(SPARE, fleet.nodes);
    this.state = Int8Array.from(this.initial);
    this.dataReplicas = fleet.dataReplicas;
  }

  reset(): void {
    this.state.set(this.initial);
    this.drains.clear();
    this.spares = Array.from({ length: this.fleet.spareNodes }, (_, index) => this.fleet.nodes + index);
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
    else this.spares.splice(this.spares.indexOf(node), 1);
    this.state[node] = OUT;
    const times = (this.drains.get(node) ?? 0) + 1;
    this.drains.set(node, times);
    return times;
  }

  returnNode(node: number): void {
    this.state[node] = SPARE;
    this.spares.push(node);
  }

  /** Puts spares where nodes are missing and calls `joined` for each; true when none is missing any more. */
  fill(joined: (node: number) => void): boolean {
    while (this.missing > 0) {
      const node = this.spares.shift();
      if (node === undefined) return false;
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
      this.spares.length >= this.nodesPerReplica
    );
  }

  grow(): void {
    this.dataReplicas += 1;
    this.missing += this.nodesPerReplica;
  }
}
