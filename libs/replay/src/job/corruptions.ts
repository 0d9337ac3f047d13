/**
 * Devices that compute wrong results without an error: which ones, since which step, and how much of the work
 * they touched still stands. A device is defective until it leaves the job for repair (AEGIS, OSDI 2026:
 * every confirmed case was a permanent defect): a restart from an older checkpoint undoes what it corrupted,
 * not the defect.
 */

export interface DefectiveDevice {
  readonly node: number;
  /** Class of the fault, how long the node stays in repair, and the address of the policy's draws. */
  readonly classIndex: number;
  readonly repairS: number;
  readonly key: number;
  /** Number under which its discovery is awaited; 0 while its node is not in the job. */
  ticket: number;
  /** Its discovery will be that of people, who see the training go wrong. */
  shows: boolean;
  /** How often the node has joined the job with it. */
  joins: number;
  /** Newest checkpoint taken before it corrupted anything, and the work at that moment. */
  cleanIndex: number;
  since: number;
}

/** Corrupted work, in seconds at the undisturbed step time. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** Work at a checkpoint is a sum in another order than the job's: what is shorter than this is no step. */
const ROUNDING_S = 1e-6;

const NONE: readonly DefectiveDevice[] = [];

export class Corruptions {
  private devices: DefectiveDevice[] = [];
  /** Spans of devices that have left the job. */
  private closed: Span[] = [];
  private issued = 0;
  /** Corrupted work that rollbacks have undone. */
  undone = 0;
  /** Devices that were found. */
  found = 0;

  reset(): void {
    this.devices = [];
    this.closed = [];
    this.issued = 0;
    this.undone = 0;
    this.found = 0;
  }

  /** A device of `node` turns defective; it corrupts nothing before `join`. */
  strike({
    node,
    classIndex,
    repairS,
    key,
  }: Pick<DefectiveDevice, 'node' | 'classIndex' | 'repairS' | 'key'>): void {
    this.devices.push({
      node,
      classIndex,
      repairS,
      key,
      ticket: 0,
      shows: false,
      joins: 0,
      cleanIndex: 0,
      since: 0,
    });
  }

  /**
   * The defective devices of a node that is in the job begin to corrupt; returns those that did not before.
   */
  join(node: number, index: number, work: number): readonly DefectiveDevice[] {
    let joined = NONE;
    for (const device of this.devices) {
      if (device.node !== node || device.ticket !== 0) continue;
      this.issued += 1;
      device.ticket = this.issued;
      device.joins += 1;
      device.cleanIndex = index;
      device.since = work;
      joined = [...joined, device];
    }
    return joined;
  }

  /** Nodes that have left the job corrupt no longer. */
  standBy(inJob: (node: number) => boolean, work: number): void {
    for (const device of this.devices) {
      if (device.ticket === 0 || inJob(device.node)) continue;
      this.close(device, work);
      device.ticket = 0;
    }
  }

  /** A node goes to repair and comes back without its defects. */
  repair(node: number, work: number): void {
    if (!this.devices.some((device) => device.node === node)) return;
    for (const device of this.devices)
      if (device.node === node && device.ticket !== 0) this.close(device, work);
    this.devices = this.devices.filter((device) => device.node !== node);
  }

  find(ticket: number): DefectiveDevice | undefined {
    return this.devices.find((device) => device.ticket === ticket);
  }

  /** The job goes back from `work` to checkpoint `index`, taken at `target`. */
  rollBack(index: number, target: number, work: number): void {
    if (this.closed.length === 0 && !this.devices.some(({ ticket }) => ticket !== 0)) return;
    this.undone += this.corrupted(target, work);
    this.closed = this.closed
      .filter(({ from }) => from < target)
      .map(({ from, to }) => ({ from, to: Math.min(to, target) }));
    for (const device of this.devices) {
      if (device.since < target) continue;
      device.since = target;
      device.cleanIndex = index;
    }
  }

  /** Work between two points that at least one defective device took part in. */
  corrupted(from: number, to: number): number {
    const spans = [...this.closed, ...this.open(to)]
      .map((span) => ({ from: Math.max(from, span.from), to: Math.min(to, span.to) }))
      .filter((span) => span.to - span.from > ROUNDING_S)
      .sort((a, b) => a.from - b.from);
    let sum = 0;
    let reached = from;
    for (const span of spans) {
      sum += Math.max(0, span.to - Math.max(reached, span.from));
      reached = Math.max(reached, span.to);
    }
    return sum;
  }

  private open(work: number): Span[] {
    return this.devices.filter(({ ticket }) => ticket !== 0).map(({ since }) => ({ from: since, to: work }));
  }

  private close({ since }: DefectiveDevice, work: number): void {
    if (work > since) this.closed.push({ from: since, to: work });
  }
}
