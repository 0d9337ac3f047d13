import { Inject, Injectable } from '@nestjs/common';
import { assertUnreachable } from '@railyard/base';
import { validateDocument } from '@railyard/experiments';
import {
  type Caller,
  type Claim,
  type DefinitionEntity,
  type DefinitionKey,
  type DefinitionKind,
  type SaveVerdict,
} from '@railyard/database';
import { type Storage } from '@railyard/jobs';
import { STORAGE } from '@railyard/service';
import {
  type Cursor,
  type Page,
  ProblemError,
  encodeCursor,
  invalidDocument,
  matchesStrongly,
  notFound,
  pageOf,
  refusal,
} from '../common/index.js';
import { DefinitionView, definitionView } from './dto/definition-answers.dto.js';

/**
 * Documents under the names of a tenant: versions that never change, edits that cannot overwrite one another.
 */
@Injectable()
export class DefinitionsService {
  constructor(@Inject(STORAGE) private readonly storage: Storage) {}

  /** The latest versions, by name. */
  async list(
    { tenant }: Caller,
    kind: DefinitionKind,
    limit: number,
    cursor?: Cursor,
  ): Promise<Page<DefinitionView>> {
    const rows = await this.storage.records.definitions.page(tenant, kind, cursor?.id ?? '', limit + 1);
    return pageOf(rows, limit, definitionView, ({ name }) => encodeCursor(kind, name, name));
  }

  /** The first version. @throws ProblemError 422 on an invalid document, 409 when the name is taken. */
  async create(key: DefinitionKey, input: unknown, claim?: Claim): Promise<DefinitionEntity> {
    const document = checkedDocument(input, key.kind, '/document');
    return savedOf(await this.storage.records.definitions.save(key, document, 0, claim), key);
  }

  /** The latest version, or a given one. @throws ProblemError 404 */
  async read(key: DefinitionKey, version?: number): Promise<DefinitionEntity> {
    const row = await this.storage.records.definitions.find(key, version);
    if (row !== null) return row;
    if (version === undefined) throw unknown(key);
    throw notFound(
      `version ${version} of a ${key.kind} of that name`,
      `Use a version up to the latest, which GET /v1/${key.kind}s lists.`,
    );
  }

  /**
   * Adds a version.
   * @param match If-Match: entity tags, one of them of the version that was edited.
   * @throws ProblemError 428 without it, 412 when it is not the latest, 422 on an invalid document.
   */
  async edit(key: DefinitionKey, input: unknown, match: string | undefined): Promise<DefinitionEntity> {
    if (match === undefined) throw matchNeeded();
    const document = checkedDocument(input, key.kind, '');
    const version = await this.matched(key, match);
    return savedOf(await this.storage.records.definitions.save(key, document, version), key);
  }

  /** Removes all versions. @throws ProblemError 404, 412 */
  async remove(key: DefinitionKey, match: string | undefined): Promise<void> {
    const version = match === undefined ? undefined : await this.matched(key, match);
    if (!(await this.storage.records.definitions.remove(key, version))) throw unknown(key);
  }

  /** The latest version, which `match` must name. */
  private async matched(key: DefinitionKey, match: string): Promise<number> {
    const latest = await this.read(key);
    if (!matchesStrongly(match, tagOf(latest))) throw stale();
    return latest.version;
  }
}

/** Entity tag of a version. */
export const tagOf = ({ version, hash }: DefinitionEntity): string => `"${version}-${hash.slice(0, 16)}"`;

function checkedDocument(document: unknown, kind: DefinitionKind, path: string): unknown {
  const validation = validateDocument(document, kind === 'cluster' ? 'Cluster' : 'Workload');
  if (!validation.ok)
    throw invalidDocument(validation.issues.map((issue) => ({ ...issue, path: path + issue.path })));
  return validation.document;
}

function savedOf(verdict: SaveVerdict, key: DefinitionKey): DefinitionEntity {
  if ('saved' in verdict) return verdict.saved;
  switch (verdict.refused) {
    case 'exists':
      throw refusal(
        409,
        'exists',
        'The name is taken',
        `A new ${key.kind} must have a name that is not in use (got ${key.name}).`,
        'Use another name, or PUT to add a version.',
      );
    case 'missing':
      throw unknown(key);
    case 'stale':
      throw stale();
    default:
      return assertUnreachable(verdict.refused);
  }
}

const unknown = ({ kind }: DefinitionKey): ProblemError =>
  notFound(`${kind} of that name`, `Use a name that GET /v1/${kind}s lists, or POST to create one.`);

const MATCH_AT = '/headers/if-match';

function matchNeeded(): ProblemError {
  const hint = 'Send If-Match with the ETag of the version that you read.';
  const issue = { path: MATCH_AT, code: 'missing-header', message: 'If-Match must be given.', hint };
  return new ProblemError(428, 'if-match-needed', 'If-Match is needed', hint, [issue]);
}

function stale(): ProblemError {
  const message = 'If-Match must name the latest version.';
  const hint = 'Read the latest version and repeat the edit.';
  return new ProblemError(412, 'stale', 'Version conflict', `${message} ${hint}`, [
    { path: MATCH_AT, code: 'stale', message, hint },
  ]);
}
