/** `--detach`: the service has the work, and the command does not wait for it. */
import { type Command } from 'commander';
import { print } from '../output/print.js';
import { type ServiceAddress, commandAt } from './service-options.js';

/** Says what was accepted, and how to find it again. */
export async function printDetached(
  command: Command,
  address: ServiceAddress,
  accepted: { readonly id: string; readonly state: string },
): Promise<void> {
  const family = accepted.id.startsWith('sweep-') ? 'sweeps' : 'runs';
  await print(command, {
    data: accepted,
    names: [accepted.id],
    tables: [{ columns: ['id', 'state'], rows: [[accepted.id, accepted.state]] }],
    notes: [`Follow it with ${commandAt(address, `${family} watch ${accepted.id}`)}.`],
  });
}
