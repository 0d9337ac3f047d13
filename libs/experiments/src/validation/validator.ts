/** A document in full form against its schema: every violation at once, as issues. */
import { type Issue } from '@railyard/base';
import { type JsonSchema } from '../schema/index.js';
import { violationsFound } from './compiled.js';
import { issueOf } from './messages.js';
import { SCHEMAS } from './schemas.js';

const names = new Map(Object.entries(SCHEMAS).map(([name, schema]) => [schema, name]));

/** Violations in the order in which the schema meets them, one for each place and code. */
export function violations(schema: JsonSchema, value: unknown): readonly Issue[] {
  const byPlace = new Map<string, Issue>();
  for (const error of violationsFound(names.get(schema) ?? '', value)) {
    const issue = issueOf(error);
    const place = `${issue.path} ${issue.code}`;
    if (!byPlace.has(place)) byPlace.set(place, issue);
  }
  // A value of another type is not one of the allowed ones either: one cause, one issue.
  return [...byPlace.values()].filter(
    ({ path, code }) => code !== 'not-allowed' || !byPlace.has(`${path} wrong-type`),
  );
}
