import { Inject, Injectable } from '@nestjs/common';
import { IssueList, isRecord } from '@railyard/base';
import { type DefinitionKind } from '@railyard/database';
import { type Storage } from '@railyard/jobs';
import { STORAGE } from '@railyard/service';
import { invalidDocument, shown } from '../common/index.js';

type Plain = Readonly<Record<string, unknown>>;

/**
 * Lets an experiment name a stored cluster or workload: `{ definition: name, version? }` is replaced by the
 * document that is stored.
 */
@Injectable()
export class DefinitionReferencesService {
  constructor(@Inject(STORAGE) private readonly storage: Storage) {}

  /** @throws ProblemError 422 when a reference leads nowhere. */
  async resolve(tenant: string, input: unknown): Promise<unknown> {
    if (!isRecord(input)) return input;
    const issues = new IssueList();
    const cluster = await this.embedded(tenant, 'cluster', input.cluster, issues.at('cluster'));
    const workload = await this.embedded(tenant, 'workload', input.workload, issues.at('workload'));
    if (issues.issues.length > 0) throw invalidDocument(issues.issues);
    return {
      ...input,
      ...(cluster === undefined ? {} : { cluster }),
      ...(workload === undefined ? {} : { workload }),
    };
  }

  private async embedded(
    tenant: string,
    kind: DefinitionKind,
    value: unknown,
    issues: IssueList,
  ): Promise<unknown> {
    if (!isRecord(value) || value.definition === undefined) return value;
    const reference = referenceIn(value, kind, issues);
    if (reference === null) return value;
    const { name, version } = reference;
    const row = await this.storage.records.definitions.find({ tenant, kind, name }, version);
    if (row === null) {
      issues
        .at('definition')
        .add(
          'unknown-definition',
          `There is no ${kind} ${shown(name)}${version === undefined ? '' : ` in version ${version}`}.`,
          `Use a name that GET /v1/${kind}s lists.`,
        );
      return value;
    }
    const { apiVersion: _version, kind: _kind, ...body } = JSON.parse(row.document) as Plain;
    return body;
  }
}

/** Null when it is not one, which is an issue. */
function referenceIn(
  { definition, version, ...others }: Plain,
  kind: DefinitionKind,
  issues: IssueList,
): { readonly name: string; readonly version?: number } | null {
  for (const key of Object.keys(others))
    issues
      .at(key)
      .add(
        'unknown-key',
        `A reference must have no keys but definition and version (got ${shown(key)}).`,
        'Remove the key, or store the changed document under a name.',
      );
  const named = typeof definition === 'string' && definition.length <= 64;
  issues
    .at('definition')
    .require(
      named,
      'wrong-type',
      `definition must be a name (got ${shown(definition)}).`,
      `Use a name that GET /v1/${kind}s lists.`,
    );
  const numbered = isVersion(version);
  issues
    .at('version')
    .require(
      version === undefined || numbered,
      'wrong-type',
      `version must be a whole number from 1 (got ${shown(version)}).`,
      'Leave it out for the latest version.',
    );
  if (!named || (version !== undefined && !numbered)) return null;
  return { name: definition, ...(numbered ? { version } : {}) };
}

const isVersion = (version: unknown): version is number =>
  typeof version === 'number' && Number.isSafeInteger(version) && version >= 1;
