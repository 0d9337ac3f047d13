/** Ports and oversubscription of the tiers of a network. */
import { type TierPorts } from '@railyard/cluster';
import { type Table } from './format.js';

export function tierTable(tiers: readonly TierPorts[]): Table {
  return {
    title: 'Switches by tier',
    columns: [
      'tier',
      'switches',
      'ports',
      'used',
      'free in all',
      'down (GB/s)',
      'onward (GB/s)',
      'oversubscription',
    ],
    rows: tiers.map(({ tier, switches, ports, usedPorts: [least, most], freePorts, ...rates }) => [
      tier,
      switches,
      ports,
      least === most ? String(most) : `${least} to ${most}`,
      freePorts,
      rates.downGBps,
      rates.onwardGBps,
      rates.oversubscription === undefined ? undefined : `${Number(rates.oversubscription.toFixed(2))}:1`,
    ]),
  };
}
