/** Sweep: its points as they are computed, and which are best. */
import { useMemo, useRef } from 'preact/hooks';
import { useUrlState } from '../../app/url-state.js';
import {
  cancelSweep,
  readSweep,
  ServiceState,
  type SweepMember,
  sweepMembers,
  type SweepView,
  useService,
} from '../../service/index.js';
import { Card, Issues, number, Page, type StatProps, Stats } from '../../ui/index.js';
import { type Brush } from './parallel-coordinates.js';
import { LostPoints } from './lost.js';
import { Matrix } from './matrix.js';
import { SweepViews } from './sweep-views.js';

const DEFAULTS = { id: '', share: 1, only: {} as Readonly<Record<string, string>> };

interface Seen {
  readonly sweep: SweepView;
  readonly members: readonly SweepMember[];
  /** Counts of the sweep when they were read. */
  readonly readAt: string;
  /** Time before which they are not read again. */
  readonly againMs: number;
}

/** Times as long as reading them took. */
const REST = 4;

export default function SweepScreen() {
  const [{ id, share, only }, change] = useUrlState('sweep', DEFAULTS);
  const seen = useRef<Seen>(undefined);
  const [heard, reload] = useService<Seen>(
    async () => (seen.current = await readAgain(id, seen.current)),
    id,
    ({ sweep: { state } }) => state === 'expanding' || state === 'running',
  );
  const { value } = heard;
  const cancel = value?.sweep.links.cancel;
  return (
    <Page
      title={value?.sweep.name ?? 'Sweep'}
      lead={id}
      actions={
        <>
          {cancel !== undefined && (
            <button type="button" onClick={() => void cancelSweep(id).then(reload)}>
              Cancel
            </button>
          )}
          <a class="button" href="#/sweeps">
            All sweeps
          </a>
        </>
      }
    >
      <ServiceState heard={heard} onReload={reload} />
      {value !== undefined && <Shown {...value} brush={{ share, only }} onBrush={change} />}
    </Page>
  );
}

/** Its runs only where they are other than they were, and the sooner the fewer they are. */
async function readAgain(id: string, before: Seen | undefined): Promise<Seen> {
  const sweep = await readSweep(id);
  const counts = JSON.stringify(sweep.counts);
  const now = performance.now();
  const isOver = sweep.state !== 'expanding' && sweep.state !== 'running';
  if (
    before !== undefined &&
    before.sweep.id === id &&
    (before.readAt === counts || (!isOver && now < before.againMs))
  )
    return { ...before, sweep };
  const members = await sweepMembers(id);
  return { sweep, members, readAt: counts, againMs: performance.now() + REST * (performance.now() - now) };
}

interface ShownProps extends Pick<Seen, 'sweep' | 'members'> {
  readonly brush: Brush;
  readonly onBrush: (brush: Partial<Brush>) => void;
}

function Shown({ sweep, members, brush, onBrush }: ShownProps) {
  const { metric, goal } = sweep.plan?.objective ?? { metric: 'tokensPerDayB', goal: 'maximize' };
  const points = useMemo(() => <Matrix members={members} />, [members]);
  return (
    <>
      <Stats stats={statsOf(sweep)} />
      <div class="cards">
        <Card title="Points" note="One cell for each, in the order of the document.">
          {points}
        </Card>
        <SweepViews {...{ members, metric, goal, brush, onBrush }} behind={sweep.plan?.behind} />
        <LostPoints plan={sweep.plan} />
      </div>
      {(sweep.plan?.infeasible.groups ?? []).map(({ issue, count }) => (
        <Issues key={issue.path + issue.message} title={`${count} infeasible`} issues={[issue]} />
      ))}
    </>
  );
}

const statsOf = ({ state, counts, plan }: SweepView): readonly StatProps[] => [
  { label: 'State', value: state },
  { label: 'Points', value: number(plan?.size ?? 0, 6), detail: `${plan?.runs ?? 0} to run` },
  {
    label: 'Done',
    value: number(counts.succeeded, 6),
    detail: `${counts.running} running, ${counts.queued} queued`,
  },
  {
    label: 'Failed',
    value: number(counts.failed, 6),
    ...(counts.failed > 0 ? { tone: 'bad' as const } : {}),
  },
  { label: 'Infeasible', value: number(plan?.infeasible.count ?? 0, 6) },
];
