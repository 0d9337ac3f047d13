import { changed, prepareNamed } from './prepare.js';

const named = { source: 'mine.yaml', document: { apiVersion: 'railyard/v1', kind: 'Experiment', seed: 1 } };

it('without changes a document goes on as it was written', async () => {
  expect((await changed(named)).document).toBe(named.document);
});

it('puts changes in without expanding anything, the seed last', async () => {
  expect((await changed(named, { set: ['seed=2', 'cluster.nodes=4'], seed: 3 })).document).toEqual({
    ...named.document,
    seed: 3,
    cluster: { nodes: 4 },
  });
  expect(named.document.seed).toBe(1);
});

it('parts that are down and parts that are slower are one list', async () => {
  const { document } = await changed(named, { set: [], fail: ['leaf:3'], degrade: ['leaf:4=0.5'] });
  expect(document).toMatchObject({ fail: ['leaf:3', 'leaf:4=0.5'] });
  expect((await changed(named, { set: [], degrade: ['leaf:4=0.5'] })).document).toMatchObject({
    fail: ['leaf:4=0.5'],
  });
});

it('a sweep is no experiment', async () => {
  const sweep = { source: 'mine.yaml', document: { kind: 'Sweep' } };
  await expect(changed(sweep)).rejects.toMatchObject({ exitCode: 2, code: 'wrong-kind' });
});

it('a change that the schema does not know is an issue', async () => {
  await expect(changed(named, { set: ['cluster.nods=4'] })).rejects.toMatchObject({
    name: 'InvalidDocumentError',
  });
});

it('prepares a preset with its changes', async () => {
  const plain = await prepareNamed('deepseek-v3-mpft');
  const seeded = await prepareNamed('deepseek-v3-mpft', { set: [], seed: 7 });
  expect([plain.document.seed === seeded.document.seed, seeded.document.seed]).toEqual([false, 7]);
  expect(seeded.id).not.toBe(plain.id);
});
