/** What each tool does: input that was sent to an answer, in the thread of a worker. */
import { InvalidDocumentError, type Issue } from '@railyard/base';
import {
  type AnyPreparedSweep,
  API_VERSION,
  DOCUMENT_KINDS,
  type DocumentKind,
  type ExperimentResult,
  type MetricValues,
  WAITING_LIMITS,
  applyOverrides,
  bestRuns,
  checkedNetwork,
  checkedSharedCluster,
  compareResults,
  experimentFromPreset,
  kernelAccuracy,
  metricsOf,
  metricsOfAny,
  parseText,
  prepareAnySweep,
  prepareExperiment,
  prepareSweep,
  runAccuracy,
  runExperiment,
  runMetrics,
  runNetwork,
  runSharedCluster,
  searchBest,
  stepAccuracy,
  validateDocument,
} from '@railyard/experiments';
import { type FileKind, initExperiment, readFile } from '@railyard/intake';
import { judgeRuns } from '../accuracy/judge-runs.js';
import { readKernels } from '../accuracy/read-kernels.js';
import { readRuns } from '../accuracy/read-published.js';
import { readSteps } from '../accuracy/read-steps.js';

/** Runs of a sweep that a client waits for, and points of a search, which runs few of them. */
const MOST_RUNS = 500;
const MOST_SEARCHED = 10_000;
const BEST = 10;

/** What is read first, and everything. */
interface ToolAnswer {
  readonly summary: object;
  readonly full: object;
}

interface Input {
  readonly document?: unknown;
  readonly documents?: readonly unknown[];
  readonly set?: readonly string[];
}

/** Text in YAML or JSON, a document, or the name of a preset. */
function documentOf(given: unknown): unknown {
  if (typeof given !== 'string') return given;
  if (/^[\w.-]+$/.test(given.trim())) return experimentFromPreset(given.trim());
  return parseText(given);
}

const experimentOf = ({ document, set = [] }: Input): ExperimentResult =>
  runExperiment(prepareExperiment(applyOverrides(documentOf(document), set)));

function runAnswer(result: ExperimentResult): ToolAnswer {
  const { id, engineVersion, warnings, document } = result;
  const { name } = document;
  return { summary: { id, name, engineVersion, metrics: runMetrics(result), warnings }, full: result };
}

function validate({ document }: Input): ToolAnswer {
  const given = documentOf(document);
  const { kind } = (given ?? {}) as { readonly kind?: unknown };
  if (kind === 'Sweep') {
    const { size, runs, infeasible } = prepareAnySweep(given);
    return same({ ok: true, kind, size, runs: runs.length, infeasible: infeasible.length });
  }
  if (kind === undefined || kind === 'Experiment')
    return same({ ok: true, kind: 'Experiment', id: prepareExperiment(given).id });
  if (!DOCUMENT_KINDS.includes(kind as DocumentKind))
    throw new InvalidDocumentError([
      {
        path: '/kind',
        code: 'unknown-kind',
        message: `kind must be one of ${DOCUMENT_KINDS.join(', ')} (got ${JSON.stringify(kind)}).`,
        hint: `Use one of them, with apiVersion: ${API_VERSION}.`,
      },
    ]);
  const validation = validateDocument(given, kind as DocumentKind);
  if (!validation.ok) throw new InvalidDocumentError(validation.issues);
  return same({ ok: true, kind });
}

const same = (answer: object): ToolAnswer => ({ summary: answer, full: answer });

interface InitInput {
  readonly files?: readonly { readonly name: string; readonly kind?: FileKind; readonly text: string }[];
  readonly preset?: string;
  readonly gpus?: number;
  readonly device?: string;
}

function init({ files = [], preset, gpus, device }: InitInput): ToolAnswer {
  const { text, document, issues } = initExperiment({
    drafts: files.map(({ name, kind, text: content }) => readFile({ name, text: content }, kind)),
    ...(preset === undefined ? {} : { preset }),
    ...(gpus === undefined ? {} : { gpus }),
    ...(device === undefined ? {} : { device }),
  });
  return { summary: { issues, text }, full: { issues, text, document } };
}

function compare({ documents = [], set = [] }: Input): ToolAnswer {
  const runs = documents.map((document) => experimentOf({ document, set }));
  const { inputs, metrics } = compareResults(runs, 0);
  return { summary: { inputs, metrics }, full: { inputs, metrics, runs } };
}

function sweep({ document }: Input): ToolAnswer {
  const prepared = bounded(prepareAnySweep(documentOf(document)), MOST_RUNS);
  const runs = prepared.runs.map(({ parameters, prepared: one }) => ({
    id: one.id,
    parameters,
    metrics: metricsOfAny(one),
  }));
  return ranked(prepared, runs, {});
}

function search({ document }: Input): ToolAnswer {
  const given = documentOf(document);
  const prepared = bounded(prepareSweep({ ...(given as object), method: 'optimize' }), MOST_SEARCHED);
  const { runs, pruned, reference } = searchBest(prepared, (run) => metricsOf(run.prepared));
  const scored = runs.flatMap(({ metrics, ...run }) => (metrics === undefined ? [] : [{ ...run, metrics }]));
  return ranked(prepared, scored, { pruned: pruned.length, reference });
}

function bounded<S extends AnyPreparedSweep>(prepared: S, most: number): S {
  if (prepared.runs.length <= most) return prepared;
  throw new InvalidDocumentError([
    {
      path: '/parameters',
      code: 'too-large',
      message: `The runs of a sweep must be at most ${most} (got ${prepared.runs.length}).`,
      hint: 'Sweep fewer values, or submit it to a service: railyard sweep --server.',
    },
  ]);
}

function ranked(
  prepared: AnyPreparedSweep,
  runs: readonly { readonly id: string; readonly metrics: MetricValues }[],
  more: object,
): ToolAnswer {
  const { size, duplicates, infeasible, document } = prepared;
  const { objective } = document;
  const best = bestRuns(runs, objective, BEST);
  const about = { size, duplicates, objective, ...more };
  return {
    summary: { ...about, runs: runs.length, infeasible: infeasible.length, best },
    full: {
      ...about,
      runs,
      infeasible: infeasible.map(({ parameters, issues }) => ({ parameters, issues })),
      best,
    },
  };
}

function network(request: unknown): ToolAnswer {
  const answer = runNetwork(checkedNetwork(request, WAITING_LIMITS), WAITING_LIMITS);
  return { summary: answer, full: answer };
}

const networkJobs = (request: unknown): ToolAnswer => same(runSharedCluster(checkedSharedCluster(request)));

function replay({ document, set = [], days, replicas }: Input & ReplayInput): ToolAnswer {
  const given = applyOverrides(documentOf(document), set) as { readonly replay?: object };
  const replaySection = {
    ...given.replay,
    ...(days === undefined ? {} : { horizon: { kind: 'wall', days } }),
    ...(replicas === undefined ? {} : { replicas }),
  };
  return runAnswer(runExperiment(prepareExperiment({ ...given, replay: replaySection })));
}

interface ReplayInput {
  readonly days?: number;
  readonly replicas?: number;
}

async function accuracy({ of }: { readonly of: 'runs' | 'steps' | 'kernels' }): Promise<ToolAnswer> {
  const found =
    of === 'kernels'
      ? kernelAccuracy(await readKernels(undefined))
      : of === 'steps'
        ? stepAccuracy(await readSteps(undefined))
        : runAccuracy(await judgeRuns(await readRuns(), () => undefined), 'halves');
  const { rows, ...summary } = found;
  return { summary: { ...summary, rows: rows.length }, full: found };
}

const OPERATIONS = {
  validate,
  init,
  run: (input: Input) => runAnswer(experimentOf(input)),
  compare,
  sweep,
  search,
  network,
  network_jobs: networkJobs,
  replay,
  accuracy,
} as const;

export type ToolName = keyof typeof OPERATIONS;

/** What comes back from the thread: issues travel as data. */
export type ToolOutput = ToolAnswer | { readonly issues: readonly Issue[] };

export async function operate(name: ToolName, input: unknown): Promise<ToolOutput> {
  try {
    return await (OPERATIONS[name] as (input: unknown) => ToolAnswer | Promise<ToolAnswer>)(input);
  } catch (error) {
    if (error instanceof InvalidDocumentError) return { issues: error.issues };
    throw error;
  }
}
