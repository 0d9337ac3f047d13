import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { APP_GUARD, APP_PIPE } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { ConfigModule } from '@railyard/service';
import { pino } from 'pino';
import { apiConfig } from '../../config/index.js';
import { IntegerParameter, ProblemFilter, QueryInput } from '../index.js';
import { TakesDocument } from './document.decorator.js';
import { InputGuard } from './input.guard.js';
import { Open } from './open.decorator.js';
import { validationPipe } from './validation.pipe.js';

class SizeQuery extends QueryInput {
  @IntegerParameter(1, 9)
  readonly size: number = 1;
}

@Controller()
class TestedController {
  @Post('plain')
  plain(): object {
    return {};
  }

  @Get('sized')
  sized(@Query() { size }: SizeQuery): object {
    return { size };
  }

  @Post('document')
  @TakesDocument('Experiment')
  document(@Body() body: unknown): object {
    return { body };
  }

  @Get('probe')
  @Open()
  probe(): object {
    return {};
  }
}

let app: NestFastifyApplication;

beforeAll(async () => {
  const testing = await Test.createTestingModule({
    imports: [ConfigModule.register(apiConfig({}))],
    controllers: [TestedController],
    providers: [
      { provide: APP_GUARD, useClass: InputGuard },
      { provide: APP_PIPE, useFactory: validationPipe },
    ],
  }).compile();
  app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
  app.useGlobalFilters(new ProblemFilter(pino({ level: 'silent' })));
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
});

afterAll(() => app.close());

async function answer(method: 'GET' | 'POST', url: string, payload?: object): Promise<[number, string[]]> {
  const reply = await app.inject({ method, url, ...(payload === undefined ? {} : { payload }) });
  const { issues = [] } = JSON.parse(reply.body) as { issues?: { path: string }[] };
  return [reply.statusCode, issues.map(({ path }) => path)];
}

it.each([
  ['POST', '/plain', undefined, [201, []]],
  ['POST', '/plain', {}, [201, []]],
  ['POST', '/plain', { dryRun: true }, [400, ['/dryRun']]],
  ['POST', '/plain', [], [400, ['']]],
  ['POST', '/plain?dryRun=true', undefined, [400, ['/query/dryRun']]],
  ['GET', '/sized?size=3', undefined, [200, []]],
  ['GET', '/sized?size=3&x=1', undefined, [400, ['/query/x']]],
  ['GET', '/sized?__proto__=1', undefined, [400, ['/query/__proto__']]],
  ['POST', '/document', { any: { thing: 1 } }, [201, []]],
  ['POST', '/document?x=1', {}, [400, ['/query/x']]],
  ['GET', '/probe?x=1', undefined, [200, []]],
] as const)('%s %s with %j', async (method, url, payload, expected) => {
  expect(await answer(method, url, payload)).toEqual(expected);
});
