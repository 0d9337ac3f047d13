/** A timeline as tables: time by track, and by what was done. */
import { useMemo } from 'preact/hooks';
import { number, percent, seconds } from '../format.js';
import { type Column } from '../columns.js';
import { DataTable } from '../table.js';
import { type TimelineData } from './data.js';
import { byTrack, byWork, type TrackTotals, type WorkTotal } from './sums.js';
import { type Viewport } from './viewport.js';

interface SheetProps {
  readonly data: TimelineData;
  /** The time that is added up. */
  readonly view: Viewport;
}

const captionOf = ({ fromS, toS }: Viewport): string => `From ${seconds(fromS)} to ${seconds(toS)}`;

export function ByTrack({ data, view }: SheetProps) {
  const rows = useMemo(() => byTrack(data, view), [data, view]);
  const columns = useMemo(() => trackColumns(data, rows, view), [data, rows]);
  return (
    <DataTable
      caption={`${captionOf(view)}, by track`}
      columns={columns}
      rows={rows}
      keyOf={({ track }) => String(track)}
    />
  );
}

function trackColumns(
  { kinds }: TimelineData,
  rows: readonly TrackTotals[],
  { fromS, toS }: Viewport,
): readonly Column<TrackTotals>[] {
  const present = kinds.filter((kind) =>
    rows.some(({ totals }) => totals.some((each) => each.kind === kind)),
  );
  const secondsOf = ({ totals }: TrackTotals, kind: string): number =>
    totals.find((each) => each.kind === kind)?.seconds ?? 0;
  return [
    { head: 'track', cell: ({ label }) => label, order: ({ track }) => track },
    ...present.map((kind): Column<TrackTotals> => ({
      head: kind,
      isNumber: true,
      cell: (row) =>
        `${seconds(secondsOf(row, kind), 3)} (${percent(secondsOf(row, kind) / (toS - fromS), 2)})`,
      order: (row) => secondsOf(row, kind),
    })),
  ];
}

export function ByWork({ data, view }: SheetProps) {
  const rows = useMemo(() => byWork(data, view), [data, view]);
  return (
    <DataTable
      caption={`${captionOf(view)}, by what was done: numbers in names left out`}
      columns={WORK_COLUMNS}
      rows={rows}
      keyOf={({ work }) => work}
    />
  );
}

const WORK_COLUMNS: readonly Column<WorkTotal>[] = [
  { head: 'work', cell: ({ work }) => work, order: ({ work }) => work },
  { head: 'kind', cell: ({ kind }) => kind, order: ({ kind }) => kind },
  { head: 'slices', isNumber: true, cell: ({ count }) => number(count, 7), order: ({ count }) => count },
  {
    head: 'time, all tracks',
    isNumber: true,
    cell: ({ seconds: time }) => seconds(time),
    order: ({ seconds: time }) => time,
  },
  {
    head: 'mean',
    isNumber: true,
    cell: ({ seconds: time, count }) => seconds(time / count),
    order: ({ seconds: time, count }) => time / count,
  },
  {
    head: 'longest',
    isNumber: true,
    cell: ({ longestS }) => seconds(longestS),
    order: ({ longestS }) => longestS,
  },
];
