/** Published runs alongside the engine as a report's page. */
import { type RunAccuracy } from '@railyard/experiments';
import { axesChart } from '../charts/index.js';
import { type PageTable, type ReportPage } from './page.js';

export function accuracyPage(
  { rows, sources, devices, summary }: RunAccuracy,
  engineVersion: string,
): ReportPage {
  const points = rows.flatMap(({ source, measured, twin }) =>
    measured === null || twin === null ? [] : [{ source, point: [measured, twin] as const }],
  );
  const times = points.flatMap(({ point }) => [...point]);
  const [least, most] = [Math.min(...times), Math.max(...times)];
  return {
    title: 'Accuracy: published training runs and the engine',
    lead: [
      `${summary.rows} rows, engine ${engineVersion}. Errors are of the step time, ` +
        '(twin - measured) / measured; rows that a constant is fitted to are counted in none.',
    ],
    sections: [
      {
        heading: 'Measured and computed',
        charts: [
          axesChart(
            'accuracy',
            'Step times; on the line both are equal',
            { xLabel: 'measured (s)', yLabel: 'computed (s)', logX: true, logY: true },
            [
              {
                name: 'equal',
                points: [
                  [least, least],
                  [most, most],
                ],
              },
              ...sources.map(({ source }) => ({
                name: source,
                points: points.filter((each) => each.source === source).map(({ point }) => point),
                isLoose: true,
              })),
            ],
          ),
        ],
      },
      { heading: 'By source', tables: [errorTable('source', sources, ({ source }) => source)] },
      { heading: 'By device', tables: [errorTable('device', devices, ({ device }) => device)] },
      { heading: 'Rows', tables: [rowTable(rows)] },
    ],
  };
}

const rowTable = (rows: RunAccuracy['rows']): PageTable => ({
  title: 'Every row, as it was judged',
  columns: ['row', 'source', 'device', 'measured (s)', 'computed (s)', 'error (%)', 'status'],
  rows: rows.map(({ id, source, device, measured, twin, errorPct, status }) => [
    id,
    source,
    device,
    measured,
    twin,
    errorPct,
    status,
  ]),
});

type Group = RunAccuracy['sources'][number];

const errorTable = (name: string, groups: readonly Group[], of: (group: Group) => string): PageTable => ({
  title: 'Errors by ' + name,
  columns: [name, 'rows', 'median (%)', '90th percentile (%)', 'bias (%)'],
  rows: groups.map((group) => [of(group), group.rows, group.medianPct, group.p90Pct, group.biasPct]),
});
