/** What the description of the interface says of the routes of one kind of definition. */
import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
} from '@nestjs/swagger';
import { type DefinitionKind } from '@railyard/database';
import { TakesDocument } from '../common/index.js';
import { Idempotent } from '../idempotency/index.js';
import { DefinitionPage, DefinitionView } from './dto/definition-answers.dto.js';
import { NewCluster, NewWorkload } from './dto/definition-inputs.dto.js';

export const ListsDefinitions = (kind: DefinitionKind): MethodDecorator =>
  applyDecorators(
    ApiOperation({ operationId: `list-${kind}s`, summary: `Your ${kind}s, latest versions, by name` }),
    ApiOkResponse({ type: DefinitionPage }),
  );

export const StoresDefinition = (kind: DefinitionKind): MethodDecorator =>
  applyDecorators(
    Idempotent(),
    ApiOperation({ operationId: `store-${kind}`, summary: `Store a ${kind} under a name` }),
    ApiBody({ type: kind === 'cluster' ? NewCluster : NewWorkload }),
    ApiCreatedResponse({ type: DefinitionView }),
  );

export const ReadsDefinition = (kind: DefinitionKind): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      operationId: `read-${kind}`,
      summary: `One ${kind}, the latest version or a given one`,
    }),
    ApiOkResponse({ type: DefinitionView }),
  );

export const EditsDefinition = (kind: DefinitionKind): MethodDecorator =>
  applyDecorators(
    TakesDocument(kind === 'cluster' ? 'Cluster' : 'Workload'),
    ApiOperation({
      operationId: `edit-${kind}`,
      summary: 'Add a version; If-Match names the version that was edited',
    }),
    ApiOkResponse({ type: DefinitionView }),
    ApiHeader({ name: 'If-Match', required: true }),
  );

export const RemovesDefinition = (kind: DefinitionKind): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      operationId: `remove-${kind}`,
      summary: `Remove a ${kind} with all its versions; runs keep the document they were made from`,
    }),
    ApiNoContentResponse(),
    ApiHeader({ name: 'If-Match', required: false }),
  );
