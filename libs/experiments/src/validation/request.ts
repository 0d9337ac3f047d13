/** A request against its schema: transport first, then every violation at once. */
import { InvalidDocumentError, type IssueList, isRecord } from '@railyard/base';
import { type Typed } from '../schema/index.js';
import { show } from './messages.js';
import { presentable } from './sentences.js';
import { checkStructure } from './structure.js';
import { violations } from './validator.js';

/**
 * What was given, for the domain to check: the values of keys under which `issues` hold nothing are as the
 * schema says. @throws InvalidDocumentError when it is no plain JSON, or no mapping.
 */
export function givenRequest<T extends object>(
  schema: Typed<T>,
  input: unknown,
  issues: IssueList,
): Partial<T> {
  const sound = checkStructure(input, issues);
  if (sound && !isRecord(input))
    issues.add(
      'wrong-type',
      `A request must be a mapping (got ${show(input)}).`,
      `Use the keys ${Object.keys(schema.properties ?? {}).join(', ')}.`,
    );
  if (!sound || !isRecord(input)) throw new InvalidDocumentError(presentable(issues.issues));
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  issues.addAll(violations(schema, given));
  return given as Partial<T>;
}
