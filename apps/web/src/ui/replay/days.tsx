/** One replica over time: what it was doing, and which faults struck. */
import { type ExperimentResult } from '@railyard/experiments';
import { useMemo } from 'preact/hooks';
import { Card, type Column, DataTable, seconds } from '../index.js';
import { Timeline, type TimelineData } from '../timeline/index.js';

type Recorded = NonNullable<ExperimentResult['replay']>['timeline'];
type Mark = Recorded['marks'][number];

export function Days({ timeline }: { readonly timeline: Recorded }) {
  const data = useMemo(() => daysOf(timeline), [timeline]);
  return (
    <>
      <Card
        title="The first replica"
        note="Phases of the job; faults that struck it stand in the table."
        wide
      >
        <Timeline data={data} label="The first replica" />
      </Card>
      <Card title="Its faults" wide>
        <DataTable
          caption={`${timeline.marks.length} faults`}
          columns={COLUMNS}
          short
          rows={timeline.marks}
          keyOf={({ timeS, component }) => `${timeS} ${component}`}
          file="faults"
        />
      </Card>
    </>
  );
}

const FAULT_HUE = 6;

function daysOf({ spans, marks }: Recorded): TimelineData {
  const kinds = [...new Set(spans.map(({ phase }) => phase))];
  // Grey is no colour for a fault.
  const fault = Math.max(FAULT_HUE, kinds.length);
  const endS = Math.max(0, ...spans.map((span) => span.endS));
  const width = endS / 2000;
  return {
    kinds: Array.from({ length: fault + 1 }, (_, i) => (i === fault ? 'fault' : (kinds[i] ?? ''))),
    endS,
    arrows: [],
    tracks: [
      {
        label: 'job',
        starts: Float64Array.from(spans, ({ startS }) => startS),
        ends: Float64Array.from(spans, (span) => span.endS),
        kinds: Uint8Array.from(spans, ({ phase }) => kinds.indexOf(phase)),
        name: (slice) => nameOf(spans[slice]),
      },
      {
        label: 'faults',
        starts: Float64Array.from(marks, ({ timeS }) => timeS),
        ends: Float64Array.from(marks, ({ timeS }, i) =>
          Math.min(timeS + width, marks[i + 1]?.timeS ?? Infinity),
        ),
        kinds: new Uint8Array(marks.length).fill(fault),
        name: (slice) => `${marks[slice]?.class ?? ''}, ${marks[slice]?.component ?? ''}`,
      },
    ],
  };
}

const nameOf = (span: Recorded['spans'][number] | undefined): string =>
  span === undefined ? '' : span.cause === undefined ? span.phase : `${span.phase}: ${span.cause}`;

const COLUMNS: readonly Column<Mark>[] = [
  { head: 'at', isNumber: true, cell: ({ timeS }) => seconds(timeS, 3), order: ({ timeS }) => timeS },
  { head: 'fault', cell: (mark) => mark.class, order: (mark) => mark.class },
  {
    head: 'component',
    cell: ({ component }) => <code>{component}</code>,
    order: ({ component }) => component ?? '',
  },
  { head: 'outcome', cell: ({ outcome }) => outcome, order: ({ outcome }) => outcome },
];
