/** From the files that people have to an experiment that runs. */
import { GIGA, type Issue, IssueList, entryOf } from '@railyard/base';
import { DEVICES } from '@railyard/cluster';
import { presetNamed, validateDocument } from '@railyard/experiments';
import { MODELS, type ModelSpec } from '@railyard/parallelism';
import { type JobDraft, type JobValues } from '../source/index.js';
import { type FixedLayout, type Layout, NODE, layouts, leastLayout } from './choose-layout.js';
import { type ExperimentBody, experimentBody } from './experiment-body.js';
import { type MergedJob, mergeDrafts } from './merge-drafts.js';
import { foldedWords, writeExperiment } from './write-experiment.js';

export interface InitRequest {
  /** In order of weight: the model of the first counts. */
  readonly drafts: readonly JobDraft[];
  /** Name of a model preset, in place of a file. */
  readonly preset?: string;
  readonly gpus?: number;
  readonly device?: string;
  /** What the user says of the job; it goes before what files say. */
  readonly values?: JobValues;
}

export interface InitAnswer {
  /** The experiment as YAML, with its comments. */
  readonly text: string;
  readonly document: Readonly<Record<string, unknown>>;
  /** Why the experiment does not run as the files have it; empty when it does. */
  readonly issues: readonly Issue[];
  readonly drafts: readonly JobDraft[];
}

const USUAL_DEVICE = 'h100';

/** @throws InvalidDocumentError when files contradict each other, or none says the model. */
export function initExperiment(request: InitRequest): InitAnswer {
  const issues = new IssueList();
  const merged = mergeDrafts(request.drafts, issues);
  const job = { ...merged, values: { ...merged.values, ...request.values } };
  const model = request.preset ?? job.model;
  if (request.preset !== undefined) presetNamed('model', request.preset, issues.at('model'));
  checkRequest(request, model, issues);
  issues.throwIfAny();
  const device = entryOf(DEVICES, request.device ?? USUAL_DEVICE);
  const name = nameOf(model as ModelSpec | string);
  const spec = typeof model === 'string' ? entryOf(MODELS, model) : (model as ModelSpec);
  const body: BodyOf = (layout, chosen, why) =>
    experimentBody({
      name,
      device: request.device ?? USUAL_DEVICE,
      deviceGiven: request.device !== undefined,
      model: model as ModelSpec | string,
      job,
      layout,
      chosen,
      why,
    });
  const { found, refused } = choose(
    spec,
    fixedOf(job, request),
    // Weights in shards are not counted by what a rank would hold whole.
    (job.values.zeroStage ?? 1) >= 2 ? Infinity : GIGA * device.memoryGB,
    body,
  );
  return {
    text: writeExperiment(found, request.drafts, headingOf(request, refused)),
    document: found.document,
    issues: refused,
    drafts: request.drafts,
  };
}

function checkRequest(request: InitRequest, model: unknown, issues: IssueList): void {
  issues
    .at('model')
    .require(
      model !== undefined,
      'missing-key',
      'A model must be given: no file says it.',
      'Add --model with a config.json or the name of a preset.',
    );
  if (request.device !== undefined) presetNamed('device', request.device, issues.at('device'));
  const gpus = request.gpus ?? NODE;
  issues
    .at('gpus')
    .require(
      gpus <= NODE || gpus % NODE === 0,
      'out-of-range',
      `gpus must be 1 to ${NODE}, or a multiple of ${NODE} (got ${gpus}).`,
      'Use whole nodes.',
    );
}

/** A layout that a file gives is kept as it is, whether it fits or not. */
function fixedOf({ values }: MergedJob, { gpus }: InitRequest): FixedLayout {
  const given = <K extends keyof JobValues & keyof Layout>(key: K): FixedLayout =>
    values[key] === undefined ? {} : ({ [key]: values[key] } as FixedLayout);
  const all = { ...given('pipeline'), ...given('tensor'), ...given('expert'), ...given('recompute') };
  const count = gpus ?? values.gpus;
  return count === undefined ? all : { ...all, gpus: count };
}

type BodyOf = (layout: Layout, chosen: readonly (keyof Layout)[], why: string) => ExperimentBody;

interface Choice {
  readonly found: ExperimentBody;
  readonly refused: readonly Issue[];
}

/**
 * The first layout that is accepted; of none, the one whose ranks hold the least, with what is wrong with it
 * and the number of GPUs that would do.
 */
function choose(model: ModelSpec, fixed: FixedLayout, memory: number, bodyOf: BodyOf): Choice {
  const tried = (layout: Layout, why = 'the plainest layout that fits'): Choice => {
    const chosen = (Object.keys(layout) as (keyof Layout)[]).filter((key) => fixed[key] === undefined);
    const found = bodyOf(layout, chosen, why);
    return { found, refused: validateDocument(found.document, 'Experiment').issues };
  };
  const accepted = (within: FixedLayout): Layout | undefined => {
    for (const layout of layouts(model, within, memory))
      if (tried(layout).refused.length === 0) return layout;
    return undefined;
  };
  const layout = accepted(fixed);
  if (layout !== undefined) return tried(layout);
  const least = leastLayout(model, fixed);
  const { found, refused } = tried(least, 'no layout that was tried fits; this one comes nearest');
  const { gpus: _, ...free } = fixed;
  const enough = refused.some(isMemory) ? accepted(free)?.gpus : undefined;
  if (enough === undefined || enough <= least.gpus) return { found, refused };
  const hint = `Take ${enough} GPUs: of the layouts that were tried, none fits on ${least.gpus}.`;
  return { found, refused: refused.map((issue) => (isMemory(issue) ? { ...issue, hint } : issue)) };
}

const isMemory = ({ code }: Issue): boolean => code === 'out-of-memory';

const nameOf = (model: ModelSpec | string): string => (typeof model === 'string' ? model : model.name);

function headingOf({ drafts, preset }: InitRequest, refused: readonly Issue[]): readonly string[] {
  const from = [...(preset === undefined ? [] : [`preset ${preset}`]), ...drafts.map(({ source }) => source)];
  return [
    `Written by \`railyard init\` from ${from.join(', ')}.`,
    ...(refused.length === 0
      ? []
      : [
          'Does not run as it stands:',
          ...refused.flatMap(({ path, message, hint }) => foldedWords(`${path}: ${message} ${hint}`)),
        ]),
  ];
}
