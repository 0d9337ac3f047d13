/** Issues as they leave this library: whole sentences, a hundred at most. */
import { InvalidDocumentError, type Issue, type IssueList } from '@railyard/base';

/** Issues shown of one document: beyond that the reader starts again anyway. */
const MAX_ISSUES = 100;

const sentence = (words: string): string => (words === '' || /[.?!]$/.test(words) ? words : `${words}.`);

/** The issues with punctuation, one for each place and message, cut at a hundred. */
export function presentable(issues: readonly Issue[]): readonly Issue[] {
  const once = [...new Map(issues.map((issue) => [`${issue.path} ${issue.message}`, issue])).values()];
  const more = once.length - MAX_ISSUES;
  const shown = once
    .slice(0, MAX_ISSUES)
    .map((issue) => ({ ...issue, message: sentence(issue.message), hint: sentence(issue.hint) }));
  return more > 0
    ? [
        ...shown,
        { path: '', code: 'more-issues', message: `${more} more issues.`, hint: 'Correct these first.' },
      ]
    : shown;
}

/** @throws InvalidDocumentError when anything was collected. */
export function throwIfAny({ issues }: IssueList): void {
  if (issues.length > 0) throw new InvalidDocumentError(presentable(issues));
}
