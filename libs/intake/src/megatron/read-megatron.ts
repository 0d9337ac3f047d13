/** A Megatron-LM launch script, a list of arguments, or a YAML or JSON file of them. */
import { type IssueList } from '@railyard/base';
import { type JobDraft, isRecord } from '../source/index.js';
import { readFlags } from './read-flags.js';
import { flagsOfScript } from './shell-script.js';

/** A file whose text is no YAML or JSON mapping. */
export function readMegatronScript(source: string, text: string, issues: IssueList): JobDraft {
  return readFlags(source, flagsOfScript(text), issues);
}

/** `MODEL_ARGS` of a test, `flags` with `variables`, or the arguments themselves, named with - or _. */
export function readMegatronRecord(
  source: string,
  record: Readonly<Record<string, unknown>>,
  issues: IssueList,
): JobDraft {
  const inner = record['MODEL_ARGS'] ?? record['flags'] ?? record['args'] ?? record;
  const flags = isRecord(inner) ? inner : {};
  const variables = isRecord(record['variables']) ? record['variables'] : {};
  return readFlags(
    source,
    {
      flags: Object.fromEntries(Object.entries(flags).map(([key, value]) => [flagName(key), value])),
      variables: Object.fromEntries(Object.entries(variables).map(([key, value]) => [key, String(value)])),
    },
    issues,
  );
}

const flagName = (key: string): string => key.replace(/^--/, '').replaceAll('_', '-');
