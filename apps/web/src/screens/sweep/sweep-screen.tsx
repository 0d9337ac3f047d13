/** Sweep: its points as they are computed, and which are best. */
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
import { HeatMap } from './heat-map.js';
import { Matrix } from './matrix.js';
import { Members } from './members.js';
import { ParallelCoordinates } from './parallel-coordinates.js';
import { TradeOff } from './trade-off.js';

const DEFAULTS = { id: '' };

interface Seen {
  readonly sweep: SweepView;
  readonly members: readonly SweepMember[];
}

export default function SweepScreen() {
  const [{ id }] = useUrlState('sweep', DEFAULTS);
  const [heard, reload] = useService<Seen>(
    async () => ({ sweep: await readSweep(id), members: await sweepMembers(id) }),
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
      {value !== undefined && <Shown {...value} />}
    </Page>
  );
}

function Shown({ sweep, members }: Seen) {
  const done = members.filter(({ metrics }) => metrics !== null);
  const objective = sweep.plan?.objective ?? { metric: 'tokensPerDayB', goal: 'maximize' };
  const shared = { members: done, objective };
  return (
    <>
      <Stats stats={statsOf(sweep)} />
      <div class="cards">
        <Card title="Points" note="One cell for each, in the order of the document.">
          <Matrix members={members} />
        </Card>
        <TradeOff {...shared} />
        <HeatMap {...shared} />
        <ParallelCoordinates {...shared} />
        <Members {...shared} />
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
