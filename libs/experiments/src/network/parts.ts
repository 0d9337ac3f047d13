/**
 * A part of a request that is a preset's name or a document: checked as a document of its own, with its
 * issues at the part's path.
 */
import { invariant, IssueList } from '@railyard/base';
import { type ClusterPurpose, type ClusterSpec, type PriceList } from '@railyard/cluster';
import { type WorkloadSpec } from '@railyard/parallelism';
import { API_VERSION, type DocumentKind } from '../document.js';
import { validateDocument } from '../documents/index.js';
import { presetNamed } from '../presets/index.js';
import { throwIfAny } from '../validation/index.js';

type Written = Readonly<Record<string, unknown>>;

/** The cluster of a request; undefined, with issues, where it is not valid. */
export function clusterIn(
  given: { readonly cluster?: string | Written },
  issues: IssueList,
  purpose: ClusterPurpose = 'simulation',
): ClusterSpec | undefined {
  let found: unknown;
  issues.relate(given, ['cluster'], ({ cluster = {} }) => {
    const at = issues.at('cluster');
    found =
      typeof cluster === 'string'
        ? presetNamed('cluster', cluster, at)
        : documentIn('Cluster', cluster, at, purpose);
  });
  return found as ClusterSpec | undefined;
}

/**
 * The cluster of a preset's name or a document, to be simulated. @throws InvalidDocumentError with every
 * issue.
 */
export function clusterOf(part: string | Written): ClusterSpec {
  const issues = new IssueList();
  const cluster = clusterIn({ cluster: part }, issues);
  throwIfAny(issues);
  invariant(cluster !== undefined, 'a cluster without issues is there');
  return cluster;
}

/** The price list of a request; undefined where there is none, or with issues. */
export function pricesIn(given: { readonly prices?: Written }, issues: IssueList): PriceList | undefined {
  let found: unknown;
  issues.relate(given, ['prices'], ({ prices }) => {
    if (prices !== undefined) found = documentIn('PriceList', prices, issues.at('prices'));
  });
  return found as PriceList | undefined;
}

/** The workload at `at`, by a preset's name or as a document, before it is laid on nodes. */
export function workloadIn(part: string | Written, at: IssueList): WorkloadSpec | undefined {
  const found =
    typeof part === 'string' ? presetNamed('workload', part, at) : documentIn('Workload', part, at);
  return found as WorkloadSpec | undefined;
}

/** `apiVersion` and `kind` may be left out of a part: what it is follows from where it stands. */
function documentIn(kind: DocumentKind, written: Written, at: IssueList, purpose?: ClusterPurpose): unknown {
  const { ok, document, issues } = validateDocument(
    { apiVersion: API_VERSION, kind, ...written },
    kind,
    purpose,
  );
  at.addAll(issues);
  return ok ? document : undefined;
}
