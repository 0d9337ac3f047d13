/**
 * Lets an experiment name a stored cluster or workload: `{ definition: name, version? }` is replaced by what
 * is stored.
 */
import { IssueList } from '@railyard/base';
import { type DefinitionKind, type Storage } from '@railyard/storage';
import { invalidDocument } from '../http/problem.js';

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws ProblemError 422 when a reference leads nowhere. */
export async function withDefinitions(storage: Storage, tenant: string, input: unknown): Promise<unknown> {
  if (!isPlain(input)) return input;
  const issues = new IssueList();
  const cluster = await embedded(storage, tenant, 'cluster', input.cluster, issues.at('cluster'));
  const workload = await embedded(storage, tenant, 'workload', input.workload, issues.at('workload'));
  if (issues.issues.length > 0) throw invalidDocument(issues.issues);
  return {
    ...input,
    ...(cluster === undefined ? {} : { cluster }),
    ...(workload === undefined ? {} : { workload }),
  };
}

async function embedded(
  storage: Storage,
  tenant: string,
  kind: DefinitionKind,
  value: unknown,
  issues: IssueList,
): Promise<unknown> {
  if (!isPlain(value) || value.definition === undefined) return value;
  const { definition, version, ...others } = value;
  for (const key of Object.keys(others))
    issues
      .at(key)
      .add(
        'unknown-key',
        `Beside \`definition\` only \`version\` may stand, not \`${key}\`.`,
        'Remove it, or store the changed document under a name.',
      );
  const named = typeof definition === 'string' && definition.length <= 64;
  issues
    .at('definition')
    .require(named, 'wrong-type', 'A definition is named by text.', `GET /v1/${kind}s lists yours.`);
  const numbered = version === undefined || (Number.isSafeInteger(version) && (version as number) >= 1);
  issues
    .at('version')
    .require(numbered, 'wrong-type', 'A version is a whole number from 1.', 'Leave it out for the latest.');
  if (!named || !numbered) return value;
  const row = await storage.records.definitions.find(
    { tenant, kind, name: definition },
    version as number | undefined,
  );
  if (row === null) {
    issues
      .at('definition')
      .add(
        'unknown-definition',
        `You have no ${kind} ` +
          `\`${definition}\`${version === undefined ? '' : ` in version ${String(version)}`}.`,
        `GET /v1/${kind}s lists yours.`,
      );
    return value;
  }
  const { apiVersion: _version, kind: _kind, ...body } = JSON.parse(row.document) as Record<string, unknown>;
  return body;
}
