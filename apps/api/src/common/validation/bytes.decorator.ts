/** The body is a file, read as it arrives. */
import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { DocumentKindOf } from './document.decorator.js';

export const BYTES = 'application/octet-stream';

export const TakesBytes = (description: string): MethodDecorator =>
  applyDecorators(
    RouteConfig({ takesBytes: true }),
    DocumentKindOf('bytes'),
    ApiConsumes(BYTES),
    ApiBody({ schema: { type: 'string', format: 'binary' }, description }),
  );

/** Whether the route of a request takes a file in place of JSON. */
export const takesBytes = ({ routeOptions }: FastifyRequest): boolean =>
  (routeOptions.config as { readonly takesBytes?: boolean }).takesBytes === true;
