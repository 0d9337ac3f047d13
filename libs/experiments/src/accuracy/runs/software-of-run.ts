/**
 * The software level of a published run: by its framework, and where a framework has several, by the year
 * that its source or its device tells.
 */
import { type SoftwareLevel, type SoftwareSpec } from '@railyard/parallelism';
import { type BridgeRecipe, bridgeRecipe } from './bridge-recipes.js';
import { MappingNotes } from './mapping-notes.js';
import { type PublishedRun } from './published-run.js';

type RunSoftware = SoftwareSpec & { readonly level: SoftwareLevel };

/** First match; a row of Megatron without a version is dated. */
const LEVELS: readonly (readonly [framework: RegExp, level: SoftwareLevel])[] = [
  [/hai-llm/i, 'deepseek-v3'],
  [/torchtitan/i, 'torchtitan-2025'],
  [/composer|llm-foundry/i, 'llm-foundry'],
  [/deepspeed/i, 'deepspeed-2022'],
  [/megatron-core|bridge|mcore|nemo|\(te 2/i, 'megatron-core-2025'],
];

type Dated = readonly (readonly [from: number, level: SoftwareLevel])[];

/**
 * Megatron-LM itself computes attention in two products, unless a flag asks for FlashAttention, until its
 * layers are those of Megatron Core.
 */
const MEGATRON_LM: Dated = [
  [2025, 'megatron-core-2025'],
  [2022, 'megatron-2022'],
  [0, 'megatron-2021'],
];

/** Other software of a time. */
const OTHERS: Dated = [
  [2025, 'megatron-core-2025'],
  [2023, 'megatron-core-2023'],
  [0, 'megatron-2021'],
];

/** Year in which a generation of devices came into use. */
const GENERATIONS: readonly (readonly [device: RegExp, year: number])[] = [
  [/^v100/i, 2018],
  [/^a[18]00/i, 2021],
  [/^h/i, 2023],
  [/^g?b\d/i, 2025],
];

/** Its modules as PyTorch of 2024 runs them: RMSNorm and the rest operator by operator. */
const UNCOMPILED_TORCHTITAN: RunSoftware = {
  level: 'torchtitan-2025',
  launch: 'eager',
  fused: { norm: false, activation: false, rope: false, loss: false },
};

export function softwareOfRun(run: PublishedRun, notes: MappingNotes): RunSoftware {
  // Tables of torchtitan compare a job without compilation with others: `FSDP`, `FSDP+compile`.
  if (/torchtitan/i.test(run.framework) && /^fsdp(?!.*compile)/i.test(run.notes))
    return UNCOMPILED_TORCHTITAN;
  const recipe = bridgeRecipe(run);
  if (recipe !== undefined) return bridgeSoftware(recipe);
  if (isEarlyNemo(run)) return earlyNemo(run);
  const known = LEVELS.find(([framework]) => framework.test(run.framework))?.[1];
  if (known !== undefined) return { level: known };
  const isMegatron = /megatron-lm/i.test(run.framework);
  if (!isMegatron) notes.defaults.push('software');
  const year = yearOf(run);
  const dated = (isMegatron ? MEGATRON_LM : OTHERS).find(([from]) => year >= from);
  return { level: dated?.[1] ?? 'megatron-2021' };
}

/**
 * NeMo before 2025: the release that the row's place names (`NeMo 24.07`), else the year of its device. Its
 * layers were those of Megatron Core then too, but with the attention of the time.
 */
function isEarlyNemo(run: PublishedRun): boolean {
  if (!/NVIDIA\/NeMo$/.test(run.source)) return false;
  const release = /NeMo (\d\d)\.\d\d/.exec(run.locator)?.[1];
  return (release === undefined ? yearOf(run) : 2000 + Number(release)) < 2025;
}

/** Llama's models have no dropout (arXiv 2302.13971; their recipes in NeMo set it to 0). */
const earlyNemo = ({ model }: PublishedRun): RunSoftware => ({
  level: 'megatron-core-2023',
  ...(/llama/i.test(model) ? { dropout: 0 } : {}),
});

function bridgeSoftware({ isGraph, graphs, fusesExperts, fusesRouter }: BridgeRecipe): RunSoftware {
  const fused = {
    ...(fusesExperts === true ? { experts: true } : {}),
    ...(fusesRouter === false ? { router: false } : {}),
  };
  return {
    level: 'megatron-core-2026',
    ...(isGraph === true ? { launch: 'cuda-graphs' } : {}),
    ...(graphs === undefined ? {} : { graphs }),
    ...(Object.keys(fused).length === 0 ? {} : { fused }),
  };
}

export const softwareLevelOf = (run: PublishedRun): SoftwareLevel =>
  softwareOfRun(run, new MappingNotes()).level;

/** Of the source (arXiv number, conference, year), else of the device. */
function yearOf({ source, gpu }: PublishedRun): number {
  const arxiv = /arxiv (\d\d)\d\d\./i.exec(source);
  if (arxiv !== null) return 2000 + Number(arxiv[1]);
  const year = /\b(20\d\d)\b|(?:SC|ICLR|ISCA|EuroSys|NSDI|OSDI|MLSys) ?'?(\d\d)\b/.exec(source);
  if (year !== null) return Number(year[1] ?? `20${year[2]}`);
  return GENERATIONS.find(([device]) => device.test(gpu))?.[1] ?? 2021;
}

/**
 * Before sequence parallelism and the recomputation of parts of a layer (arXiv 2205.05198) were at hand, and
 * in Megatron-DeepSpeed, which was built on what came before.
 */
export const isBeforeSequenceParallelism = (run: PublishedRun): boolean => {
  const level = softwareLevelOf(run);
  return level === 'deepspeed-2022' || (/^megatron-202[12]$/.test(level) && yearOf(run) < 2023);
};
