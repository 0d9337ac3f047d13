import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { ReadinessService } from '@railyard/service';
import { AnswerInterceptor } from '../common/index.js';
import { HealthController } from './health.controller.js';

const check = jest.fn();
let app: NestFastifyApplication;

beforeAll(async () => {
  const testing = await Test.createTestingModule({
    controllers: [HealthController],
    providers: [{ provide: ReadinessService, useValue: { check } }],
  }).compile();
  app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  app.useGlobalInterceptors(new AnswerInterceptor());
  await app.init();
});

afterAll(() => app.close());

it('is alive whatever the rest does', async () => {
  check.mockRejectedValue(new Error('no database'));
  const { statusCode, body } = await app.inject('/health/live');
  expect([statusCode, JSON.parse(body)]).toEqual([200, { status: 'ok' }]);
});

it.each([
  ['ok', 200],
  ['unavailable', 503],
] as const)('a process that is %s answers %i, which no cache keeps', async (status, code) => {
  const readiness = { status, checks: { database: 'ok', queue: 'Redis does not answer' } };
  check.mockResolvedValue(readiness);
  const { statusCode, body, headers } = await app.inject('/health/ready');
  expect([statusCode, JSON.parse(body), headers['cache-control']]).toEqual([code, readiness, 'no-store']);
});
