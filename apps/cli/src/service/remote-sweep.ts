/**
 * A sweep that a service runs: expanded here as there, submitted, watched, and its runs collected in the
 * order of the document.
 */
import { type Schemas, pause } from '@railyard/client';
import {
  type AnyPreparedSweep,
  type MetricValues,
  type PreparedSweep,
  type RunMetrics,
  type SweepPoint,
} from '@railyard/experiments';
import { CliError, ExitCode } from '../exit-code.js';
import { type ProgressBar, progressBar } from '../output/progress.js';
import { type Swept } from '../sweep/sweep-answer.js';
import { type SweptRun } from '../sweep/run-point.js';
import { interruptible } from './interrupt.js';
import { onceOnly } from './once-only.js';
import { type RemoteService } from './remote-service.js';
import { commandAt } from './service-options.js';

export type SweepView = Schemas['SweepView'];
type Member = Schemas['SweepRunPage']['items'][number];

const LOOK_MS = 500;
const PAGE = 500;

export async function submitSweep(
  service: RemoteService,
  source: string,
  document: unknown,
): Promise<SweepView> {
  const params = onceOnly();
  return (await service.ask(source, () =>
    service.calls.POST('/v1/sweeps', { params, body: document as never }),
  )) as SweepView;
}

export function readSweep(service: RemoteService, id: string): Promise<SweepView> {
  return service.ask(id, () => service.calls.GET('/v1/sweeps/{id}', { params: { path: { id } } }));
}

/** Waits for the end of a sweep. @throws CliError when it could not be expanded. */
export async function sweepEnd(service: RemoteService, first: SweepView): Promise<SweepView> {
  const bar = await progressBar();
  try {
    const { id } = first;
    const hint =
      `Follow it with ${commandAt(service.address, `sweeps watch ${id}`)}, end it with ` +
      `${commandAt(service.address, `sweeps cancel ${id}`)}.`;
    const farewell = `${id} goes on at ${service.address.url}.`;
    const ended = async (signal: AbortSignal): Promise<SweepView> => {
      let seen = first;
      while (seen.state === 'expanding' || seen.state === 'running') {
        showProgress(bar, seen);
        await pause(LOOK_MS, signal);
        seen = await readSweep(service, id);
      }
      return seen;
    };
    const view = await interruptible(farewell, hint, ended, service.deadline);
    if (view.state === 'failed' && view.expanded < (view.plan?.runs ?? 1))
      throw new CliError(
        ExitCode.failed,
        'failed',
        `${id} could not be expanded: ${view.failure ?? 'the service does not say why.'}`,
      );
    return view;
  } finally {
    bar.stop();
  }
}

function showProgress(bar: ProgressBar, { plan, counts }: SweepView): void {
  const points = plan?.runs ?? 0;
  const done = counts.succeeded + counts.failed + counts.cancelled;
  bar.update(`${done} of ${points} points`, points === 0 ? 0 : done / points);
}

/**
 * The runs of a sweep that has ended, as a sweep here has them. A search here asks for what was computed
 * there.
 */
export async function sweptByService(
  service: RemoteService,
  sweep: AnyPreparedSweep,
  view: SweepView,
): Promise<Swept> {
  const members = new Map((await membersOf(service, view.id)).map((member) => [member.experimentId, member]));
  // The service keeps the document with its keys sorted, so its grid may have another order.
  const runs = sweep.runs.flatMap(({ parameters, prepared: { id } }) => {
    const member = members.get(id);
    return member === undefined ? [] : [sweptRun(member, parameters, view)];
  });
  const { isServingSweep } = await import('@railyard/experiments');
  return !isServingSweep(sweep) && sweep.document.method === 'optimize'
    ? searched(service, sweep, runs)
    : { runs };
}

async function membersOf(service: RemoteService, id: string): Promise<readonly Member[]> {
  const members: Member[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
    const page: Schemas['SweepRunPage'] = await service.ask(id, () =>
      service.calls.GET('/v1/sweeps/{id}/runs', { params: { path: { id }, query } }),
    );
    members.push(...page.items);
    cursor = page.next;
  }
  return members;
}

function sweptRun(
  { experimentId: id, metrics, failure, state }: Member,
  parameters: SweepPoint,
  { failure: ending }: SweepView,
): SweptRun {
  if (metrics !== null) return { id, parameters, metrics: metrics as MetricValues };
  if (failure !== null) return { id, parameters, error: failure };
  // A sweep that is ended by the service itself says why.
  return {
    id,
    parameters,
    error:
      ending === null
        ? { code: state, message: `The run is ${state}.` }
        : { code: 'timed-out', message: ending },
  };
}

/**
 * What the service left out follows from the same bounds; only the layout as written may be a run that it has
 * not made.
 */
async function searched(
  service: RemoteService,
  sweep: PreparedSweep,
  runs: readonly SweptRun[],
): Promise<Swept> {
  const { runMetrics, searchBest } = await import('@railyard/experiments');
  const metricsOf = new Map(
    // A search is of experiments.
    runs.flatMap(({ id, metrics }) => (metrics === undefined ? [] : [[id, metrics as RunMetrics] as const])),
  );
  const lost = runs.find(({ error }) => error !== undefined);
  if (lost !== undefined)
    throw new CliError(
      ExitCode.failed,
      lost.error?.code ?? 'failed',
      `The search is not complete: ${lost.error?.message ?? ''}`,
      'Retry the sweep.',
    );
  const { reference } = sweep;
  if (reference !== undefined && 'prepared' in reference && !metricsOf.has(reference.prepared.id)) {
    metricsOf.set(
      reference.prepared.id,
      runMetrics(
        (await service.run({ source: 'the layout as written', document: reference.prepared.document }))
          .result,
      ),
    );
  }
  return searchBest(sweep, ({ prepared }) => {
    const metrics = metricsOf.get(prepared.id);
    if (metrics === undefined)
      throw new CliError(
        ExitCode.failed,
        'other-search',
        'The service pruned other points than this command would.',
        'Upgrade the service, or use the command of its version.',
      );
    return metrics;
  });
}
