import { ApiProperty } from '@nestjs/swagger';
import { IsDefined, Matches } from 'class-validator';
import {
  AsSent,
  BodyInput,
  type Cursor,
  CursorParameter,
  IntegerParameter,
  PathInput,
  PathParameter,
  QueryInput,
  shown,
} from '../../common/index.js';

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const MAX_PAGE = 200;

export class DefinitionParams extends PathInput {
  @PathParameter(NAME, 'definition of that name', 'Use a name that GET /v1/clusters or /v1/workloads lists.')
  readonly name: string;
}

export class DefinitionQuery extends QueryInput {
  /** The latest where it is left out. */
  @IntegerParameter(1, 1_000_000, { openEnd: true })
  readonly version?: number;
}

class DefinitionListQuery extends QueryInput {
  @IntegerParameter(1, MAX_PAGE, { default: 50 })
  readonly limit: number = 50;
}

/** A cursor is of one list: clusters and workloads have their own. */
export class ClusterListQuery extends DefinitionListQuery {
  @CursorParameter({ order: () => 'cluster', type: 'string' })
  readonly cursor?: Cursor;
}

export class WorkloadListQuery extends DefinitionListQuery {
  @CursorParameter({ order: () => 'workload', type: 'string' })
  readonly cursor?: Cursor;
}

/** A document under a name; the document itself is checked by its JSON Schema. */
class NewDefinition extends BodyInput {
  @ApiProperty({ type: String, pattern: NAME.source })
  @Matches(NAME, {
    message: ({ value }) =>
      `name must be 1 to 64 small letters, digits, dots, dashes and underscores (got ${shown(value)}).`,
    context: { code: 'bad-name', hint: 'Use a name such as my-cluster.' },
  })
  readonly name: string;
}

const Given = (): PropertyDecorator =>
  IsDefined({
    message: 'document must be given.',
    context: { code: 'missing-key', hint: 'Send the document itself, with `apiVersion` and `kind`.' },
  });

export class NewCluster extends NewDefinition {
  @ApiProperty({ allOf: [{ $ref: '#/components/schemas/Cluster' }] })
  @AsSent()
  @Given()
  readonly document: unknown;
}

export class NewWorkload extends NewDefinition {
  @ApiProperty({ allOf: [{ $ref: '#/components/schemas/Workload' }] })
  @AsSent()
  @Given()
  readonly document: unknown;
}
