/** A preset that a user names. */
import { type IssueList } from '@railyard/base';
import { type PresetKind } from '../schema/index.js';
import { nearest, useOneOf } from '../validation/index.js';
import { getPreset, presetNames } from './catalog.js';

/** The preset's body; undefined, with an issue, where there is none of that name. */
export function presetNamed(kind: PresetKind, name: string, issues: IssueList): unknown {
  const body = getPreset(kind, name);
  if (body === undefined) {
    // What is near is looked for only here: every point of a sweep names presets.
    const names = presetNames(kind);
    issues.add(
      'unknown-preset',
      `There is no ${kind} preset \`${name}\`.`,
      useOneOf(nearest(name, names), names),
    );
  }
  return body;
}
