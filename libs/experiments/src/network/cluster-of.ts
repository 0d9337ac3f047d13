/**
 * A part of a request that is a preset's name or a document: checked as a document of its own, with its
 * issues at the part's path.
 */
import { type IssueList } from '@railyard/base';
import { type ClusterPurpose, type ClusterSpec } from '@railyard/cluster';
import { API_VERSION, type DocumentKind } from '../document.js';
import { validateDocument } from '../documents/index.js';
import { getPreset, presetNames } from '../presets/index.js';
import { useOneOf, isRecord, nearest, show } from '../validation/index.js';

/** Undefined when there are issues. */
export function clusterOf(
  written: unknown,
  issues: IssueList,
  purpose: ClusterPurpose = 'simulation',
): ClusterSpec | undefined {
  const at = issues.at('cluster');
  if (typeof written === 'string') {
    const found = getPreset('cluster', written);
    const names = presetNames('cluster');
    at.require(
      found !== undefined,
      'unknown-preset',
      `there is no cluster preset \`${written}\``,
      useOneOf(nearest(written, names), names),
    );
    return found as ClusterSpec | undefined;
  }
  if (
    !at.require(
      isRecord(written),
      written === undefined ? 'missing-key' : 'wrong-type',
      written === undefined ? '`cluster` is missing' : `${show(written)} is no cluster`,
      "A preset's name, or a Cluster document.",
    )
  )
    return undefined;
  return partOf(written, 'Cluster', at, purpose) as ClusterSpec | undefined;
}

/** `apiVersion` and `kind` may be left out of a part: what it is follows from where it stands. */
export function partOf(
  written: unknown,
  kind: DocumentKind,
  at: IssueList,
  purpose: ClusterPurpose = 'simulation',
): unknown {
  const {
    ok,
    document,
    issues: found,
  } = validateDocument({ apiVersion: API_VERSION, kind, ...(written as object) }, kind, purpose);
  for (const { path, code, message, hint } of found)
    path
      .split('/')
      .slice(1)
      .reduce((list, key) => list.at(key.replace(/~1/g, '/').replace(/~0/g, '~')), at)
      .add(code, message, hint);
  return ok ? document : undefined;
}
