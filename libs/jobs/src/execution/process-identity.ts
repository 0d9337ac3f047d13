/** Who owns a lease, and whether that process is known to be dead. */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Processes with one name see each other's process ids: the same boot of a machine and the same namespace.
 */
function machineName(): string {
  let identity: string;
  try {
    identity =
      `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')} ` + `${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    // Not Linux: nobody shares this name, so heartbeats alone decide.
    identity = randomBytes(16).toString('hex');
  }
  return `${hostname()}-${createHash('sha256').update(identity).digest('hex').slice(0, 12)}`;
}

const MACHINE = machineName();

/** `machine/process id/nonce`. */
export function newOwner(): string {
  return `${MACHINE}/${process.pid}/${randomBytes(4).toString('hex')}`;
}

/** True only when the owner ran on this machine and its process is gone; false says nothing. */
export function isKnownDead(owner: string): boolean {
  const [machine, pid] = owner.split('/');
  if (machine !== MACHINE) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
