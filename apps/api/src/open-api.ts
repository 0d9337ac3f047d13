/** The description of the interface, made from the controllers. */
import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ENGINE_VERSION } from '@railyard/experiments';

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance', 'requestId', 'issues'],
  properties: {
    type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, detail: { type: 'string' },
    instance: { type: 'string' }, requestId: { type: 'string' },
    issues: {
      type: 'array',
      items: {
        type: 'object', required: ['path', 'pointer', 'code', 'message', 'hint'],
        properties: { path: { type: 'string' }, pointer: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' }, hint: { type: 'string' } },
      },
    },
  },
} as const;

/** Serves `/openapi.json` and the page at `/docs`, which needs nothing from outside. */
export function describe(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Railyard')
    .setDescription('A digital twin of a GPU training cluster. Errors are problem details (RFC 9457).')
    .setVersion(ENGINE_VERSION)
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(app, config);
  document.components = { ...document.components, schemas: { ...document.components?.schemas, Problem: { ...PROBLEM } as never } };
  const problem = { description: 'Problem details', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
  for (const path of Object.values(document.paths)) {
    for (const method of ['get', 'post', 'put', 'delete'] as const) {
      const operation = path[method];
      if (operation !== undefined) operation.responses.default = problem;
    }
  }
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'openapi.json', customSiteTitle: 'Railyard' });
  return document;
}
