/** `railyard model <file|preset>`: what a model is made of and what it costs. */
import { type Command } from 'commander';
import { type JobDraft } from '@railyard/intake';
import { type ModelSpec, type ModelSummary, type ModelSummaryOptions } from '@railyard/parallelism';
import { CliError, ExitCode } from '../exit-code.js';
import { modelFile } from '../input/read-source.js';
import { about } from '../output/errors.js';
import { type Answer } from '../output/format.js';
import { print } from '../output/print.js';
import { wholeNumber } from './options.js';

export function registerModel(program: Command): void {
  program
    .command('model')
    .description('show the parameters, FLOPs, KV cache and memory of a model')
    .argument('<model>', 'model preset, Hugging Face config.json, or a workload or experiment')
    .option('--sequence <n>', 'tokens of a sequence', wholeNumber(1), 4096)
    .option('--pipeline <n>', 'pipeline stages that share the layers', wholeNumber(1), 1)
    .option('--tensor <n>', 'tensor-parallel ranks that share a layer', wholeNumber(1), 1)
    .option('--expert <n>', 'expert-parallel ranks that share the routed experts', wholeNumber(1), 1)
    .addHelpText(
      'after',
      `
Examples:
  railyard model gpt-oss-120b --sequence 32768
  railyard model config.json --pipeline 4 --tensor 8 --json`,
    )
    .action(async (name: string, options: ModelSummaryOptions, command: Command) => {
      const { summarizeModel } = await import('@railyard/parallelism');
      const model = await modelNamed(name);
      checkOptions(model, options);
      await print(command, answerOf(summarizeModel(model, options)));
    });
}

async function modelNamed(name: string): Promise<ModelSpec> {
  const { getPreset, parseText, prepareExperiment, validateDocument } = await import('@railyard/experiments');
  const file = await modelFile(name);
  if ('preset' in file) return getPreset('model', file.preset) as ModelSpec;
  const { kindOfFile, readFile } = await import('@railyard/intake');
  if (kindOfFile(file) !== undefined) return modelOfDraft(about(name, () => readFile(file)));
  return about(name, () => {
    const document = parseText(file.text);
    const { document: workload, kind } = validateDocument(document);
    if (kind === 'Workload' && workload !== undefined) return workload['model'] as ModelSpec;
    return prepareExperiment(document).document.workload.model;
  });
}

async function modelOfDraft({ model, source }: JobDraft): Promise<ModelSpec> {
  const { getPreset } = await import('@railyard/experiments');
  if (model === undefined)
    throw new CliError(
      ExitCode.usage,
      'no-model',
      `${source} must describe a model (got a layout alone).`,
      'Name the config.json of its model.',
    );
  return typeof model === 'string' ? (getPreset('model', model) as ModelSpec) : model;
}

function checkOptions({ layers, moe }: ModelSpec, { pipeline, expert }: ModelSummaryOptions): void {
  const experts = moe?.routedExperts ?? 1;
  if (pipeline > layers)
    throw new CliError(
      ExitCode.usage,
      'out-of-range',
      `--pipeline must be at most the ${layers} layers (got ${pipeline}).`,
      `Use 1 to ${layers}.`,
    );
  if (experts % expert !== 0)
    throw new CliError(
      ExitCode.usage,
      'not-divisible',
      `--expert must divide the ${experts} routed experts (got ${expert}).`,
      `Use a divisor of ${experts}.`,
    );
}

function answerOf(summary: ModelSummary): Answer {
  const { parameters, trainingFlopsPerToken: flops, keyValueCache, sequence } = summary;
  return {
    data: summary,
    tables: [
      {
        title: `${summary.name} (${summary.source})`,
        columns: ['parameters', 'number'],
        rows: Object.entries(parameters).map(([part, count]) => [part, count]),
      },
      {
        title: `Layers; FLOPs of one token forward in a sequence of ${sequence}, causal`,
        columns: ['kind', 'layers', 'mixer', 'FFN', 'parameters', 'weights per token', 'MFLOP'],
        rows: summary.layerKinds.map((kind) => [
          kind.name,
          kind.layers,
          kind.mixer,
          kind.ffn,
          kind.parameters,
          kind.activatedWeights,
          kind.forwardFlops / 1e6,
        ]),
      },
      {
        title: `FLOPs to train one token at ${sequence}, by convention`,
        columns: ['convention', 'GFLOP'],
        rows: [
          ['causal: attention that the mask leaves', flops.causal / 1e9],
          ['non-causal: the whole attention matrix (Megatron-LM)', flops.nonCausal / 1e9],
          ['PaLM: 6 N + 12 L H Q T', flops.palm / 1e9],
          ['6 N, N the activated parameters', flops.sixN / 1e9],
        ],
      },
      {
        title: 'KV cache in BF16',
        columns: ['bytes per token', `MB of ${sequence} tokens`],
        rows: [[keyValueCache.bytesPerToken, keyValueCache.bytesOfSequence / 1e6]],
      },
      {
        title: 'Memory of one GPU: BF16 weights, FP32 gradients and Adam, nothing sharded or recomputed',
        columns: ['stage', 'layers', 'parameters', 'state (GB)', 'activations of a sequence (GB)'],
        rows: summary.stages.map((stage) => [
          stage.stage,
          stage.layers,
          stage.parameters,
          stage.stateGB,
          stage.activationsGB,
        ]),
      },
    ],
  };
}
