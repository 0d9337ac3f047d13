/**
 * A published run as an Experiment document, by rules that read its columns and nothing of its results. What
 * the row leaves open is filled by a default and listed.
 */
import { type Issue } from '@railyard/base';
import { MODELS } from '@railyard/parallelism';
import { type ExperimentDocument } from '../../document.js';
import { validateDocument } from '../../documents/index.js';
import { clusterOfRun } from './cluster-of-run.js';
import { type RunLayout, layoutOfRun } from './layout-of-run.js';
import { Inexpressible, MappingNotes } from './mapping-notes.js';
import { modelOfRun } from './model-of-run.js';
import { type PublishedRun } from './published-run.js';

type Plain = Readonly<Record<string, unknown>>;

export interface MappedRun {
  /** As a user would write it. */
  readonly written: Plain;
  readonly document: ExperimentDocument;
  readonly defaults: readonly string[];
  readonly substitutes: readonly string[];
}

const RECOMPUTES = ['none', 'selective', 'full'] as const;
type Recompute = (typeof RECOMPUTES)[number];

/** Why there is none, or the document. */
export function documentOfRun(run: PublishedRun): MappedRun | { readonly why: string } {
  const notes = new MappingNotes();
  try {
    const write = writer(run, notes);
    const recompute = recomputeOf(run) ?? leastRecompute(write, notes);
    const written = write(recompute);
    const { issues, document } = validateDocument(written, 'Experiment');
    if (document === undefined) return { why: reasonOf(issues) };
    return {
      written,
      document: document as unknown as ExperimentDocument,
      defaults: notes.defaults,
      substitutes: notes.substitutes,
    };
  } catch (error) {
    if (error instanceof Inexpressible) return { why: error.message };
    throw error;
  }
}

const reasonOf = (issues: readonly Issue[]): string => issues[0]?.message ?? 'The document is not valid.';

type Writer = (recompute: Recompute, ignoreMemory?: boolean) => Plain;

function writer(run: PublishedRun, notes: MappingNotes): Writer {
  const cluster = clusterOfRun(run, notes);
  const model = modelOfRun(run, notes);
  const layout = layoutOfRun(run, notes);
  const precision = precisionOf(run, notes);
  const stageLayers = evenStages(run, model, layout);
  return (recompute, ignoreMemory = true) => ({
    apiVersion: 'railyard/v1',
    kind: 'Experiment',
    name: run.id,
    ...(ignoreMemory ? { ignoreMemory } : {}),
    cluster,
    workload: {
      name: run.model,
      model,
      parallelism: layout.parallelism,
      batch: layout.batch,
      schedule: layout.schedule,
      precision,
      recompute,
      ...(stageLayers === undefined ? {} : { stageLayers }),
    },
  });
}

function precisionOf({ precision }: PublishedRun, notes: MappingNotes): string {
  const name = precision.toLowerCase();
  if (name === '') {
    notes.defaults.push('precision');
    return 'bf16';
  }
  if (/bf16/.test(name)) return 'bf16';
  if (/fp16/.test(name)) return 'bf16';
  if (/fp8 mixed|block/.test(name)) return 'fp8';
  notes.substitutes.push(`${precision} is stated as FP8 with scales for each block`);
  return 'fp8';
}

function recomputeOf({ recompute, notes }: PublishedRun): Recompute | undefined {
  if (/use_checkpoint=true/.test(notes)) return 'full';
  return RECOMPUTES.find((name) => recompute.toLowerCase().startsWith(name));
}

/** Where the row does not say: the least that the memory allows. */
function leastRecompute(write: Writer, notes: MappingNotes): Recompute {
  notes.defaults.push('recomputation');
  const fits = (recompute: Recompute): boolean =>
    !validateDocument(write(recompute, false), 'Experiment').issues.some(
      ({ code }) => code === 'out-of-memory',
    );
  return RECOMPUTES.find(fits) ?? 'full';
}

/** Megatron gives every stage the same number of layers. */
function evenStages(run: PublishedRun, model: Plain, { stages }: RunLayout): readonly number[] | undefined {
  const layers = (model['layers'] as number | undefined) ?? MODELS[String(model['preset'])]?.layers ?? 0;
  const isMegatron = /megatron|mcore|nemo/i.test(run.framework);
  if (!isMegatron || stages === 1 || layers % stages !== 0) return undefined;
  return Array.from({ length: stages }, () => layers / stages);
}
