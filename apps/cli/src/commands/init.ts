/** `railyard init`: an experiment from the files that people have. */
import { type Command } from 'commander';
import { type FileKind, type InitAnswer, type JobDraft } from '@railyard/intake';
import { ExitCode } from '../exit-code.js';
import { modelFile, sourceFile } from '../input/read-source.js';
import { about, issueLine } from '../output/errors.js';
import { type Answer } from '../output/format.js';
import { print } from '../output/print.js';
import { writeText } from '../output/write-file.js';
import { wholeNumber } from './options.js';

interface Options {
  readonly model?: string;
  readonly megatron?: string;
  readonly torchtitan?: string;
  readonly deepspeed?: string;
  readonly nemo?: string;
  readonly maxtext?: string;
  readonly gpus?: number;
  readonly device?: string;
  readonly out?: string;
}

const FILES = ['megatron', 'torchtitan', 'deepspeed', 'nemo', 'maxtext'] as const satisfies FileKind[];

export function registerInit(program: Command): void {
  program
    .command('init')
    .description(
      'write an experiment from files of a model and a training job, with a comment for each default',
    )
    .option(
      '--model <file>',
      'Hugging Face config.json, or a model preset by its name or its id on the model hub',
    )
    .option('--megatron <file>', 'Megatron-LM launch script, or its arguments as YAML or JSON')
    .option('--torchtitan <file>', 'torchtitan job file (TOML)')
    .option('--deepspeed <file>', 'DeepSpeed configuration (JSON)')
    .option('--nemo <file>', 'NeMo configuration (YAML)')
    .option('--maxtext <file>', 'MaxText configuration (YAML)')
    .option('--gpus <n>', 'GPUs of the job; default: as the files say, or as few as hold it', wholeNumber(1))
    .option('--device <gpu>', 'device preset: railyard presets device; default: h100')
    .option('--out <file>', 'write the experiment to a file')
    .addHelpText(
      'after',
      `
Examples:
  railyard init --model config.json --gpus 64 --device h200 > experiment.yaml
  railyard init --megatron train.sh --out experiment.yaml
  railyard init --model llama3-8b --deepspeed ds_config.json --gpus 8`,
    )
    .action(async (options: Options, command: Command) => {
      const { initExperiment } = await import('@railyard/intake');
      const { preset, drafts } = await draftsOf(options);
      const answer = about('init', () =>
        initExperiment({
          drafts,
          ...(preset === undefined ? {} : { preset }),
          ...(options.gpus === undefined ? {} : { gpus: options.gpus }),
          ...(options.device === undefined ? {} : { device: options.device }),
        }),
      );
      if (options.out === undefined) await print(command, answerOf(answer));
      else await writeText(options.out, answer.text);
      for (const issue of answer.issues) process.stderr.write(`${issueLine(options.out ?? 'init', issue)}\n`);
      if (answer.issues.length > 0) process.exitCode = ExitCode.usage;
    });
}

async function draftsOf(
  options: Options,
): Promise<{ readonly preset?: string; readonly drafts: readonly JobDraft[] }> {
  const { readFile } = await import('@railyard/intake');
  const drafts: JobDraft[] = [];
  const model = options.model === undefined ? undefined : await modelFile(options.model);
  if (model !== undefined && 'text' in model)
    drafts.push(about(model.name, () => readFile(model, 'hugging-face')));
  for (const kind of FILES) {
    const name = options[kind];
    if (name === undefined) continue;
    const file = await sourceFile(name);
    drafts.push(about(name, () => readFile(file, kind)));
  }
  return { drafts, ...(model !== undefined && 'preset' in model ? { preset: model.preset } : {}) };
}

/** As text the experiment itself; as JSON what became of every key besides. */
const answerOf = ({ text, document, issues, drafts }: InitAnswer): Answer => ({
  data: {
    document,
    issues,
    files: drafts.map(({ source, kind, defaults, unstated, unknown, without }) => ({
      source,
      kind,
      defaults,
      unstated,
      unknown,
      without,
    })),
  },
  tables: [],
  notes: [text.trimEnd()],
  ready: { yaml: text },
});
