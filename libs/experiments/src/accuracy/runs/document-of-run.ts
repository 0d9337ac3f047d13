/**
 * A published run as an Experiment document, by rules that read its columns and nothing of its results. What
 * the row leaves open is filled by a default and listed.
 */
import { type Issue } from '@railyard/base';
import { DEVICES } from '@railyard/cluster';
import { MODELS } from '@railyard/parallelism';
import { type ExperimentDocument } from '../../document.js';
import { validateDocument } from '../../documents/index.js';
import { bridgeRecipe, isBalanced, isBridge } from './bridge-recipes.js';
import { clusterOfRun } from './cluster-of-run.js';
import { type RunLayout, layoutOfRun } from './layout-of-run.js';
import { Inexpressible, MappingNotes } from './mapping-notes.js';
import { modelOfRun } from './model-of-run.js';
import { launcherOf } from './source-launchers.js';
import { isBeforeSequenceParallelism, softwareOfRun } from './software-of-run.js';
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
    if (/per-op/i.test(run.recompute))
      notes.substitutes.push(`${run.recompute} recomputation is stated as that of the cheap parts`);
    const recompute = recomputeOf(run) ?? leastRecompute(run, write, notes);
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

/** The median error of the memory on published rows is a few per cent. */
const MEMORY_MARGIN = 1.05;

function withMargin(cluster: Plain): Plain {
  const device = cluster['device'] as { readonly preset: string; readonly memoryGB?: number };
  const memoryGB = device.memoryGB ?? DEVICES[device.preset]?.memoryGB ?? 0;
  return { ...cluster, device: { ...device, memoryGB: MEMORY_MARGIN * memoryGB } };
}

/** With `checked`, the memory of the device is a limit, but for what the estimate may be off. */
type Writer = (recompute: Recompute, checked?: boolean) => Plain;

function writer(run: PublishedRun, notes: MappingNotes): Writer {
  const cluster = clusterOfRun(run, notes);
  const model = modelOfRun(run, notes);
  const layout = layoutOfRun(run, notes);
  const precision = precisionOf(run, notes);
  const software = softwareOfRun(run, notes);
  const stageLayers = evenStages(run, model, layout);
  return (recompute, checked = false) => ({
    apiVersion: 'railyard/v1',
    kind: 'Experiment',
    name: run.id,
    ...(checked ? {} : { ignoreMemory: true }),
    cluster: checked ? withMargin(cluster) : cluster,
    workload: {
      name: run.model,
      model,
      parallelism: layout.parallelism,
      batch: layout.batch,
      schedule: layout.schedule,
      precision,
      software,
      ...communicationOf(run, precision),
      ...benchmarkOf(run),
      recompute,
      ...(stageLayers === undefined ? {} : { stageLayers }),
    },
  });
}

/**
 * Words of frameworks; `FP8` alone is one scale for each tensor, as Transformer Engine has it. With scales
 * for blocks, tokens are sent to their experts in FP8 too (V3 report, section 3.3.2).
 */
const PRECISIONS: readonly (readonly [words: RegExp, name: string])[] = [
  [/bf16/, 'bf16'],
  [/fp16/, 'fp16'],
  [/nvfp4|fp4/, 'nvfp4'],
  [/mxfp8|fp8-mx/, 'mxfp8'],
  [/block|fp8 mixed/, 'fp8'],
  [/row/, 'fp8-row'],
  [/fp8/, 'fp8-tensor'],
  [/fp32/, 'fp32'],
];

/** Unstated: the 16 bits that the device trains in. */
function precisionOf(run: PublishedRun, notes: MappingNotes): string {
  if (run.precision === '') notes.defaults.push('precision');
  const precision = run.precision === '' ? (run.usualPrecision ?? '') : run.precision;
  const words = precision.toLowerCase();
  if (words === '') return /^v100/i.test(run.gpu) ? 'fp16' : 'bf16';
  const name = PRECISIONS.find(([pattern]) => pattern.test(words))?.[1];
  if (name === undefined) throw new Inexpressible(`The precision ${precision} is not modelled.`);
  return name;
}

const hasExperts = ({ experts, expert = 1 }: PublishedRun): boolean => experts !== undefined || expert > 1;

function communicationOf(run: PublishedRun, precision: string): Plain {
  const dispatcher =
    bridgeRecipe(run)?.dispatcher ?? (hasExperts(run) ? launcherOf(run)?.dispatcher : undefined);
  const communication = {
    ...(precision === 'fp8' ? { dispatchPrecision: 'fp8' } : {}),
    ...(dispatcher === undefined ? {} : { dispatcher }),
    // NVIDIA-NeMo/Megatron-Bridge, skills of the dispatchers: the performance harness gives HybridEP 32.
    ...(dispatcher === 'hybridep' ? { sms: 32 } : {}),
  };
  return Object.keys(communication).length === 0 ? {} : { communication };
}

/**
 * Megatron-Bridge's benchmarks force tokens to be balanced among experts (docs/performance-summary.md) and
 * reduce gradients in BF16 (`grad_reduce_in_fp32` is false in `_benchmark_common`).
 */
const benchmarkOf = (run: PublishedRun): Plain => ({
  ...(isBalanced(run) || (hasExperts(run) && launcherOf(run)?.padsExperts === true)
    ? { routing: { expertLoadCv: 0 } }
    : {}),
  ...(isBridge(run) ? { optimizer: { kind: 'adamw', gradientBytes: 2, reduceBytes: 2 } } : {}),
});

/** What HAI-LLM recomputes, the DeepSeek-V3 report says (section 3.2.3). */
function recomputeOf(run: PublishedRun): Recompute | undefined {
  const { recompute, framework, notes } = run;
  const recipe = bridgeRecipe(run);
  if (recipe !== undefined) return recipe.recompute;
  if (/use_checkpoint=true/.test(notes)) return 'full';
  if (/hai-llm/i.test(framework)) return 'selective';
  return RECOMPUTES.find((name) => recompute.toLowerCase().startsWith(name));
}

/**
 * Where the row does not say: the least that the memory allows. Parts of a layer alone could be recomputed
 * from 2022 on (arXiv 2205.05198).
 */
function leastRecompute(run: PublishedRun, write: Writer, notes: MappingNotes): Recompute {
  notes.defaults.push('recomputation');
  const isOld = isBeforeSequenceParallelism(run);
  const fits = (recompute: Recompute): boolean =>
    !validateDocument(write(recompute, true), 'Experiment').issues.some(
      ({ code }) => code === 'out-of-memory',
    );
  return RECOMPUTES.filter((name) => !isOld || name !== 'selective').find(fits) ?? 'full';
}

/** Megatron gives every stage the same number of layers. */
function evenStages(run: PublishedRun, model: Plain, { stages }: RunLayout): readonly number[] | undefined {
  const layers = (model['layers'] as number | undefined) ?? MODELS[String(model['preset'])]?.layers ?? 0;
  const isMegatron = /megatron|mcore|nemo/i.test(run.framework);
  if (!isMegatron || stages === 1 || layers % stages !== 0) return undefined;
  return Array.from({ length: stages }, () => layers / stages);
}
