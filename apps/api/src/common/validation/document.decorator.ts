/** The body is a document: its JSON Schema and the domain check it, not a class. */
import { applyDecorators } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiBody, type ApiBodyOptions } from '@nestjs/swagger';

/** Kind of the document that a handler takes. */
export const DocumentKindOf = Reflector.createDecorator<string>();

/** @param kind under which the schema stands among the components of the interface's description. */
export const TakesDocument = (
  kind: string,
  body: ApiBodyOptions = { schema: { $ref: `#/components/schemas/${kind}` } },
): MethodDecorator => applyDecorators(DocumentKindOf(kind), ApiBody(body));
