/**
 * Finds leases whose owners died. A lease is dead when its heartbeat stood still for the lease time by the
 * watcher's own monotonic clock, so stepping wall clocks neither kill a living owner nor keep a dead one
 * alive. A process that is known to be gone is dead at once.
 */
import { type HeldLease } from '@railyard/database';
import { isKnownDead } from './process-identity.js';

interface Sighting {
  readonly fence: number;
  readonly beat: number;
  readonly sinceMs: number;
}

export class LeaseWatch {
  private sightings = new Map<string, Sighting>();

  constructor(
    private readonly leaseMs: number,
    private readonly knownDead: (owner: string) => boolean = isKnownDead,
  ) {}

  /** @param nowMs a monotonic clock. @returns the leases of `held` that are dead. */
  observe(held: readonly HeldLease[], nowMs: number): HeldLease[] {
    const sightings = new Map<string, Sighting>();
    const dead = held.filter((lease) => {
      const before = this.sightings.get(lease.runId);
      const still = before !== undefined && before.fence === lease.fence && before.beat === lease.beat;
      const sinceMs = still ? before.sinceMs : nowMs;
      sightings.set(lease.runId, { fence: lease.fence, beat: lease.beat, sinceMs });
      return nowMs - sinceMs >= this.leaseMs || this.knownDead(lease.owner);
    });
    this.sightings = sightings;
    return dead;
  }
}
