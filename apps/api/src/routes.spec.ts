/**
 * Every route with what it takes: an input that is not a document has a class that class-validator checks.
 */
import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import { DISPATCHER, LOG, STORAGE } from '@railyard/service';
import { getMetadataStorage } from 'class-validator';
import { pino } from 'pino';
import { AppModule } from './app.module.js';
import { BodyInput, PathInput, QueryInput } from './common/index.js';
import { apiConfig } from './config/index.js';
import { describe as describeService } from './open-api.js';

const NONE = {};
const RUN = { param: 'RunParams' };
const SWEEP = { param: 'SweepParams' };
const DEFINITION = { param: 'DefinitionParams' };
const VIEW = { param: 'ViewParams' };
const DOCUMENT = 'document';

const ROUTES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'GET /health/live': NONE,
  'GET /health/ready': NONE,
  'GET /metrics': NONE,
  'GET /v1/presets': { query: 'PresetListQuery' },
  'GET /v1/presets/{kind}/{name}': { param: 'PresetParams' },
  'GET /v1/schemas/{kind}': { param: 'SchemaParams' },
  'GET /v1/clusters': { query: 'ClusterListQuery' },
  'POST /v1/clusters': { body: 'NewCluster' },
  'GET /v1/clusters/{name}': { ...DEFINITION, query: 'DefinitionQuery' },
  'PUT /v1/clusters/{name}': { ...DEFINITION, body: DOCUMENT },
  'DELETE /v1/clusters/{name}': DEFINITION,
  'GET /v1/workloads': { query: 'WorkloadListQuery' },
  'POST /v1/workloads': { body: 'NewWorkload' },
  'GET /v1/workloads/{name}': { ...DEFINITION, query: 'DefinitionQuery' },
  'PUT /v1/workloads/{name}': { ...DEFINITION, body: DOCUMENT },
  'DELETE /v1/workloads/{name}': DEFINITION,
  'POST /v1/experiments': { query: 'SubmitExperimentQuery', body: DOCUMENT },
  'GET /v1/experiments/{id}': { param: 'ExperimentParams' },
  'GET /v1/runs': { query: 'RunListQuery' },
  'GET /v1/runs/summary': NONE,
  'GET /v1/runs/{id}': RUN,
  'DELETE /v1/runs/{id}': RUN,
  'GET /v1/runs/{id}/result': RUN,
  'GET /v1/runs/{id}/report': { ...RUN, query: 'ReportFileQuery' },
  'GET /v1/runs/{id}/trace': { ...RUN, query: 'RunTraceQuery' },
  'GET /v1/runs/{id}/events': { ...RUN, query: 'RunEventsQuery' },
  'GET /v1/runs/{id}/history': { ...RUN, query: 'RunHistoryQuery' },
  'POST /v1/runs/{id}/cancel': RUN,
  'POST /v1/runs/{id}/retry': RUN,
  'GET /v1/compare': { query: 'CompareQuery' },
  'POST /v1/network': { body: DOCUMENT },
  'POST /v1/network/cost': { body: DOCUMENT },
  'POST /v1/network/compare': { body: DOCUMENT },
  'POST /v1/network/jobs': { body: DOCUMENT },
  'POST /v1/network/traffic': { body: 'TrafficBody' },
  'POST /v1/topology': { body: 'TopologyBody' },
  'POST /v1/schedules': { body: DOCUMENT },
  'POST /v1/layers': { body: DOCUMENT },
  'POST /v1/serving': { body: DOCUMENT },
  'POST /v1/profiles': { query: 'ProfileQuery', body: DOCUMENT },
  'POST /v1/profiles/ranks': { body: DOCUMENT },
  'POST /v1/profiles/difference': { query: 'DifferenceQuery', body: DOCUMENT },
  'POST /v1/faults/read': { query: 'LogQuery', body: DOCUMENT },
  'POST /v1/faults/fit': { query: 'FittedLogQuery', body: DOCUMENT },
  'POST /v1/faults/check': { query: 'CheckedLogQuery', body: DOCUMENT },
  'POST /v1/studies/costs': { query: 'CostsQuery', body: DOCUMENT },
  'POST /v1/studies/advice': { query: 'AdviceQuery', body: DOCUMENT },
  'POST /v1/studies/curve': { query: 'CurveQuery', body: DOCUMENT },
  'POST /v1/reproductions/{artifact}': { param: 'ArtifactParams', body: 'ReproductionRequest' },
  'GET /v1/reproductions/{artifact}/report': { param: 'ArtifactParams', query: 'ReportFileQuery' },
  'GET /v1/accuracy/report': { query: 'ReportFileQuery' },
  'GET /v1/reports/table4': { query: 'ReportQuery' },
  'POST /v1/reports/table4': NONE,
  'POST /v1/sweeps': { query: 'SubmitSweepQuery', body: DOCUMENT },
  'GET /v1/sweeps': { query: 'SweepListQuery' },
  'GET /v1/sweeps/{id}': SWEEP,
  'DELETE /v1/sweeps/{id}': SWEEP,
  'GET /v1/sweeps/{id}/document': SWEEP,
  'GET /v1/sweeps/{id}/events': SWEEP,
  'GET /v1/sweeps/{id}/report': { ...SWEEP, query: 'ReportFileQuery' },
  'GET /v1/sweeps/{id}/runs': { ...SWEEP, query: 'SweepRunsQuery' },
  'POST /v1/sweeps/{id}/cancel': SWEEP,
  'POST /v1/sweeps/{id}/retry-failed': SWEEP,
  'GET /v1/views': { query: 'ViewListQuery' },
  'GET /v1/views/{name}': VIEW,
  'PUT /v1/views/{name}': { ...VIEW, body: 'ViewContent' },
  'DELETE /v1/views/{name}': VIEW,
};

/** What the expander asks for when the modules begin. */
const none = () => Promise.resolve([]);
const NO_SWEEPS = { sweeps: { expanding: none }, sweepTime: { overdue: none } };

const BASES = { query: QueryInput, param: PathInput, body: BodyInput } as const;

/** Inputs of the handler that was called: Nest shows each argument to the pipe with its class. */
let seen: ArgumentMetadata[] = [];
let app: NestFastifyApplication;
let description: OpenAPIObject;

beforeAll(async () => {
  jest.spyOn(ValidationPipe.prototype, 'transform').mockImplementation((value, metadata) => {
    if (metadata.type !== 'custom') seen.push(metadata);
    return Promise.resolve(value);
  });
  const nothing = () => Promise.resolve();
  const testing = await Test.createTestingModule({ imports: [AppModule.register(apiConfig({}))] })
    .overrideProvider(STORAGE)
    .useValue({ records: NO_SWEEPS, close: nothing })
    .overrideProvider(DISPATCHER)
    .useValue({ drain: nothing })
    .overrideProvider(LOG)
    .useValue(pino({ level: 'silent' }))
    .compile();
  app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  description = describeService(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});

afterAll(() => app.close());

/** What the handler of a route takes, by place: the name of a class, or `document`. */
async function takenBy(route: string): Promise<Record<string, string>> {
  seen = [];
  const [method = '', path = ''] = route.split(' ');
  await app.inject({
    method: method as 'GET',
    url: path.replace('{kind}', 'cluster').replace(/\{\w+\}/, 'x'),
    ...(method === 'POST' || method === 'PUT' ? { payload: {} } : {}),
  });
  return Object.fromEntries(
    seen.map(({ type, metatype }) => [
      type,
      metatype === undefined || metatype === Object ? DOCUMENT : metatype.name,
    ]),
  );
}

it('the table names every route of the description', () => {
  const described = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.sort()).toEqual(Object.keys(ROUTES).sort());
});

it.each(Object.entries(ROUTES))('%s takes what the table says', async (route, inputs) => {
  expect(await takenBy(route)).toEqual(inputs);
  for (const { type, metatype } of seen) {
    if (type === 'custom' || (type === 'body' && inputs.body === DOCUMENT)) continue;
    expect(metatype?.prototype).toBeInstanceOf(BASES[type]);
    const rules = getMetadataStorage().getTargetValidationMetadatas(metatype as never, '', true, false);
    expect(rules.length).toBeGreaterThan(0);
  }
});
