import { Test } from '@nestjs/testing';
import { getPreset } from '@railyard/experiments';
import { type DefinitionEntity, type DefinitionKey } from '@railyard/database';
import { STORAGE } from '@railyard/service';
import { DefinitionsService, tagOf } from './definitions.service.js';

const KEY: DefinitionKey = { tenant: 'alice', kind: 'cluster', name: 'mine' };
const CLUSTER = {
  apiVersion: 'railyard/v1',
  kind: 'Cluster',
  ...(getPreset('cluster', 'h800-2048-mpft') as object),
};
const row = (version: number, hash = 'a'.repeat(64)): DefinitionEntity => ({
  ...KEY,
  version,
  hash,
  document: '{}',
  createdAtMs: 0,
});

const definitions = { find: jest.fn(), page: jest.fn(), save: jest.fn(), remove: jest.fn() };
let service: DefinitionsService;

beforeEach(async () => {
  jest.resetAllMocks();
  definitions.find.mockResolvedValue(row(3));
  definitions.save.mockResolvedValue({ saved: row(4) });
  const testing = await Test.createTestingModule({
    providers: [DefinitionsService, { provide: STORAGE, useValue: { records: { definitions } } }],
  }).compile();
  service = testing.get(DefinitionsService);
});

it('stores the first version of a document that is valid, in full form', async () => {
  expect(await service.create(KEY, CLUSTER)).toEqual(row(4));
  expect(definitions.save.mock.calls[0]).toEqual([KEY, expect.objectContaining({ kind: 'Cluster' }), 0]);
});

it('places the issues of a new document under its key, of an edited one at the root', async () => {
  const broken = { ...CLUSTER, nodes: 0 };
  await expect(service.create(KEY, broken)).rejects.toMatchObject({
    status: 422,
    issues: [expect.objectContaining({ path: '/document/nodes' })],
  });
  await expect(service.edit(KEY, broken, '*')).rejects.toMatchObject({
    status: 422,
    issues: [expect.objectContaining({ path: '/nodes' })],
  });
  expect(definitions.save).not.toHaveBeenCalled();
});

it.each([
  ['exists', 409, 'exists'],
  ['missing', 404, 'not-found'],
  ['stale', 412, 'stale'],
] as const)('a save that is refused as %s is a %i', async (refused, status, code) => {
  definitions.save.mockResolvedValue({ refused });
  await expect(service.create(KEY, CLUSTER)).rejects.toMatchObject({ status, code });
});

describe('an edit', () => {
  it.each([
    [undefined, 428],
    ['"2-aaaaaaaaaaaaaaaa"', 412],
    [`W/${tagOf(row(3))}`, 412],
  ])('with If-Match %j is a %i', async (match, status) => {
    await expect(service.edit(KEY, CLUSTER, match)).rejects.toMatchObject({ status });
    expect(definitions.save).not.toHaveBeenCalled();
  });

  it.each([tagOf(row(3)), `"other", ${tagOf(row(3))}`, '*'])(
    'follows the version that %s names',
    async (match) => {
      await service.edit(KEY, CLUSTER, match);
      expect(definitions.save.mock.calls[0]).toEqual([KEY, expect.anything(), 3]);
    },
  );
});

describe('a removal', () => {
  it('without If-Match takes every version', async () => {
    definitions.remove.mockResolvedValue(true);
    await service.remove(KEY, undefined);
    expect(definitions.remove).toHaveBeenCalledWith(KEY, undefined);
  });

  it('with If-Match takes them only while that is the latest', async () => {
    definitions.remove.mockResolvedValue(true);
    await service.remove(KEY, tagOf(row(3)));
    expect(definitions.remove).toHaveBeenCalledWith(KEY, 3);
    await expect(service.remove(KEY, tagOf(row(2)))).rejects.toMatchObject({ status: 412 });
  });

  it('of nothing is a 404', async () => {
    definitions.remove.mockResolvedValue(false);
    await expect(service.remove(KEY, undefined)).rejects.toMatchObject({ status: 404 });
  });
});

it('an unknown version is named, an unknown name is not', async () => {
  definitions.find.mockResolvedValue(null);
  await expect(service.read(KEY, 7)).rejects.toMatchObject({ status: 404, message: /version 7/ });
  await expect(service.read(KEY)).rejects.toMatchObject({ message: 'There is no cluster of that name.' });
});

it('lists by name, one row further than the page', async () => {
  definitions.page.mockResolvedValue([row(1), row(1), row(1)]);
  const { items, next } = await service.list({ keyId: 'k', tenant: 'alice', scopes: [] }, 'cluster', 2);
  expect(items).toHaveLength(2);
  expect(next).not.toBeNull();
  expect(definitions.page).toHaveBeenCalledWith('alice', 'cluster', '', 3);
});
