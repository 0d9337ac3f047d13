/**
 * Silent corruptions at work in the job: since which step the model is poisoned, and what rolling back saves.
 */

export interface Corruption {
  /** Newest checkpoint taken before it: the newest clean one. */
  readonly cleanIndex: number;
  /** Work at the moment it struck. */
  readonly work: number;
  readonly node: number;
  /** Class of the fault, and how long the node stays in repair. */
  readonly classIndex: number;
  readonly repairS: number;
}

export class Corruptions {
  private readonly alive = new Map<number, Corruption>();
  private issued = 0;

  reset(): void {
    this.alive.clear();
    this.issued = 0;
  }

  strike(corruption: Corruption): number {
    this.issued += 1;
    this.alive.set(this.issued, corruption);
    return this.issued;
  }

  get(ticket: number): Corruption | undefined {
    return this.alive.get(ticket);
  }

  forget(ticket: number): void {
    this.alive.delete(ticket);
  }

  /**
   * The job restarts from checkpoint `index` after reaching `work`: corruptions newer than it are gone.
   * Returns the work they had poisoned.
   */
  wash(index: number, work: number): number {
    let poisoned = 0;
    for (const [ticket, corruption] of this.alive) {
      if (corruption.cleanIndex < index) continue;
      poisoned += work - corruption.work;
      this.alive.delete(ticket);
    }
    return poisoned;
  }

  get count(): number {
    return this.alive.size;
  }

  /** Work since the first corruption that is still alive; 0 when there is none. */
  poisonedSince(work: number): number {
    let first = work;
    for (const corruption of this.alive.values()) first = Math.min(first, corruption.work);
    return work - first;
  }
}
