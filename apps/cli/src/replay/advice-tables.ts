/** What a replay comes to in GPU-hours and money, and which recovery serves an objective best, as tables. */
import { type Advice, type AdvisedRow, type JobCosts } from '@railyard/replay';
import { type Cell, type Table } from '../output/format.js';

/** Settings that are printed, the best first. */
const SHOWN = 10;

export function costTable({ rows, gpuHours, cost, costPerCleanGpuHour, pricePerGpuHour }: JobCosts): Table {
  const isPriced = pricePerGpuHour !== undefined;
  return {
    title:
      `${Math.round(gpuHours)} GPU-hours` +
      (isPriced
        ? ` at ${pricePerGpuHour}: ${Math.round(cost ?? 0)}, ${costPerCleanGpuHour?.toFixed(3)} a clean one`
        : ''),
    columns: ['what', 'GPU-hours', 'low', 'high', '%', ...(isPriced ? ['cost', 'low', 'high'] : [])],
    rows: rows.map((row): readonly Cell[] => [
      row.what,
      row.gpuHours,
      row.band?.[0] ?? null,
      row.band?.[1] ?? null,
      100 * row.shareOfTotal,
      ...(isPriced ? [row.cost ?? null, row.costBand?.[0] ?? null, row.costBand?.[1] ?? null] : []),
    ]),
  };
}

export function adviceTables({ objective, configured, recommended, rows, curve }: Advice): readonly Table[] {
  const rowOf = (what: string, row: AdvisedRow): readonly Cell[] => [
    what,
    row.intervalS,
    row.spareNodes,
    row.detectors.join(' + ') || 'none',
    row.retentionS / 3600,
    100 * row.goodput.mean,
    100 * row.ettr.mean,
    row.corruptedStepsKept,
    row.gpuHoursPerCleanHour,
  ];
  const others = rows.filter((row) => row !== configured && row !== recommended).slice(0, SHOWN);
  return [
    {
      title: `Recovery for ${objective}`,
      columns: [
        'setting',
        'interval (s)',
        'spares',
        'detectors',
        'retention (h)',
        'goodput (%)',
        'ETTR (%)',
        'corrupted steps kept',
        'GPU-h per clean h',
      ],
      rows: [
        rowOf('recommended', recommended),
        rowOf('configured', configured),
        ...others.map((row) => rowOf('', row)),
      ],
    },
    ...(curve === undefined
      ? []
      : [
          {
            title: 'Checkpoint interval by form (s)',
            columns: ['Young', 'Daly', 'availability-optimal', 'exact renewal', 'simulated', 'recommended'],
            rows: [
              [
                curve.youngS,
                curve.dalyS,
                curve.availabilityOptimalS,
                curve.exactOptimumS,
                curve.simulatedOptimumS,
                recommended.intervalS,
              ],
            ],
          },
        ]),
  ];
}

export function adviceNotes({
  goodputDifference,
  ettrDifference,
  configuredReaches,
}: Advice): readonly string[] {
  const points = ({ mean, ci95 }: Advice['goodputDifference']): string =>
    `${(100 * mean).toFixed(2)} [${ci95.map((bound) => (100 * bound).toFixed(2)).join(', ')}]`;
  return [
    `Recommended against configured, on the same seeds: goodput ${points(goodputDifference)} points, ` +
      `ETTR ${points(ettrDifference)}.`,
    ...(configuredReaches
      ? []
      : [
          'The configured checkpoints do not reach behind a corruption when it is found; every setting ' +
            'above is played with the retention that does.',
        ]),
  ];
}
