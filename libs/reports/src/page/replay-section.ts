/** The job over days: what faults cost, by cause, and where a checkpoint interval stands. */
import { type ReplaySection } from '@railyard/experiments';
import { lostTimes } from '@railyard/replay';
import { axesChart, barChart } from '../charts/index.js';
import { type PageSection } from './page.js';

const HOUR = 3600;

export function replaySections(replay: ReplaySection): readonly PageSection[] {
  const { intervalCurve } = replay;
  return [
    {
      heading: 'Over days',
      sentences: [
        `ETTR ${(100 * replay.ettr).toFixed(2)} %, goodput ${(100 * replay.goodput).toFixed(2)} %, ` +
          `${replay.interruptions.toFixed(1)} interruptions in ${replay.wallDays.toFixed(2)} days ` +
          `(means of ${replay.replicas} replicas).`,
      ],
      charts: [
        barChart(
          'lost-time',
          'Hours of a replica that are not productive',
          lostTimes(replay.ledger).map(({ words, seconds }) => ({
            label: words,
            parts: [{ name: 'hours', value: seconds / HOUR }],
          })),
          'h',
        ),
        ...(intervalCurve === undefined
          ? []
          : [
              axesChart(
                'interval',
                'ETTR over the checkpoint interval',
                { xLabel: 'interval (s)', yLabel: 'ETTR (%)', logX: true },
                [
                  {
                    name: 'simulated',
                    points: intervalCurve.points.map(
                      ({ intervalS, ettr }) => [intervalS, 100 * ettr.mean] as const,
                    ),
                  },
                ],
              ),
            ]),
      ],
      tables: [
        {
          title: 'By cause, means of a replica',
          columns: ['cause', 'family', 'faults', 'interruptions', 'of the wall time (%)'],
          rows: replay.byCause.map((cause) => [
            cause.class,
            cause.family,
            cause.faults.mean,
            cause.interruptions.mean,
            100 * cause.shareOfWall.mean,
          ]),
        },
      ],
    },
  ];
}
