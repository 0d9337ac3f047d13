/**
 * Finds leases whose owners died. A lease is dead when its heartbeat stood still for the lease time by the
 * watcher's own monotonic clock, so stepping wall clocks neither kill a living owner nor keep a dead one
 * alive. A process that is known to be gone is dead at once.
 */
import { type ObservedLease } from '@railyard/database';
import { isKnownDead } from '../execution/index.js';

interface Sighting {
  readonly fencingToken: number;
  readonly heartbeat: number;
  readonly sinceMs: number;
}

export class LeaseWatch {
  private sightings = new Map<string, Sighting>();

  constructor(
    private readonly leaseMs: number,
    private readonly knownDead: (owner: string) => boolean = isKnownDead,
  ) {}

  /** @param nowMs a monotonic clock. @returns those of the leases that are dead. */
  observe(leases: readonly ObservedLease[], nowMs: number): ObservedLease[] {
    const sightings = new Map<string, Sighting>();
    const dead = leases.filter((lease) => {
      const before = this.sightings.get(lease.runId);
      const still = before?.fencingToken === lease.fencingToken && before.heartbeat === lease.heartbeat;
      const sinceMs = still ? before.sinceMs : nowMs;
      sightings.set(lease.runId, { fencingToken: lease.fencingToken, heartbeat: lease.heartbeat, sinceMs });
      return nowMs - sinceMs >= this.leaseMs || this.knownDead(lease.owner);
    });
    this.sightings = sightings;
    return dead;
  }
}
