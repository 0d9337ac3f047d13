/** What a recorded profile holds. */
import { type AnalyzedProfile } from '@railyard/profile';
import { Bars, Card, type Column, DataTable, number, type StatProps, Stats } from '../../ui/index.js';

type Stream = AnalyzedProfile['streams'][number];
type Kernel = AnalyzedProfile['topKernels'][number];

const STREAMS: readonly Column<Stream>[] = [
  { head: 'stream', cell: ({ stream }) => stream, order: ({ stream }) => stream },
  { head: 'role', cell: ({ role }) => role, order: ({ role }) => role },
  {
    head: 'kernels',
    isNumber: true,
    cell: ({ kernels }) => number(kernels, 7),
    order: ({ kernels }) => kernels,
  },
  { head: 'busy (ms)', isNumber: true, cell: ({ busyMs }) => number(busyMs), order: ({ busyMs }) => busyMs },
];

const KERNELS: readonly Column<Kernel>[] = [
  { head: 'kernel', cell: ({ name }) => <code>{name.slice(0, 90)}</code>, order: ({ name }) => name },
  { head: 'kind', cell: ({ kind }) => kind, order: ({ kind }) => kind },
  {
    head: 'calls',
    isNumber: true,
    cell: ({ kernels }) => number(kernels, 7),
    order: ({ kernels }) => kernels,
  },
  {
    head: 'time (ms)',
    isNumber: true,
    cell: ({ totalMs }) => number(totalMs),
    order: ({ totalMs }) => totalMs,
  },
];

export function Recorded({ profile }: { readonly profile: AnalyzedProfile }) {
  const { overlap, retargeted } = profile;
  return (
    <>
      <div class="wide" style={{ gridColumn: '1 / -1' }}>
        <Stats stats={headline(profile)} />
      </div>
      <Card title="Overlap" note="What runs at each moment; the parts add up to the span.">
        <Bars
          unit="ms"
          rows={[
            { label: 'recorded', parts: partsOf(overlap) },
            ...(retargeted === undefined
              ? []
              : [
                  { label: 'executed', parts: partsOf(retargeted.recorded.overlap) },
                  { label: retargeted.target.machine.name, parts: partsOf(retargeted.target.overlap) },
                ]),
          ]}
        />
        {retargeted !== undefined && (
          <p>
            {number(retargeted.speedup)} times as fast on {retargeted.target.machine.name}.
          </p>
        )}
      </Card>
      <Card title="Streams">
        <DataTable
          caption="By stream"
          columns={STREAMS}
          rows={profile.streams}
          keyOf={({ stream }) => String(stream)}
        />
      </Card>
      <Card title="Top kernels" wide>
        <DataTable
          caption="The names that take most time"
          columns={KERNELS}
          rows={profile.topKernels}
          keyOf={({ name }) => name}
        />
      </Card>
    </>
  );
}

const headline = ({ device, spanMs, kernels, overlap }: AnalyzedProfile): readonly StatProps[] => [
  { label: 'Device', value: device },
  { label: 'Span', value: `${number(spanMs)} ms` },
  { label: 'Kernels', value: number(kernels, 7) },
  { label: 'Exposed communication', value: `${number(overlap.communicationOnlyMs)} ms` },
];

const partsOf = (overlap: AnalyzedProfile['overlap']) => [
  { name: 'both', value: overlap.bothMs },
  { name: 'computation only', value: overlap.computeOnlyMs },
  { name: 'communication only', value: overlap.communicationOnlyMs },
  { name: 'neither', value: overlap.neitherMs },
];
