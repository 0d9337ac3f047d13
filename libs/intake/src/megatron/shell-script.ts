/**
 * Flags of a launch script: assignments (`NAME=value`, `NAME=( ... )`), words, and the variables that the
 * script itself sets. Not a shell: conditions are read as if every branch ran, in order.
 */

export interface ScriptFlags {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, string>>;
}

type Token =
  | { readonly kind: 'word'; readonly text: string; readonly array?: string }
  | { readonly kind: 'end' }
  | { readonly kind: 'open' | 'close' };

/** Words with quotes taken off and variables put in, line ends where no backslash joins them. */
export function flagsOfScript(script: string): ScriptFlags {
  const variables = new Map<string, string>();
  const arrays = new Map<string, string[]>();
  const words: string[] = [];
  let filling: string[] | undefined;
  for (const token of tokens(script, (name) => variables.get(name))) {
    if (token.kind === 'close') filling = undefined;
    if (token.kind !== 'word') continue;
    const opened = /^([A-Za-z_]\w*)\+?=\($/.exec(token.text);
    if (opened?.[1] !== undefined) {
      filling = token.text.includes('+=') ? (arrays.get(opened[1]) ?? []) : [];
      arrays.set(opened[1], filling);
      continue;
    }
    const assigned = filling === undefined ? /^([A-Za-z_]\w*)(\+?)=(.*)$/s.exec(token.text) : null;
    const [, name, plus, value = ''] = assigned ?? [];
    if (name !== undefined) {
      variables.set(name, plus === '+' ? `${variables.get(name) ?? ''}${value}` : value);
      continue;
    }
    const list = token.array === undefined ? undefined : arrays.get(token.array);
    if (filling !== undefined) filling.push(...(list ?? [token.text]));
    else words.push(...(list ?? token.text.split(/\s+/)));
  }
  // Options in a variable of their own or in an array count even where the command is built elsewhere.
  const scattered = [...arrays.values()].flat();
  const listed = [...variables.values()].filter((value) => /(^|\s)--[a-z]/.test(value));
  const all = [...scattered, ...listed.flatMap((value) => value.split(/\s+/)), ...words];
  return { flags: flagsOfWords(all), variables: Object.fromEntries(variables) };
}

/** Arguments of several words, and which words may follow the first. */
const LISTS: Readonly<Record<string, RegExp>> = {
  'cuda-graph-scope': /^(?:attn|mlp|moe|moe_\w+|mamba|full\w*)$/,
  'cuda-graph-modules': /^(?:attn|mlp|moe|moe_\w+|mamba|full\w*)$/,
  'recompute-modules': /^[a-z]\w*$/,
  'offload-modules': /^[a-z]\w*$/,
};

/** `--name value`, `--name=value`, or `--name` alone; the last of several counts. */
export function flagsOfWords(words: readonly string[]): Readonly<Record<string, unknown>> {
  const flags: Record<string, unknown> = {};
  words.forEach((word, index) => {
    const match = /^--([A-Za-z][\w-]*)(?:=(.*))?$/s.exec(word);
    if (match?.[1] === undefined) return;
    const next = words[index + 1];
    const alone = next === undefined || /^--[A-Za-z]/.test(next) || next === '';
    const name = match[1].replaceAll('_', '-');
    flags[name] = match[2] ?? (alone ? true : valueAt(words, index + 1, LISTS[name]));
  });
  return flags;
}

function valueAt(words: readonly string[], start: number, more: RegExp | undefined): string {
  let end = start + 1;
  while (more?.test(words[end] ?? '') === true) end += 1;
  return words.slice(start, end).join(' ');
}

type Lookup = (name: string) => string | undefined;

function* tokens(script: string, valueOf: Lookup): Generator<Token> {
  let at = 0;
  while (at < script.length) {
    const rest = script.slice(at);
    const blank = /^(?:[ \t]|\\\r?\n)+/.exec(rest)?.[0] ?? /^#[^\n]*/.exec(rest)?.[0];
    if (blank !== undefined) {
      at += blank.length;
    } else if (/^[\n;&|]/.test(rest)) {
      at += 1;
      yield { kind: 'end' };
    } else if (/^[()]/.test(rest)) {
      at += 1;
      yield { kind: rest.startsWith('(') ? 'open' : 'close' };
    } else {
      const { text, length, array } = word(rest, valueOf);
      at += Math.max(1, length);
      yield { kind: 'word', text, ...(array === undefined ? {} : { array }) };
    }
  }
}

interface Word {
  readonly text: string;
  readonly length: number;
  /** The word is all elements of this array: `${NAME[@]}`. */
  readonly array?: string;
}

function word(rest: string, valueOf: Lookup): Word {
  const whole = /^"?\$\{(\w+)\[[@*]\]\}"?/.exec(rest);
  if (whole?.[1] !== undefined) return { text: '', length: whole[0].length, array: whole[1] };
  let text = '';
  let at = 0;
  while (at < rest.length) {
    const here = rest.slice(at);
    const single = /^'([^']*)'/.exec(here);
    const double = /^"((?:[^"\\]|\\[\s\S])*)"/.exec(here);
    if (single) text += single[1] ?? '';
    else if (double) text += expand((double[1] ?? '').replaceAll(/\\(["$`\\])/g, '$1'), valueOf);
    else if (/^\\[^\n]/.test(here)) text += here[1] ?? '';
    else if (/^[\s;&|)]/.test(here) || /^\\\r?\n/.test(here)) break;
    else if (here.startsWith('(') && !text.endsWith('=')) break;
    else {
      const plain =
        /^(?:\$\w+|\$\{[^}]*\}|\$\(\([^)]*\)\)|\$\([^)]*\)|[^\s;&|()'"\\])/.exec(here)?.[0] ?? here[0] ?? '';
      text += expand(plain, valueOf);
      at += plain.length;
      if (here.startsWith('(')) return { text, length: at };
      continue;
    }
    at += single?.[0].length ?? double?.[0].length ?? 2;
  }
  return { text, length: at };
}

/** Variables of the script by their values, others as they stand; `$(( ))` of whole numbers. */
export function expand(text: string, valueOf: Lookup): string {
  const named = text.replaceAll(/\$\{(\w+)(?::?[-=]([^}]*))?\}|\$(\w+)/g, (whole, braced, other, bare) => {
    const name = (braced ?? bare) as string;
    return valueOf(name) ?? (other as string | undefined) ?? whole;
  });
  return named.replaceAll(/\$\(\(\s*([^()]*?)\s*\)\)/g, (whole, sum: string) => {
    const plain = sum.replaceAll(/[A-Za-z_]\w*/g, (name) => valueOf(name) ?? name);
    return product(plain) ?? (whole as string);
  });
}

/** Whole numbers joined by * and /, from left to right; undefined for anything else. */
function product(words: string): string | undefined {
  const parts = words.split(/\s*([*/])\s*/);
  let value = Number(parts[0]);
  for (let i = 1; i + 1 < parts.length; i += 2)
    value = parts[i] === '*' ? value * Number(parts[i + 1]) : Math.trunc(value / Number(parts[i + 1]));
  return Number.isSafeInteger(value) ? String(value) : undefined;
}
