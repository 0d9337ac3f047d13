/** A simulated collective as its reader sees it. */
import { type NetworkRequest, type NetworkResult } from '@railyard/experiments';
import { type Answer, type Table } from './format.js';
import { sizeRows, sizeTable } from './size-rows.js';
import { tierTable } from './tier-table.js';

/** @param cluster as it was named */
export function collectiveAnswer(
  { collective, gpus }: NetworkRequest,
  cluster: string,
  result: NetworkResult,
): Answer {
  const rows = sizeRows(gpus, result);
  return {
    data: rows.length === 0 ? result : { ...result, rows },
    tables: [
      { title: `${collective} of ${gpus} GPUs on ${cluster}`, ...timesTable(result) },
      ...bandTables(result),
      ...(rows.length === 0 ? [] : [sizeTable('Over sizes', rows)]),
      ...flapTables(result),
      ...concurrentTables(result),
      ...planeTables(result),
      ...linkTables(result),
      tierTable(result.tiers),
    ],
    notes: [
      ...EXACTNESS[result.exactness],
      ...(result.links.every((link) => link.peakUtilisation === undefined)
        ? ['So many messages are added up on their links, not followed over time: no peaks.']
        : []),
    ],
  };
}

const EXACTNESS: Readonly<Record<NetworkResult['exactness'], readonly string[]>> = {
  exact: [],
  'one-hash': ['The time is of one ECMP hash; --seeds draws a band over others.'],
  'drawn-hash': ['What one ECMP hash puts on each link was drawn: flows are too many to hash each.'],
};

function bandTables({ band }: NetworkResult): readonly Table[] {
  if (band === undefined) return [];
  return [
    {
      title: `Time under ${band.seeds} hashes (us)`,
      columns: ['least', '5 %', 'median', '95 %', 'most'],
      rows: [[band.leastUs, band.lowUs, band.medianUs, band.highUs, band.mostUs]],
    },
  ];
}

function timesTable(result: NetworkResult): Table {
  const { timeUs, latencyUs, algbwGBps, busbwGBps, bottleneck, flows, algorithm } = result;
  const chosen = algorithm === undefined ? [] : [algorithm];
  const heads = ['time (us)', 'latency (us)', 'algbw (GB/s)', 'busbw (GB/s)', 'bottleneck', 'flows'];
  return {
    columns: [...heads, ...chosen.map(() => 'algorithm')],
    rows: [[timeUs, latencyUs, algbwGBps, busbwGBps, bottleneck, flows, ...chosen]],
  };
}

function flapTables({ flapped }: NetworkResult): readonly Table[] {
  if (flapped === undefined) return [];
  const { timeUs, longestStallUs, delayed, transfers } = flapped;
  return [
    {
      title: 'With the flaps',
      columns: ['time (us)', 'longest stall (us)', 'transfers delayed', 'of'],
      rows: [[timeUs, longestStallUs, delayed, transfers]],
    },
  ];
}

function concurrentTables({ beside }: NetworkResult): readonly Table[] {
  if (beside === undefined) return [];
  const paused = beside.some(({ controlledUs }) => controlledUs !== undefined);
  return [
    {
      title: 'At once',
      columns: [
        'collective',
        'alone (us)',
        'shared (us)',
        ...(paused ? ['with pauses (us)', 'from (us)', 'to (us)'] : []),
        'own queues (us)',
        'own rails (us)',
        'rails',
      ],
      rows: beside.map((one) => [
        one.collective,
        one.aloneUs,
        one.sharedUs,
        ...(paused ? [one.controlledUs, one.controlledBandUs?.[0], one.controlledBandUs?.[1]] : []),
        one.queuedUs,
        one.separatedUs,
        one.rails === undefined ? null : rangeOf(one.rails),
      ]),
    },
  ];
}

const rangeOf = (rails: readonly number[]): string =>
  rails.length === 1 ? `${rails[0]}` : `${rails[0]} to ${rails.at(-1)}`;

function planeTables({ planes }: NetworkResult): readonly Table[] {
  if (planes.length === 0) return [];
  return [
    {
      columns: ['plane', 'MB sent by NICs'],
      rows: planes.map(({ plane, bytes }) => [plane < 0 ? 'single fabric' : plane, bytes / 1e6]),
    },
  ];
}

function linkTables({ links }: NetworkResult): readonly Table[] {
  if (links.length === 0) return [];
  return [
    {
      columns: ['busiest links', 'class', 'MB', 'utilisation', 'peak'],
      rows: links.map((link) => [
        link.name,
        link.class,
        link.bytes / 1e6,
        link.utilisation,
        link.peakUtilisation ?? '',
      ]),
    },
  ];
}
