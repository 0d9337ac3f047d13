/**
 * The model of a published run: a preset where its name is one's, changed where its columns say so; else a
 * transformer of the columns, in the form of GPT-2 or, where the FFN is not four times as wide, of Llama.
 */
import { GATED_ACTIVATIONS, MODELS, type ModelSpec } from '@railyard/parallelism';
import { bridgeRecipe } from './bridge-recipes.js';
import { Inexpressible, type MappingNotes } from './mapping-notes.js';
import { type PublishedRun } from './published-run.js';
import { keyValueHeadsOf } from './source-launchers.js';

type Plain = Readonly<Record<string, unknown>>;

/** Tokens of the byte-pair encoding of GPT-2. */
const GPT2_VOCABULARY = 50257;
/** Megatron pads the vocabulary to a multiple of this for each tensor rank. */
const PADDING = 128;
const HEAD_DIM = 128;

/** The body of `workload.model`. */
export function modelOfRun(run: PublishedRun, notes: MappingNotes): Plain {
  const cut = /^(.*) cut to (\d+) layers$/.exec(run.model);
  const preset = presetOf(cut?.[1] ?? run.model, run, cut !== null);
  if (preset === undefined) return modelOfColumns(run, notes);
  return {
    preset: preset.name,
    ...positions(preset, run),
    ...(cut === null ? {} : { layers: Number(cut[2]), mtpModules: 0 }),
    ...mtpModules(preset, run),
    ...keyValueHeads(run),
    ...expertChanges(preset, run),
  };
}

/** `DeepSeekV3`, `deepseek-v3`: letters, digits and points alone. */
const plainName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9.]/g, '');

/** Sizes of Llama 3.1 that are Llama 3's, the one that it has alone, the first generation's; Nemotron-4's. */
const sameArchitecture = (name: string): string =>
  name
    .replace(/^llama3\.1(?=8b|70b)/, 'llama3')
    .replace(/^llama3(?=405b)/, 'llama3.1')
    .replace(/^llama(?=(7|13|33|65)b$)/, 'llama1')
    .replace(/^nemotron(?=(15|340)b$)/, 'nemotron4');

const PRESETS = Object.values(MODELS).map((model) => ({ model, plain: plainName(model.name) }));

function presetOf(name: string, run: PublishedRun, isCut: boolean): ModelSpec | undefined {
  const many = /^(.*?)-?\d+x(\d+b)$/i.exec(name);
  const plain = sameArchitecture(plainName(name));
  const matches = [
    PRESETS.filter((preset) => preset.plain === plain),
    // `Qwen3-235B` of `qwen3-235b-a22b`
    PRESETS.filter((preset) => preset.plain.startsWith(plain)),
    // `DeepSeek-V2 236B`, `Mixtral-8x22B-G8T8`
    PRESETS.filter(
      (preset) =>
        plain.startsWith(preset.plain) && /^(\d+b)?(g\d+t\d+)?$/.test(plain.slice(preset.plain.length)),
    ),
    // `Llama3-8x70B`: eight experts of the dense model
    many === null
      ? []
      : PRESETS.filter((preset) => preset.plain === plainName(`${many[1] ?? ''}${many[2] ?? ''}`)),
  ];
  const fits = ({ model }: { readonly model: ModelSpec }): boolean =>
    (isCut || (run.layers ?? model.layers) === model.layers) && (run.hidden ?? model.hidden) === model.hidden;
  return matches.map((found) => found.filter(fits)).find((found) => found.length === 1)?.[0]?.model;
}

/** Left out by the row, or as many as the recipe runs. */
function mtpModules(preset: ModelSpec, run: PublishedRun): Plain {
  if (preset.mtpModules === 0) return {};
  if (/w\/o MTP/.test(run.notes)) return { mtpModules: 0 };
  const modules = bridgeRecipe(run)?.mtpModules;
  return modules === undefined ? {} : { mtpModules: modules };
}

function keyValueHeads(run: PublishedRun): Plain {
  const heads = keyValueHeadsOf(run);
  return heads === undefined ? {} : { attention: { keyValueHeads: heads } };
}

/** A table of positions has a row for each token of a sequence. */
const positions = (model: ModelSpec, { sequenceLength }: PublishedRun): Plain =>
  model.positions === 'learned' && sequenceLength !== undefined ? { learnedPositions: sequenceLength } : {};

/** Experts of another number or size than the preset's, dropped tokens, dense layers. */
function expertChanges(preset: ModelSpec, run: PublishedRun): Plain {
  const { moe } = preset;
  const dense = /dense_layers=(\d+)/.exec(run.notes);
  const experts = run.experts ?? moe?.routedExperts;
  if (experts === undefined) return {};
  const changes = {
    ...(moe === undefined
      ? {
          routedExperts: experts,
          sharedExperts: 0,
          topK: run.topK ?? 2,
          expertHidden: preset.denseHidden,
          groups: 1,
          topGroups: 1,
          denseLayers: 0,
        }
      : moe.routedExperts === experts
        ? {}
        : {
            // Finer experts: as many times more of them as they are smaller.
            routedExperts: experts,
            topK: run.topK ?? moe.topK,
            expertHidden: (moe.expertHidden * moe.routedExperts) / experts,
          }),
    ...(dense === null ? {} : { denseLayers: Number(dense[1]) }),
    ...(dropsTokens(run) ? { capacityFactor: 1 } : {}),
  };
  return Object.keys(changes).length === 0 ? {} : { moe: changes };
}

const dropsTokens = ({ notes }: PublishedRun): boolean =>
  /capacity ?(factor)? ?=? ?1\b|\(tokendrop\)/.test(notes);

function modelOfColumns(run: PublishedRun, notes: MappingNotes): Plain {
  const { layers, hidden, sequenceLength } = run;
  if (layers === undefined || hidden === undefined || sequenceLength === undefined)
    throw new Inexpressible(`There is no model preset ${run.model}, and the row gives no layers.`);
  const heads = run.heads ?? hidden / HEAD_DIM;
  if (run.heads === undefined) notes.defaults.push('attention heads');
  const isGated = run.ffn !== undefined && run.ffn !== 4 * hidden;
  const denseHidden = run.ffn ?? 4 * hidden;
  const vocabulary = run.vocabulary ?? GPT2_VOCABULARY;
  if (run.vocabulary === undefined) notes.defaults.push('vocabulary');
  const unit = PADDING * (run.tensor ?? 1);
  const padded = Math.ceil(vocabulary / unit) * unit;
  const bias = isGated ? {} : { qkvBias: true, outputBias: true };
  const attention = { kind: 'gqa', heads, keyValueHeads: heads, headDim: hidden / heads, ...bias };
  const block = isGated
    ? { activation: GATED_ACTIVATIONS[0] }
    : {
        norm: 'layernorm',
        activation: 'gelu',
        ffnBias: true,
        positions: 'learned',
        learnedPositions: sequenceLength,
      };
  return {
    name: run.model,
    layers,
    hidden,
    denseHidden,
    vocabulary,
    ...(padded === vocabulary ? {} : { paddedVocabulary: padded }),
    attention,
    mtpModules: 0,
    tiedEmbedding: !isGated,
    ...block,
    ...expertsOfColumns(run, denseHidden),
    source: run.source,
  };
}

function expertsOfColumns(run: PublishedRun, expertHidden: number): Plain {
  if (run.experts === undefined) return {};
  return {
    moe: {
      routedExperts: run.experts,
      sharedExperts: 0,
      topK: run.topK ?? 2,
      expertHidden,
      groups: 1,
      topGroups: 1,
      denseLayers: 0,
      ...(dropsTokens(run) ? { capacityFactor: 1 } : {}),
    },
  };
}
