/** Which kind of file a text is, and what it says of a job. */
import { InvalidDocumentError, IssueList } from '@railyard/base';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { readConfig } from '../hugging-face/index.js';
import { readMegatronRecord, readMegatronScript } from '../megatron/index.js';
import { readDeepSpeed, readMaxText, readNemo, readTorchtitan } from '../recipes/index.js';
import { type FileKind, type JobDraft, isRecord } from '../source/index.js';

export interface SourceFile {
  /** As the user named it. */
  readonly name: string;
  readonly text: string;
}

type Plain = Readonly<Record<string, unknown>>;

/** The kind of a file; undefined for documents of our own and for what is not known. */
export function kindOfFile(file: SourceFile): FileKind | undefined {
  if (/(?:^|[{,])\s*["']?apiVersion["']?\s*:/m.test(file.text)) return undefined;
  const record = recordOf(file);
  if (record === undefined) return isLaunchScript(file) ? 'megatron' : undefined;
  return kindOfRecord(record, file.name.endsWith('.toml'));
}

const isLaunchScript = ({ name, text }: SourceFile): boolean =>
  /--(tensor-model-parallel-size|num-layers|micro-batch-size|hidden-size)\b/.test(text) ||
  /\.(sh|bash|slurm)$/.test(name);

function kindOfRecord(record: Plain, toml: boolean): FileKind | undefined {
  const has = (...keys: readonly string[]): boolean => keys.some((key) => record[key] !== undefined);
  if (toml) return isRecord(record['parallelism']) || isRecord(record['training']) ? 'torchtitan' : undefined;
  if (has('model_type', 'architectures')) return 'hugging-face';
  if (has('zero_optimization', 'train_micro_batch_size_per_gpu', 'train_batch_size')) return 'deepspeed';
  if (has('per_device_batch_size', 'ici_fsdp_parallelism', 'dcn_data_parallelism')) return 'maxtext';
  if (isRecord(record['model']) && isRecord(record['trainer'])) return 'nemo';
  const flags = record['MODEL_ARGS'] ?? record['flags'] ?? record['args'] ?? record;
  const names = isRecord(flags)
    ? Object.keys(flags).map((key) => key.replace(/^-+/, '').replaceAll('_', '-'))
    : [];
  return names.some((name) => ['tensor-model-parallel-size', 'num-layers', 'micro-batch-size'].includes(name))
    ? 'megatron'
    : undefined;
}

/** The mapping that a text is; undefined when it is none. */
function recordOf({ name, text }: SourceFile): Plain | undefined {
  const parsed =
    attempt(() => (name.endsWith('.toml') ? parseToml(text) : parseJson(text))) ?? yamlOf(name, text);
  return isRecord(parsed) ? parsed : undefined;
}

/** A shell script may look like YAML, so only what is named so is read as such. */
const yamlOf = (name: string, text: string): unknown =>
  /\.ya?ml$/.test(name)
    ? attempt(() => parseYaml(text, { maxAliasCount: 50, logLevel: 'silent' }))
    : undefined;

/** Python writes Infinity and NaN, which JSON has not. */
const parseJson = (text: string): unknown =>
  JSON.parse(
    text.replaceAll(/([[:,]\s*)(-?)Infinity\b/g, '$1$21e308').replaceAll(/([[:,]\s*)NaN\b/g, '$1null'),
  );

function attempt(action: () => unknown): unknown {
  try {
    return action();
  } catch {
    return undefined;
  }
}

/**
 * What a file says, read as `expected` where the user says what it is.
 * @throws InvalidDocumentError with every issue of the file, one message each.
 */
export function readFile(file: SourceFile, expected?: FileKind): JobDraft {
  const issues = new IssueList();
  const kind = kindOfFile(file);
  const matches = expected === undefined || kind === expected;
  issues.require(
    kind !== undefined && matches,
    kind === undefined ? 'unknown-kind' : 'wrong-kind',
    kind === undefined
      ? `${file.name} must be ${wordFor(expected)} (got something else).`
      : `${file.name} must be ${wordFor(expected)} (got ${wordFor(kind)}).`,
    kind === undefined ? 'Check the file, or write the experiment by hand.' : `Use --${optionOf(kind)}.`,
  );
  const draft = kind === undefined || !matches ? undefined : draftOf(kind, file, issues);
  if (draft === undefined || issues.issues.length > 0) throw new InvalidDocumentError([...issues.issues]);
  return draft;
}

function draftOf(kind: FileKind, file: SourceFile, issues: IssueList): JobDraft | undefined {
  const record = recordOf(file);
  if (record === undefined) return readMegatronScript(file.name, file.text, issues);
  switch (kind) {
    case 'hugging-face':
      return readConfig(file.name, record, issues);
    case 'megatron':
      return readMegatronRecord(file.name, record, issues);
    case 'torchtitan':
      return readTorchtitan(file.name, record, issues);
    case 'deepspeed':
      return readDeepSpeed(file.name, record, issues);
    case 'nemo':
      return readNemo(file.name, record, issues);
    case 'maxtext':
      return readMaxText(file.name, record, issues);
  }
}

const WORDS: Readonly<Record<FileKind, string>> = {
  'hugging-face': 'a Hugging Face config.json',
  megatron: 'a Megatron-LM launch script or its arguments',
  torchtitan: 'a torchtitan job file',
  deepspeed: 'a DeepSpeed configuration',
  nemo: 'a NeMo configuration',
  maxtext: 'a MaxText configuration',
};

export const wordFor = (kind: FileKind | undefined): string =>
  kind === undefined ? 'a file of a known kind' : WORDS[kind];

/** The option of `railyard init` that takes such a file. */
export const optionOf = (kind: FileKind): string => (kind === 'hugging-face' ? 'model' : kind);
