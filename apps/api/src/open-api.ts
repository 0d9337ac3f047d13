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

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

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

/** Errors that follow from what an operation takes; any other is under `default`. */
const ERRORS = {
  400: 'A parameter or the body cannot be read',
  401: 'No key, or one that is not valid',
  403: 'The key lacks the scope, or a page of another site calls',
  404: 'There is none of that name',
  409: 'The first request with this Idempotency-Key is in progress; see Retry-After',
  412: 'The version is not the one that If-Match names',
  413: 'The body is too large',
  415: 'The body has another media type',
  422: 'The document has mistakes, or the Idempotency-Key was used for another request',
  428: 'If-Match is missing',
  429: 'Too many requests or runs; see Retry-After',
  503: 'The database is unavailable; see Retry-After',
  507: 'The disk of the database is full',
} as const;

type ErrorStatus = keyof typeof ERRORS;

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

function errorsOf({ parameters = [], requestBody, security }: Operation): readonly ErrorStatus[] {
  const places = parameters.flatMap((parameter) => ('in' in parameter ? [parameter.in] : []));
  const isKeyed = security === undefined;
  const headers = parameters.flatMap((parameter) => ('name' in parameter ? [parameter.name] : []));
  const isRepeatable = headers.includes('Idempotency-Key');
  return [
    ...(places.length > 0 || requestBody !== undefined ? ([400] as const) : []),
    ...(isKeyed ? ([401, 403, 429, 503] as const) : []),
    ...(places.includes('path') ? ([404] as const) : []),
    ...(isRepeatable ? ([409, 507] as const) : []),
    ...(headers.includes('If-Match') ? ([412, 428, 507] as const) : []),
    ...(requestBody !== undefined ? ([413, 415] as const) : []),
    ...(requestBody !== undefined || isRepeatable ? ([422] as const) : []),
  ];
}

/** Documents that bodies hold, under the names of their kinds. */
const DOCUMENTS = [
  'Cluster',
  'Workload',
  'Experiment',
  'Sweep',
  'Serving',
] as const satisfies readonly DocumentKind[];

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
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'Not asked for on loopback' })
    .addSecurityRequirements('bearer')
    .build();
  const made = SwaggerModule.createDocument(app, config);
  for (const path of Object.values(made.paths)) {
    for (const method of ['get', 'post', 'put', 'delete'] as const) {
      const operation = path[method];
      if (operation === undefined) continue;
      for (const status of errorsOf(operation)) operation.responses[status] ??= problem(ERRORS[status]);
      operation.responses.default = problem('Problem details');
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
      if (kind === 'Experiment') return [kind, withParts(schema, references)];
      if (kind !== 'Sweep') return [kind, schema];
      const { anyOf = [], ...sweep } = schema;
      return [kind, { ...sweep, anyOf: anyOf.map((of) => withParts(of, references)) }];
    }),
  ]);
}

const withParts = (schema: JsonSchema, references: Readonly<Record<string, object>>): object => ({
  ...schema,
  properties: Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([key, value]) => [key, references[key] ?? value]),
  ),
});

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
