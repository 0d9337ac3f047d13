import { type ExecutionContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { type Caller, type Scope } from '@railyard/database';
import { STORAGE } from '@railyard/service';
import { Open, ReadsOnly } from '../common/index.js';
import { ACCESS } from './access-rules.js';
import { AccessGuard } from './access.guard.js';
import { callerOf } from './caller.js';

class Controller {
  handler(): void {}

  @Open()
  probe(): void {}

  @ReadsOnly()
  compute(): void {}
}

const SECRET = 'ry_0123456789';
const authenticate = jest.fn<Promise<Caller | null>, [string]>();

async function guard(keysRequired: boolean): Promise<AccessGuard> {
  const testing = await Test.createTestingModule({
    providers: [
      AccessGuard,
      { provide: STORAGE, useValue: { records: { apiKeys: { authenticate } } } },
      { provide: ACCESS, useValue: { keysRequired } },
    ],
  }).compile();
  return testing.get(AccessGuard);
}

const { handler, probe, compute } = Controller.prototype;
const requestOf = (method: string, authorization?: string) => ({ method, headers: { authorization } });
const contextOf = (request: object, of: () => void = handler): ExecutionContext =>
  ({
    getHandler: () => of,
    getClass: () => Controller,
    switchToHttp: () => ({ getRequest: () => request }),
  }) as unknown as ExecutionContext;
const callerWith = (...scopes: Scope[]): Caller => ({ keyId: 'k', tenant: 'alice', scopes });

it('admits everybody where no key is asked for', async () => {
  const request = requestOf('POST');
  expect(await (await guard(false)).canActivate(contextOf(request))).toBe(true);
  expect(callerOf(request as never).tenant).toBe('default');
});

it('admits a probe without a key', async () => {
  expect(await (await guard(true)).canActivate(contextOf(requestOf('GET'), probe))).toBe(true);
});

it.each([undefined, 'Basic abc', 'Bearer short', `Bearer ${SECRET} x`])(
  'refuses %j as no key',
  async (authorization) => {
    const admitted = (await guard(true)).canActivate(contextOf(requestOf('GET', authorization)));
    await expect(admitted).rejects.toMatchObject({ status: 401, message: 'A key must be sent.' });
  },
);

it('refuses a key that is not known', async () => {
  authenticate.mockResolvedValue(null);
  const admitted = (await guard(true)).canActivate(contextOf(requestOf('GET', `Bearer ${SECRET}`)));
  await expect(admitted).rejects.toMatchObject({ status: 401 });
});

it.each([
  ['GET', ['read'], true],
  ['HEAD', ['read'], true],
  ['POST', ['read'], false],
  ['DELETE', ['read'], false],
  ['POST', ['write'], true],
  ['GET', ['write'], false],
  ['PUT', ['admin'], true],
  ['GET', [], false],
] as const)('%s with the scopes %j: %j', async (method, scopes, allowed) => {
  authenticate.mockResolvedValue(callerWith(...scopes));
  const request = requestOf(method, `Bearer ${SECRET}`);
  const admitted = (await guard(true)).canActivate(contextOf(request));
  if (!allowed) return expect(admitted).rejects.toMatchObject({ status: 403, code: 'forbidden' });
  expect(await admitted).toBe(true);
  expect(callerOf(request as never).tenant).toBe('alice');
});

it('asks for `read` alone where nothing is stored: an answer that is computed, a dry run', async () => {
  authenticate.mockResolvedValue(callerWith('read'));
  const admitted = async (query: object, of = handler): Promise<boolean> =>
    (await guard(true)).canActivate(contextOf({ ...requestOf('POST', `bearer ${SECRET}`), query }, of));
  expect(await admitted({}, compute)).toBe(true);
  expect(await admitted({ dryRun: 'true' })).toBe(true);
  for (const query of [{}, { dryRun: 'false' }, { dryRun: ['true', 'true'] }])
    await expect(admitted(query)).rejects.toMatchObject({ status: 403 });
});
