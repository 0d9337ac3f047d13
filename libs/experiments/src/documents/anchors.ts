/** Anchors of an experiment: documents of their own, each brought into full form and checked as one. */
import { type IssueList, isRecord } from '@railyard/base';

type Plain = Readonly<Record<string, unknown>>;

interface Checked {
  readonly issues: IssueList['issues'];
  readonly document?: Plain;
}

/** @param check of a document that must be an experiment */
export function completeAnchors(
  document: Plain,
  issues: IssueList,
  check: (anchor: unknown) => Checked,
): Plain {
  const { anchor } = document;
  if (!Array.isArray(anchor)) return document;
  return {
    ...document,
    anchor: anchor.map((one: unknown, index) => {
      if (!isRecord(one) || !isRecord(one.document)) return one;
      const at = issues.at('anchor').at(index).at('document');
      for (const key of ['anchor', 'replay'])
        at.at(key).require(
          one.document[key] === undefined,
          'not-applicable',
          `${key} must be left out of the document of an anchor.`,
          'Remove it: an anchor is one step of one job.',
        );
      const { issues: found, document: full } = check(one.document);
      for (const { path, code, message, hint } of found)
        path
          .split('/')
          .slice(1)
          .reduce((here, part) => here.at(part), at)
          .add(code, message, hint);
      return { ...one, document: full ?? one.document };
    }),
  };
}
