/**
 * The arguments and options of a command as the schema of its request declares them (`x-option`), and the
 * request as they say it. Words become values here; whether a value is allowed is the schema's to say.
 */
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { type JsonSchema, type REQUEST_SCHEMAS, type Typed } from '@railyard/experiments';
import { namedPart } from './named-part.js';

export type RequestSchemas = typeof REQUEST_SCHEMAS;

/** A key of a request on the command line. */
interface Spelling {
  readonly key: string;
  readonly schema: JsonSchema;
  readonly flags: string;
  readonly required: boolean;
}

const spellingsOf = (request: JsonSchema): readonly Spelling[] =>
  Object.entries(request.properties ?? {}).flatMap(([key, schema]) => {
    const required = request.required?.includes(key) === true;
    return flagsOf(key, schema).map((flags) => ({ key, schema, flags, required }));
  });

/** As the schema says; else the key in kebab case, with a word for the value, or `no-` for false. */
export function flagsOf(key: string, schema: JsonSchema): readonly string[] {
  if (schema['x-option'] !== undefined) return [schema['x-option']];
  const name = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  if (schema.type === 'boolean') return [`--${name}`, `--no-${name}`];
  return [`--${name} <${schema.type === 'integer' || schema.type === 'number' ? 'n' : 'name'}>`];
}

const isArgument = ({ flags }: Spelling): boolean => flags.startsWith('<');

/** Declares what the request's schema declares. */
export function withRequest(command: Command, request: JsonSchema): Command {
  for (const spelling of spellingsOf(request)) {
    if (isArgument(spelling)) command.addArgument(argumentOf(spelling));
    else command.addOption(optionOf(spelling));
  }
  return command;
}

function argumentOf(spelling: Spelling): Argument {
  return Object.assign(new Argument(spelling.flags, helpOf(spelling)), shownChoices(spelling.schema));
}

function optionOf(spelling: Spelling): Option {
  const { schema, flags, required } = spelling;
  const option = Object.assign(
    new Option(flags, helpOf(spelling)).makeOptionMandatory(required),
    shownChoices(schema),
  );
  return schema.type === 'boolean'
    ? option
    : option.argParser((words: string, before: unknown) => valueOf(schema, words, before));
}

/** Shown, not checked: what is not among them is an issue of the request like any other. */
const shownChoices = (schema: JsonSchema): { argChoices?: string[] } =>
  schema.enum === undefined ? {} : { argChoices: schema.enum.map(String) };

/** The description as the help of a command writes it: without a capital letter and a full stop. */
function helpOf({ key, schema, flags }: Spelling): string {
  if (flags.startsWith('--no-')) return `set ${key} to false`;
  const { description = '' } = schema;
  const repeatable = isRepeated(schema) ? '; repeatable' : '';
  const help = description.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
  return help.replace(/\.$/, '') + repeatable;
}

/** A list whose option says one value: any but numbers joined by colons. */
const isRepeated = ({ type, 'x-option': option = '' }: JsonSchema): boolean =>
  type === 'array' && !/<.*:.*>/.test(option);

/** What the words of an option say. */
function valueOf(schema: JsonSchema, words: string, before: unknown): unknown {
  switch (schema.type) {
    case 'integer':
    case 'number':
      return numberOf(schema, words);
    case 'array':
      return isRepeated(schema)
        ? [...((before as readonly unknown[] | undefined) ?? []), elementOf(schema, words)]
        : partsOf(schema, words).map((part) => numberOf(schema.items ?? {}, part));
    case 'object':
      return schema['x-document'] === undefined ? memberValues(schema, words) : words;
    default:
      return schema.enum === undefined ? words : choiceOf(schema, words);
  }
}

const elementOf = ({ items = {} }: JsonSchema, words: string): unknown =>
  items.type === 'integer' ? numberOf(items, words) : words;

/** `all_reduce_perf` and `AllReduce` are all-reduce; what no choice is spelt like stays as it is. */
function choiceOf({ enum: choices = [], 'x-words': others = {} }: JsonSchema, words: string): string {
  const letters = (word: string): string =>
    word
      .toLowerCase()
      .replace(/_perf$/, '')
      .replace(/[-_]/g, '');
  const spelt = letters(words);
  return others[spelt] ?? choices.map(String).find((choice) => letters(choice) === spelt) ?? words;
}

function numberOf({ type, minimum = 0 }: JsonSchema, words: string): number {
  const value = Number(words);
  const kind = type === 'integer' ? 'whole number' : 'number';
  if (words.trim() === '' || !Number.isFinite(value) || (type === 'integer' && !Number.isInteger(value)))
    throw new InvalidArgumentError(`Use a ${kind} of at least ${minimum}.`);
  return value;
}

/** Values joined by colons, as many as the option's form shows. */
function partsOf(schema: JsonSchema, words: string): readonly string[] {
  const form = /<(.*)>/.exec(schema['x-option'] ?? '')?.[1] ?? '';
  const parts = words.split(':');
  if (parts.length !== form.split(':').length || parts.includes(''))
    throw new InvalidArgumentError(`Use the form ${form}.`);
  return parts;
}

/** A mapping as its values in the order of its keys. */
function memberValues(schema: JsonSchema, words: string): Readonly<Record<string, string>> {
  const parts = partsOf(schema, words);
  return Object.fromEntries(Object.keys(schema.properties ?? {}).map((key, i) => [key, parts[i] ?? '']));
}

/** The request that a parsed command line says; presets by name, documents read from their files. */
export async function requestOf<T>(request: Typed<T>, command: Command): Promise<T> {
  const words: Readonly<Record<string, unknown>> = command.opts();
  const positional = [...command.processedArgs] as unknown[];
  const said: Record<string, unknown> = {};
  for (const spelling of spellingsOf(request)) {
    const { key, schema, flags } = spelling;
    const given = isArgument(spelling) ? positional.shift() : words[new Option(flags).attributeName()];
    if (given === undefined) continue;
    const value = isArgument(spelling) ? valueOf(schema, String(given), undefined) : given;
    const named = schema['x-preset'] !== undefined || schema['x-document'] !== undefined;
    const { items = {} } = schema;
    if (items['x-document'] !== undefined && Array.isArray(value))
      said[key] = await Promise.all(value.map((name) => namedPart(items, String(name))));
    else said[key] = named ? await namedPart(schema, String(value)) : value;
  }
  return said as T;
}
