/** `--detach`: the service has the work, and the command does not wait for it. */
import { type Command } from 'commander';
import { print } from '../output/print.js';

/** Says what was accepted, and how to find it again. */
export async function printDetached(command: Command, accepted: { readonly id: string; readonly state: string }): Promise<void> {
  const family = accepted.id.startsWith('sweep-') ? 'sweeps' : 'runs';
  await print(command, { data: accepted, tables: [{ columns: ['id', 'state'], rows: [[accepted.id, accepted.state]] }], notes: [`\`railyard ${family} watch ${accepted.id}\` follows it.`] });
}
