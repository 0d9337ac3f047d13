/** A Hugging Face config.json as a model. */
import { type IssueList } from '@railyard/base';
import { type ModelSpec } from '@railyard/parallelism';
import { Fields, type JobDraft, type Remark, isRecord } from '../source/index.js';
import { FAMILIES } from './families.js';
import { isIgnored } from './ignored-keys.js';

type Plain = Readonly<Record<string, unknown>>;

/** Adds an issue for what is missing, contradictory or not supported. */
export function readConfig(source: string, config: Plain, issues: IssueList): JobDraft | undefined {
  const { record, left } = languageModel(config);
  const fields = new Fields(record, source, issues);
  const type = fields.text('model_type');
  const family = type === undefined ? undefined : FAMILIES[type];
  if (family === undefined) {
    issues
      .at('model_type')
      .add(
        type === undefined ? 'missing-key' : 'not-supported',
        type === undefined
          ? 'model_type must be given.'
          : `model_type must be one that is known (got ${type}).`,
        `Use one of ${Object.keys(FAMILIES).toSorted().join(', ')}, or write a Model.`,
      );
    return undefined;
  }
  const layers = fields.required('num_hidden_layers', 'n_layer', 'n_layers');
  const hidden = fields.required('hidden_size', 'n_embd', 'd_model');
  const vocabulary = fields.required('vocab_size');
  const parts = family(fields, { layers, hidden });
  const model: ModelSpec = { name: nameOf(source), layers, hidden, vocabulary, ...parts, source };
  const remarks = fields.remarks(isIgnored);
  return {
    source,
    kind: 'hugging-face',
    model,
    values: {},
    ...remarks,
    unstated: [...left, ...remarks.unstated],
  };
}

/** The text model of a multimodal configuration; encoders of images and sound are left out. */
function languageModel(config: Plain): { readonly record: Plain; readonly left: readonly Remark[] } {
  const { text_config: text } = config;
  if (!isRecord(text)) return { record: config, left: [] };
  const left = Object.keys(config)
    .filter((key) => key.endsWith('_config') && key !== 'text_config' && isRecord(config[key]))
    .map((key) => ({ key, text: 'the encoder is no part of the language model' }));
  const outer = Object.fromEntries(Object.entries(config).filter(([key]) => !key.endsWith('_config')));
  return { record: { ...outer, ...text }, left };
}

/** `org--name_config.json` and `name/config.json` are both called `name`. */
function nameOf(source: string): string {
  const parts = source.split('/');
  const file = parts.at(-1) ?? source;
  const stem =
    file === 'config.json' ? (parts.at(-2) ?? 'model') : file.replace(/[_.-]?config\.json$|\.json$/, '');
  return (stem.split('--').at(-1) ?? stem).toLowerCase().slice(0, 100) || 'model';
}
