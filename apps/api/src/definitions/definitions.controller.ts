/**
 * Clusters and workloads under names of the user's own: versions that never change, edits that cannot
 * overwrite one another.
 */
import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Inject,
  Param,
  Post,
  Put,
  Query,
  Req,
  type Type,
} from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { IssueList } from '@railyard/base';
import { validateDocument } from '@railyard/experiments';
import {
  type Caller,
  type DefinitionEntity,
  type DefinitionKey,
  type DefinitionKind,
  type SaveVerdict,
  type Storage,
} from '@railyard/storage';
import { type FastifyRequest } from 'fastify';
import { CalledBy } from '../http/access.js';
import { Answer, matchesStrongly } from '../http/answer.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { ProblemError, badRequest, invalidDocument, notFound, refusal } from '../http/problem.js';
import { QueryReader, type RawQuery } from '../http/query.js';
import { Repeatable } from '../http/repeatable.js';
import { STORAGE } from '../parts.js';

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const MAX_PAGE = 200;

class DefinitionView {
  @ApiProperty({ type: String })
  readonly name: string;

  @ApiProperty({ type: 'integer' })
  readonly version: number;

  @ApiProperty({ type: String })
  readonly hash: string;

  @ApiProperty({ type: String, format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ type: Object, additionalProperties: true, description: 'In full form' })
  readonly document: object;
}

class DefinitionPage {
  @ApiProperty({ type: [DefinitionView] })
  readonly items: readonly DefinitionView[];

  @ApiProperty({ type: String, nullable: true, description: 'Cursor of the next page' })
  readonly next: string | null;
}

/** The same routes for each kind of definition. */
function controllerOf(kind: DefinitionKind): Type<unknown> {
  const documentKind = kind === 'cluster' ? 'Cluster' : 'Workload';
  const route = `v1/${kind}s`;
  const unknown = (): ProblemError => notFound(`${kind} of that name`, `GET /${route} lists yours.`);
  const documentSchema = { $ref: `#/components/schemas/${documentKind}` };

  @ApiTags(`${kind}s`)
  @Controller(route)
  class DefinitionsController {
    constructor(
      @Inject(STORAGE) private readonly storage: Storage,
      @Inject(Repeatable) private readonly repeatable: Repeatable,
    ) {}

    @Get()
    @ApiOperation({ operationId: `list-${kind}s`, summary: `Your ${kind}s, latest versions, by name` })
    @ApiOkResponse({ type: DefinitionPage })
    @ApiQuery({
      name: 'limit',
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: MAX_PAGE, default: 50 },
    })
    @ApiQuery({ name: 'cursor', required: false, type: String })
    async list(@CalledBy() caller: Caller, @Query() raw: RawQuery): Promise<DefinitionPage> {
      const query = new QueryReader(raw);
      const limit = query.integer('limit', 1, MAX_PAGE, 50);
      const text = query.text('cursor', 500);
      const cursor = text === undefined ? undefined : decodeCursor(text, kind, 'string');
      if (cursor === null)
        query.refuse(
          'cursor',
          'bad-cursor',
          'The cursor is not one of this list.',
          'Use `next` of the page before.',
        );
      query.done();
      const rows = await this.storage.records.definitions.page(
        caller.tenant,
        kind,
        cursor?.id ?? '',
        limit + 1,
      );
      const items = rows.slice(0, limit);
      const last = items[items.length - 1];
      return {
        items: items.map(viewOf),
        next: rows.length > limit ? encodeCursor({ order: kind, value: last.name, id: last.name }) : null,
      };
    }

    @Post()
    @ApiOperation({ operationId: `store-${kind}`, summary: `Store a ${kind} under a name` })
    @ApiCreatedResponse({ type: DefinitionView })
    @ApiHeader({ name: 'Idempotency-Key', required: false })
    @ApiBody({
      schema: {
        type: 'object',
        required: ['name', 'document'],
        properties: { name: { type: 'string', pattern: NAME.source }, document: documentSchema },
      },
    })
    create(
      @CalledBy() caller: Caller,
      @Body() body: unknown,
      @Req() request: FastifyRequest,
    ): Promise<Answer> {
      return this.repeatable.once(request, caller, async () => {
        const { name, document } = namedDocument(body, documentKind);
        return answerOf(
          route,
          201,
          await this.storage.records.definitions.save({ tenant: caller.tenant, kind, name }, document, 0),
        );
      });
    }

    @Get(':name')
    @ApiOperation({ operationId: `read-${kind}`, summary: `One ${kind}, the latest version or a given one` })
    @ApiOkResponse({ type: DefinitionView })
    @ApiQuery({ name: 'version', required: false, schema: { type: 'integer', minimum: 1 } })
    async read(
      @CalledBy() caller: Caller,
      @Param('name') name: string,
      @Query() raw: RawQuery,
    ): Promise<Answer> {
      const query = new QueryReader(raw);
      const version = query.integer('version', 1, 1_000_000, 0);
      query.done();
      const row = NAME.test(name)
        ? await this.storage.records.definitions.find(
            { tenant: caller.tenant, kind, name },
            version === 0 ? undefined : version,
          )
        : null;
      if (row === null)
        throw version === 0
          ? unknown()
          : notFound(
              `version ${version} of a ${kind} of that name`,
              `GET /${route} lists yours, each in its latest version.`,
            );
      return new Answer(200, viewOf(row), { etag: tagOf(row) });
    }

    @Put(':name')
    @ApiOperation({
      operationId: `edit-${kind}`,
      summary: `Add a version; If-Match names the version that was edited`,
    })
    @ApiOkResponse({ type: DefinitionView })
    @ApiHeader({ name: 'If-Match', required: true })
    @ApiBody({ schema: documentSchema })
    async edit(
      @CalledBy() caller: Caller,
      @Param('name') name: string,
      @Body() body: unknown,
      @Headers('If-Match') match?: string,
    ): Promise<Answer> {
      if (!NAME.test(name)) throw unknown();
      if (match === undefined) {
        throw new ProblemError(
          428,
          'if-match-needed',
          'Say which version you edited',
          'Send If-Match with the ETag of the version that you read.',
          [
            {
              path: MATCH_AT,
              code: 'missing-header',
              message: 'If-Match is missing.',
              hint: 'Send the ETag of the version that you read.',
            },
          ],
        );
      }
      const document = checkedDocument(body, documentKind, '');
      const version = await this.matched({ tenant: caller.tenant, kind, name }, match);
      return answerOf(
        route,
        200,
        await this.storage.records.definitions.save({ tenant: caller.tenant, kind, name }, document, version),
      );
    }

    @Delete(':name')
    @HttpCode(204)
    @ApiOperation({
      operationId: `remove-${kind}`,
      summary: `Remove a ${kind} with all its versions; runs keep the document they were made from`,
    })
    @ApiNoContentResponse()
    @ApiHeader({ name: 'If-Match', required: false })
    async remove(
      @CalledBy() caller: Caller,
      @Param('name') name: string,
      @Headers('If-Match') match?: string,
    ): Promise<void> {
      const key = { tenant: caller.tenant, kind, name };
      const version = match === undefined || !NAME.test(name) ? undefined : await this.matched(key, match);
      if (!NAME.test(name) || !(await this.storage.records.definitions.remove(key, version))) throw unknown();
    }

    /** The latest version, which `match` must name. */
    private async matched(key: DefinitionKey, match: string): Promise<number> {
      const latest = await this.storage.records.definitions.find(key);
      if (latest === null) throw unknown();
      if (!matchesStrongly(match, tagOf(latest))) throw stale();
      return latest.version;
    }
  }

  return DefinitionsController;
}

export const ClustersController = controllerOf('cluster');
export const WorkloadsController = controllerOf('workload');

function namedDocument(body: unknown, kind: 'Cluster' | 'Workload'): { name: string; document: unknown } {
  const issues = new IssueList();
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    issues.add(
      'wrong-type',
      'The body must be an object with `name` and `document`.',
      'Write {"name": ..., "document": {...}}.',
    );
    throw badRequest(issues.issues);
  }
  const { name, document, ...others } = body as Record<string, unknown>;
  for (const key of Object.keys(others))
    issues.at(key).add('unknown-key', `There is no key \`${key}\` here.`, 'Known: name, document.');
  issues
    .at('name')
    .require(
      typeof name === 'string' && NAME.test(name),
      'bad-name',
      'A name has 1 to 64 small letters, digits, dots, dashes and underscores.',
      'For example my-cluster.',
    );
  issues
    .at('document')
    .require(
      document !== undefined,
      'missing-key',
      '`document` is missing.',
      'Write the document itself, with `apiVersion` and `kind`.',
    );
  if (issues.issues.length > 0) throw invalidDocument(issues.issues);
  return { name: name as string, document: checkedDocument(document, kind, '/document') };
}

function checkedDocument(document: unknown, kind: 'Cluster' | 'Workload', path: string): unknown {
  const validation = validateDocument(document, kind);
  if (!validation.ok)
    throw invalidDocument(validation.issues.map((issue) => ({ ...issue, path: path + issue.path })));
  return validation.document;
}

const tagOf = ({ version, hash }: DefinitionEntity): string => `"${version}-${hash.slice(0, 16)}"`;

const MATCH_AT = '/headers/if-match';

const stale = (): ProblemError =>
  new ProblemError(
    412,
    'stale',
    'Somebody else edited it',
    'If-Match does not name the latest version: read it again and repeat the edit.',
    [
      {
        path: MATCH_AT,
        code: 'stale',
        message: 'If-Match does not name the latest version.',
        hint: 'Read it again and repeat the edit.',
      },
    ],
  );

function answerOf(route: string, status: number, verdict: SaveVerdict): Answer {
  if ('refused' in verdict) {
    switch (verdict.refused) {
      case 'exists':
        throw refusal(
          409,
          'exists',
          'The name is taken',
          'There is a definition of that name.',
          'PUT adds a version to what is there.',
        );
      case 'missing':
        throw notFound('definition of that name', 'POST makes the first version.');
      case 'stale':
        throw stale();
    }
  }
  const { saved } = verdict;
  return new Answer(status, viewOf(saved), {
    etag: tagOf(saved),
    ...(status === 201 ? { location: `/${route}/${saved.name}` } : {}),
  });
}

function viewOf({ name, version, hash, document, createdAtMs }: DefinitionEntity): DefinitionView {
  return {
    name,
    version,
    hash,
    createdAt: new Date(createdAtMs).toISOString(),
    document: JSON.parse(document) as object,
  };
}
