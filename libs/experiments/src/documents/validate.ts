/** Any document: structure, kind, presets, schema, then what only the domain can say. */
import { type Issue, IssueList, isRecord } from '@railyard/base';
import { checkPriceList, type ClusterPurpose, type PriceList } from '@railyard/cluster';
import { type FaultProfileSpec, checkFaultProfile } from '@railyard/replay';
import {
  API_VERSION,
  DOCUMENT_KINDS,
  type DocumentKind,
  type ExperimentDocument,
  type ServingDocument,
} from '../document.js';
import { schemaOfDocument } from '../schema/index.js';
import { checkStructure, nearest, presentable, show, useOneOf, violations } from '../validation/index.js';
import { completeReplay } from '../replay/index.js';
import { completeAnchors } from './anchors.js';
import { completeLayout } from './layout.js';
import { completeLengths } from './lengths.js';
import { resolve } from './resolve.js';
import {
  checkClusterBody,
  checkExperimentBody,
  checkLayoutBody,
  checkServingBody,
  checkWorkloadBody,
} from './semantics.js';

/** `document` is the full form; absent when there are issues. */
export interface Validation {
  readonly ok: boolean;
  readonly kind?: DocumentKind;
  readonly issues: readonly Issue[];
  readonly document?: Readonly<Record<string, unknown>>;
}

/**
 * Validates a document of any kind, or of the one `expected`; never throws on a user's mistake. A cluster
 * whose parts are only counted need not be one that can be built.
 */
export function validateDocument(
  input: unknown,
  expected?: DocumentKind,
  purpose: ClusterPurpose = 'simulation',
): Validation {
  const issues = new IssueList();
  if (!checkStructure(input, issues)) return refused(issues.issues);
  if (!isRecord(input)) {
    issues.add(
      'wrong-type',
      `A document must be a mapping (got ${show(input)}).`,
      `Begin with \`apiVersion: ${API_VERSION}\` and \`kind:\`.`,
    );
    return refused(issues.issues);
  }
  const kind = kindOfDocument(input, issues, expected);
  if (kind === undefined) return refused(issues.issues);
  return validateKind(kind, input, issues, purpose);
}

const refused = (issues: readonly Issue[], kind?: DocumentKind): Validation => ({
  ok: false,
  ...(kind === undefined ? {} : { kind }),
  issues: presentable(issues),
});

function kindOfDocument(
  input: Readonly<Record<string, unknown>>,
  issues: IssueList,
  expected?: DocumentKind,
): DocumentKind | undefined {
  const allowed: readonly DocumentKind[] = expected === undefined ? DOCUMENT_KINDS : [expected];
  const { kind, apiVersion } = input;
  if (apiVersion === undefined)
    issues
      .at('apiVersion')
      .add('missing-key', 'apiVersion must be given.', `Add \`apiVersion: ${API_VERSION}\`.`);
  if (kind === undefined) {
    issues
      .at('kind')
      .add('missing-key', 'kind must be given.', `Add \`kind:\` with one of ${allowed.join(', ')}.`);
    return undefined;
  }
  const found = allowed.find((name) => name === kind);
  if (found === undefined) {
    issues
      .at('kind')
      .add(
        'unknown-kind',
        `kind must be ${expected ?? 'that of a document'} (got ${show(kind)}).`,
        useOneOf(typeof kind === 'string' ? nearest(kind, allowed) : undefined, allowed),
      );
  }
  return found;
}

function validateKind(
  kind: DocumentKind,
  input: Readonly<Record<string, unknown>>,
  issues: IssueList,
  purpose: ClusterPurpose,
): Validation {
  const { document, all } = resolved(kind, input, issues);
  // An unknown key does no harm to what is known, so the domain may speak too.
  if (all.issues.every((issue) => issue.code === 'unknown-key')) checkBody(kind, document, all, purpose);
  return all.issues.length > 0 ? refused(all.issues, kind) : { ok: true, kind, issues: [], document };
}

/** The full form of a document, and what is wrong with its structure. */
function resolved(
  kind: DocumentKind,
  input: Readonly<Record<string, unknown>>,
  issues: IssueList,
): { readonly document: Readonly<Record<string, unknown>>; readonly all: IssueList } {
  const schema = schemaOfDocument(kind, input);
  let document = resolve(schema, input, undefined, issues) as Readonly<Record<string, unknown>>;
  if (kind === 'Experiment')
    document = completeAnchors(completeReplay(completeLayout(document, input, issues)), issues, (anchor) =>
      validateDocument(anchor, 'Experiment'),
    );
  if (kind === 'Serving') document = completeLengths(document, input, issues);
  const unresolved = issues.issues.map((issue) => issue.path.replace(/\/preset$/, ''));
  const structural = violations(schema, document).filter((issue) => !isConsequence(issue, unresolved));
  return { document, all: new IssueList([...issues.issues, ...structural]) };
}

/**
 * The full form of an experiment as the schema knows it, before the domain has seen it; undefined where the
 * structure is wrong.
 */
export function resolvedExperiment(input: unknown): ExperimentDocument | undefined {
  const issues = new IssueList();
  if (!checkStructure(input, issues) || !isRecord(input)) return undefined;
  const { document, all } = resolved('Experiment', input, issues);
  return all.issues.length > 0 ? undefined : (document as unknown as ExperimentDocument);
}

/** A document as a part of another. */
export const bodyOf = (document: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(document).filter(([key]) => key !== 'apiVersion' && key !== 'kind'));

/**
 * The full form of a workload on as many nodes of a cluster as `cluster` has; undefined, with issues, where
 * it cannot be laid on them. The cluster was checked as a whole: a part of it need not be one by itself.
 */
export function workloadOn(
  cluster: ExperimentDocument['cluster'],
  workload: Readonly<Record<string, unknown>>,
  issues: IssueList,
): ExperimentDocument['workload'] | undefined {
  const part = bodyOf(cluster);
  const written = { apiVersion: API_VERSION, kind: 'Experiment', name: 'job', cluster: part, workload };
  const { document, all } = resolved('Experiment', written, new IssueList());
  const experiment = document as unknown as ExperimentDocument;
  if (all.issues.length === 0) checkLayoutBody(cluster, experiment.workload, all);
  issues.addAll(
    presentable(all.issues).map((issue) => ({ ...issue, path: issue.path.replace(/^\/workload/, '') })),
  );
  return all.issues.length === 0 ? experiment.workload : undefined;
}

/** Below a preset that does not exist every key is missing. */
const isConsequence = (issue: Issue, unresolved: readonly string[]): boolean =>
  issue.code === 'missing-key' && unresolved.some((path) => issue.path.startsWith(`${path}/`));

function checkBody(kind: DocumentKind, document: unknown, issues: IssueList, purpose: ClusterPurpose): void {
  switch (kind) {
    case 'Cluster':
      return checkClusterBody(document as ExperimentDocument['cluster'], issues, purpose);
    case 'Workload':
      return checkWorkloadBody(document as ExperimentDocument['workload'], issues);
    case 'Experiment':
      return checkExperimentBody(document as ExperimentDocument, issues);
    case 'FaultProfile':
      return checkFaultProfile(document as FaultProfileSpec, issues);
    case 'Serving':
      return checkServingBody(document as ServingDocument, issues);
    case 'PriceList':
      return checkPriceList(document as PriceList, issues);
    case 'Sweep':
      return undefined;
  }
}
