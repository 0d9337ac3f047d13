/** The description of the interface, made from the controllers and the classes of their answers. */
import { type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import {
  type DocumentKind,
  ENGINE_VERSION,
  type JsonSchema,
  publishedRequest,
  publishedSchema,
  REQUEST_SCHEMAS,
} from '@railyard/experiments';
import { AppModule } from './app.module.js';
import { apiConfig } from './config/index.js';

/** The description of the service without starting it: Nest makes no instance of what it previews. */
export async function describedService(): Promise<OpenAPIObject> {
  return describe(
    await NestFactory.create(AppModule.register(apiConfig({})), new FastifyAdapter(), {
      logger: false,
      abortOnError: false,
      preview: true,
    }),
  );
}

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance', 'requestId', 'issues'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    requestId: { type: 'string' },
    issues: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'pointer', 'code', 'message', 'hint'],
        properties: {
          path: { type: 'string' },
          pointer: { type: 'string' },
          code: { type: 'string' },
          message: { type: 'string' },
          hint: { type: 'string' },
        },
      },
    },
  },
} as const;

/** Documents that bodies hold, under the names of their kinds. */
const DOCUMENTS = ['Cluster', 'Workload', 'Experiment', 'Sweep'] as const satisfies readonly DocumentKind[];

/** Serves `/openapi.json` and the page at `/docs`, which needs nothing from outside. */
export function serveDescription(app: INestApplication): void {
  SwaggerModule.setup('docs', app, describe(app), {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'Railyard',
  });
}

export function describe(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Railyard')
    .setDescription('A digital twin of a GPU training cluster. Errors are problem details (RFC 9457).')
    .setVersion(ENGINE_VERSION)
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth()
    .build();
  const made = SwaggerModule.createDocument(app, config);
  const problem = {
    description: 'Problem details',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  for (const path of Object.values(made.paths)) {
    for (const method of ['get', 'post', 'put', 'delete'] as const) {
      const operation = path[method];
      if (operation !== undefined) operation.responses.default = problem;
    }
  }
  const schemas = {
    ...made.components?.schemas,
    Problem: PROBLEM,
    ...documentSchemas(),
    ...requestSchemas(),
  };
  return withNullTypes({ ...made, components: { ...made.components, schemas } }) as OpenAPIObject;
}

/** Bodies that are requests, under the names of their types. */
const requestSchemas = (): Readonly<Record<string, object>> =>
  Object.fromEntries(
    Object.entries(REQUEST_SCHEMAS).map(([name, schema]) => [name, publishedRequest(schema)]),
  );

/** Experiments and sweeps share their parts, which are components of their own. */
function documentSchemas(): Readonly<Record<string, object>> {
  const { cluster, workload, replay } = publishedSchema('Experiment').properties ?? {};
  const shared = { ExperimentCluster: cluster, ExperimentWorkload: workload, ExperimentReplay: replay };
  const references = Object.fromEntries(
    ['Cluster', 'Workload', 'Replay'].map((part) => [
      part.toLowerCase(),
      { $ref: `#/components/schemas/Experiment${part}` },
    ]),
  );
  return Object.fromEntries([
    ...Object.entries(shared),
    ...DOCUMENTS.map((kind) => {
      const {
        $schema: _schema,
        $id: _id,
        ...schema
      } = publishedSchema(kind) as JsonSchema & { readonly $id?: string };
      if (kind !== 'Experiment' && kind !== 'Sweep') return [kind, schema];
      return [
        kind,
        {
          ...schema,
          properties: Object.fromEntries(
            Object.entries(schema.properties ?? {}).map(([key, value]) => [key, references[key] ?? value]),
          ),
        },
      ];
    }),
  ]);
}

/** OpenAPI 3.1 has no `nullable`: null is a type like the others. */
function withNullTypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNullTypes);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, withNullTypes(child)]),
  );
  if (nullable !== true) return nullable === undefined ? rest : { ...rest, nullable };
  if (typeof rest.type === 'string') return { ...rest, type: [rest.type, 'null'] };
  const { allOf, ...said } = rest;
  return { ...said, anyOf: [...(allOf as readonly unknown[]), { type: 'null' }] };
}
