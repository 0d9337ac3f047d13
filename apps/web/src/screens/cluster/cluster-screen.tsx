/** Cluster: the network drawn; a click fails a part, and a collective and the step say what that costs. */
import { type NetworkRequest } from '@railyard/experiments';
import { useCallback, useMemo } from 'preact/hooks';
import { useUrlState } from '../../app/url-state.js';
import { type DrawnCluster, type FailureAnswer, NOTHING, useEngine } from '../../engine/index.js';
import {
  AnswerState,
  Card,
  CopyButton,
  dollars,
  Issues,
  number,
  NumberField,
  Page,
  percent,
  seconds,
  SelectField,
  signed,
  type StatProps,
  Stats,
} from '../../ui/index.js';
import { Drawing } from './drawing.js';
import { BusiestLinks, endsOf, LinkMessages } from './link-card.js';

const DEFAULTS = {
  cluster: 'h800-2048-mpft',
  collective: 'all-to-all' as NetworkRequest['collective'],
  gpus: 64 as number | undefined,
  fail: [] as readonly string[],
  /** Both ends of the cable whose messages are listed. */
  link: '',
};
const BYTES = '1GiB';
/** Enough for every link of the picture. */
const LINKS = 2000;

export default function ClusterScreen() {
  const [state, change] = useUrlState('cluster', DEFAULTS);
  const { value: catalog } = useEngine('catalog', NOTHING);
  const drawn = useEngine('cluster', state.cluster);
  const request = {
    cluster: state.cluster,
    collective: state.collective,
    gpus: state.gpus ?? 2,
    bytes: BYTES,
    top: LINKS,
  };
  const failure = useEngine('failure', { request, fail: state.fail });
  const toggle = (part: string): void =>
    change({
      fail: state.fail.includes(part) ? state.fail.filter((each) => each !== part) : [...state.fail, part],
    });
  const onLink = useCallback((link: string) => change({ link }), []);
  return (
    <Page
      title="Cluster"
      lead="Click a plane, a switch or a NIC of node 0 to fail it, a link for its messages or to fail it."
      actions={<CopyButton label="Copy link" text={() => location.href} />}
    >
      <form class="card row" aria-label="The cluster" onSubmit={(event) => event.preventDefault()}>
        <SelectField
          label="Cluster"
          value={state.cluster}
          options={catalog?.presets.cluster ?? [state.cluster]}
          onChange={(cluster) => change({ cluster, fail: [], link: '' })}
        />
        <SelectField
          label={`Collective of ${BYTES}`}
          value={state.collective}
          options={catalog?.collectives ?? [state.collective]}
          onChange={(word) => change({ collective: word as NetworkRequest['collective'] })}
        />
        <NumberField label="GPUs" value={state.gpus} min={2} onChange={(gpus) => change({ gpus })} />
        <button type="button" disabled={state.fail.length === 0} onClick={() => change({ fail: [] })}>
          Repair everything
        </button>
      </form>
      <AnswerState answer={drawn} waiting="Loading the engine" />
      <AnswerState answer={failure} waiting="Simulating the collective" />
      {drawn.value !== undefined && (
        <Shown
          drawn={drawn.value}
          failure={failure.value}
          fail={state.fail}
          link={state.link}
          request={request}
          onToggle={toggle}
          onLink={onLink}
        />
      )}
    </Page>
  );
}

interface ShownProps {
  readonly drawn: DrawnCluster;
  readonly failure: FailureAnswer | undefined;
  readonly fail: readonly string[];
  readonly link: string;
  readonly request: NetworkRequest;
  readonly onToggle: (part: string) => void;
  readonly onLink: (link: string) => void;
}

function Shown({ drawn, failure, fail, link, request, onToggle, onLink }: ShownProps) {
  const [one = '', other = ''] = link.split(' ');
  const loads = useMemo(() => loadsOf(failure), [failure]);
  return (
    <>
      {failure !== undefined && <Stats stats={changeOf(failure)} />}
      <Issues title="What fails cuts the collective" issues={failure?.issues ?? []} />
      <Step cluster={drawn.name} fail={fail} />
      <div class="cards">
        <Card
          title="The network"
          note="Wider and darker: more of the collective. Crossed out or dashed: failed."
          wide
        >
          <Drawing {...{ drawn, fail, onToggle, onLink, link, loads }} />
          {drawn.hidden > 0 && (
            <p class="note">
              {number(drawn.hidden)} more switches are not drawn; all of them are simulated and counted.
            </p>
          )}
        </Card>
        {link !== '' && (
          <LinkMessages
            question={{ request, fail, ends: [one, other] }}
            link={link}
            onToggle={onToggle}
            onClose={() => onLink('')}
          />
        )}
        <BusiestLinks links={(failure?.failed ?? failure?.healthy)?.links ?? []} onLink={onLink} />
        <Card title="Counts and cost">
          <Stats stats={countsOf(drawn)} />
        </Card>
        <Failed fail={fail} onToggle={onToggle} />
      </div>
    </>
  );
}

function Failed({ fail, onToggle }: Pick<ShownProps, 'fail' | 'onToggle'>) {
  return (
    <Card title="Failed">
      {fail.length === 0 ? (
        <p class="muted">Nothing. Click a part of the picture.</p>
      ) : (
        <ul>
          {fail.map((part) => (
            <li key={part}>
              <code>{part}</code>{' '}
              <button type="button" onClick={() => onToggle(part)} aria-label={`Repair ${part}`}>
                Repair
              </button>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** Names of a link's ends to the highest share of its rate, over parallel cables. */
function loadsOf(failure: FailureAnswer | undefined): ReadonlyMap<string, number> {
  const loads = new Map<string, number>();
  for (const { name, utilisation } of (failure?.failed ?? failure?.healthy)?.links ?? []) {
    const ends = endsOf(name);
    loads.set(ends, Math.max(loads.get(ends) ?? 0, utilisation));
  }
  return loads;
}

function changeOf({ healthy, failed, fail }: FailureAnswer): readonly StatProps[] {
  const before = {
    label: 'Healthy',
    value: `${number(healthy.busbwGBps)} GB/s`,
    detail: `bus bandwidth, ${seconds(healthy.timeUs * 1e-6)}`,
  };
  if (failed === undefined || fail.length === 0)
    return [
      before,
      { label: 'Bottleneck', value: healthy.bottleneck, detail: `${number(healthy.flows)} flows` },
    ];
  const change = failed.busbwGBps / healthy.busbwGBps - 1;
  return [
    before,
    {
      label: 'With the failures',
      value: `${number(failed.busbwGBps)} GB/s`,
      detail: seconds(failed.timeUs * 1e-6),
    },
    {
      label: 'Change',
      value: `${signed(100 * change)} %`,
      ...(change < -1e-3 ? { tone: 'bad' as const } : {}),
    },
    { label: 'Bottleneck', value: failed.bottleneck },
  ];
}

const countsOf = ({ spec, cost }: DrawnCluster): readonly StatProps[] => [
  {
    label: 'GPUs',
    value: number(spec.nodes * spec.gpusPerNode),
    detail: `${spec.nodes} nodes, ${spec.device.name}`,
  },
  {
    label: 'Switches',
    value: number(cost.switches),
    detail: cost.tiers.map(({ tier, switches }) => `${switches} ${tier}`).join(', '),
  },
  { label: 'Cables between switches', value: number(cost.links) },
  {
    label: 'Network cost',
    value: dollars(cost.costUSD),
    detail: `${dollars(cost.costPerEndpointUSD)} an endpoint`,
  },
];

/** The step of the paper's job on this cluster, where there is one; asked only when something failed. */
function Step({ cluster, fail }: { readonly cluster: string; readonly fail: readonly string[] }) {
  const answer = useEngine('failedStep', fail.length === 0 ? undefined : { cluster, fail });
  if (fail.length === 0) return null;
  const { value, busy, issues } = answer;
  if (issues.length > 0) return <Issues title="The step cannot run on what is left" issues={issues} />;
  if (value === undefined) return busy ? <p class="note">Simulating the step of DeepSeek-V3…</p> : null;
  if (value === null) return null;
  return (
    <p class={busy ? 'stale' : ''} role="status">
      A step of {value.experiment}: {seconds(value.healthyS)} healthy,{' '}
      <strong>{seconds(value.failedS)}</strong> without {value.fail.join(', ')} (
      {signed(100 * (value.failedS / value.healthyS - 1))} %, {percent(value.healthyS / value.failedS)} of the
      throughput).
    </p>
  );
}
