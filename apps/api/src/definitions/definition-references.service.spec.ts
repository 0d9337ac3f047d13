import { Test } from '@nestjs/testing';
import { STORAGE } from '@railyard/service';
import { DefinitionReferencesService } from './definition-references.service.js';

const find = jest.fn();
let service: DefinitionReferencesService;

beforeEach(async () => {
  find.mockReset().mockResolvedValue({
    document: JSON.stringify({ apiVersion: 'railyard/v1', kind: 'Cluster', nodes: 4 }),
  });
  const testing = await Test.createTestingModule({
    providers: [
      DefinitionReferencesService,
      { provide: STORAGE, useValue: { records: { definitions: { find } } } },
    ],
  }).compile();
  service = testing.get(DefinitionReferencesService);
});

it('replaces a reference by the stored document, without what makes it one', async () => {
  const input = { name: 'x', cluster: { definition: 'mine', version: 2 }, workload: { preset: 'v3' } };
  expect(await service.resolve('alice', input)).toEqual({ ...input, cluster: { nodes: 4 } });
  expect(find.mock.calls).toEqual([[{ tenant: 'alice', kind: 'cluster', name: 'mine' }, 2]]);
});

it.each([null, 7, [], { cluster: 'mpft-2048' }, { cluster: { nodes: 4 } }])(
  'leaves %j as it is',
  async (input) => {
    expect(await service.resolve('alice', input)).toEqual(input);
    expect(find).not.toHaveBeenCalled();
  },
);

it('names every reference that leads nowhere', async () => {
  find.mockResolvedValue(null);
  const input = { cluster: { definition: 'a' }, workload: { definition: 'b', version: 3 } };
  await expect(service.resolve('alice', input)).rejects.toMatchObject({
    status: 422,
    issues: [
      { path: '/cluster/definition', message: 'There is no cluster a.' },
      { path: '/workload/definition', message: 'There is no workload b in version 3.' },
    ],
  });
});

it.each([
  [{ definition: 7 }, '/cluster/definition'],
  [{ definition: 'x'.repeat(65) }, '/cluster/definition'],
  [{ definition: 'mine', version: 0 }, '/cluster/version'],
  [{ definition: 'mine', version: '1' }, '/cluster/version'],
  [{ definition: 'mine', nodes: 4 }, '/cluster/nodes'],
])('refuses %j', async (cluster, path) => {
  await expect(service.resolve('alice', { cluster })).rejects.toMatchObject({
    status: 422,
    issues: [expect.objectContaining({ path })],
  });
});
