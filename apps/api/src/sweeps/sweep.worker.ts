/** Expands sweeps in a thread of its own: the event loop goes on serving. */
import { once } from 'node:events';
import { type MessagePort } from 'node:worker_threads';
import { InvalidDocumentError, canonicalJson, elementAt } from '@railyard/base';
import {
  ENGINE_VERSION,
  type AnyPreparedSweep,
  type InfeasiblePoint,
  type PreparedRun,
  type PrunedPoint,
  type SweepRun,
  isServingSweep,
  metricsOf,
  prepareAnySweep,
  runAny,
  searchBest,
} from '@railyard/experiments';
import {
  type InfeasibleGroup,
  type LostPoints,
  type Preview,
  type SweepOutput,
  type SweepPlan,
  type SweepTask,
} from './sweep-protocol.js';

type AnySweepRun = SweepRun<PreparedRun>;

/** Runs that one transaction takes in: it holds up the event loop and other writers. */
const BATCH = 100;
/** A preview tries this many runs, but no longer than this. */
const SAMPLES = 5;
const SAMPLING_MS = 2000;

export default async function sweep(task: SweepTask): Promise<SweepOutput> {
  try {
    if (task.kind === 'preview') return { preview: preview(prepareAnySweep(task.document)) };
    if (task.kind === 'count')
      return { experimentIds: prepareAnySweep(task.document).runs.map(({ prepared: { id } }) => id) };
    await expand(prepareAnySweep(task.document), task.from, task.port);
    return { done: true };
  } catch (error) {
    if (error instanceof InvalidDocumentError) return { issues: error.issues };
    throw error;
  }
}

/** Before a search nothing is known of what it will prune. */
function preview(prepared: AnyPreparedSweep): Preview {
  return { ...planOf(prepared, prepared.runs.length), secondsPerRun: secondsPerRun(prepared.runs) };
}

function planOf(
  { size, duplicates, infeasible, runs, document }: AnyPreparedSweep,
  chosen: number,
  found: Pick<SweepPlan, 'lost' | 'behind'> = {},
): SweepPlan {
  return {
    ...found,
    size,
    duplicates,
    infeasible: { count: infeasible.length, groups: groupsOf(infeasible) },
    pruned: runs.length - chosen,
    runs: chosen,
    objective: document.objective,
  };
}

function groupsOf(points: readonly InfeasiblePoint[]): readonly InfeasibleGroup[] {
  const groups = new Map<
    string,
    { issue: InfeasibleGroup['issue']; count: number; example: InfeasibleGroup['example'] }
  >();
  for (const { issues, parameters } of points) {
    const issue = elementAt(issues, 0);
    const key = `${issue.path} ${issue.code}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { issue, count: 1, example: parameters });
    else group.count += 1;
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

/**
 * The first run warms the thread up and counts only when it is the only one. A replay may take minutes: it is
 * not tried.
 */
function secondsPerRun(runs: readonly AnySweepRun[]): number | null {
  if (runs.length === 0 || runs.some(({ prepared: { document } }) => 'replay' in document)) return null;
  const samples = Math.min(SAMPLES, runs.length);
  const seconds: number[] = [];
  const startedMs = performance.now();
  for (let sample = 0; sample < samples && performance.now() - startedMs < SAMPLING_MS; sample += 1) {
    const beganMs = performance.now();
    runAny(elementAt(runs, Math.floor((sample * runs.length) / samples)).prepared);
    seconds.push((performance.now() - beganMs) / 1000);
  }
  const counted = seconds.length === 1 ? seconds : seconds.slice(1);
  return counted.reduce((sum, one) => sum + one, 0) / counted.length;
}

/** Sends batches, each when the one before is stored. */
async function expand(prepared: AnyPreparedSweep, first: number, port: MessagePort): Promise<void> {
  const { chosen, ...found } = chosenRuns(prepared);
  const plan = planOf(prepared, chosen.length, found);
  for (let from: number | null = first; from !== null;) {
    const points = chosen.slice(from, from + BATCH).map(({ parameters, prepared: { id, document } }) => ({
      parameters: JSON.stringify(parameters),
      experiment: {
        id,
        name: document.name,
        engineVersion: ENGINE_VERSION,
        document: canonicalJson(document),
      },
    }));
    const isLast = from + points.length >= chosen.length;
    const answered = once(port, 'message');
    port.postMessage({ plan, from, points, isLast });
    const [expanded] = (await answered) as [number | null];
    from = expanded === null || expanded >= chosen.length ? null : expanded;
  }
}

/** A search settles which points can win; they become runs like any other, in the order of the document. */
function chosenRuns(
  prepared: AnyPreparedSweep,
): Pick<SweepPlan, 'lost' | 'behind'> & { readonly chosen: readonly AnySweepRun[] } {
  if (isServingSweep(prepared) || prepared.document.method !== 'optimize') return { chosen: prepared.runs };
  const { runs, pruned } = searchBest(prepared, (run) => metricsOf(run.prepared));
  const without = new Set(pruned.map(({ id }) => id));
  const chosen = prepared.runs.filter((run) => !without.has(run.prepared.id));
  const places = new Map(chosen.map((run, position) => [run.prepared.id, position]));
  const behind = runs.flatMap(({ id, behind: seconds }) => {
    const position = places.get(id);
    return position === undefined ? [] : [{ position, ...seconds }];
  });
  return { chosen, lost: lostPoints(pruned, prepared.document.objective.goal), behind };
}

function lostPoints(pruned: readonly PrunedPoint[], goal: 'maximize' | 'minimize'): readonly LostPoints[] {
  const lost = new Map<LostPoints['by'], { count: number; bound: number }>();
  for (const { by, bound } of pruned) {
    const known = lost.get(by);
    if (known === undefined) lost.set(by, { count: 1, bound });
    else {
      known.count += 1;
      known.bound = goal === 'minimize' ? Math.min(known.bound, bound) : Math.max(known.bound, bound);
    }
  }
  return [...lost].map(([by, points]) => ({ by, ...points }));
}
