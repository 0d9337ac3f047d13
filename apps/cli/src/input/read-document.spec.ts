import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDocument, writtenDocument } from './read-document.js';

const folder = mkdtempSync(join(tmpdir(), 'railyard-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

it('reads YAML and JSON files', async () => {
  writeFileSync(at('a.yaml'), 'kind: Experiment\nseed: 3\n');
  writeFileSync(at('b.json'), '{"kind":"Sweep"}');
  expect(await readDocument(at('a.yaml'))).toEqual({
    source: at('a.yaml'),
    document: { kind: 'Experiment', seed: 3 },
  });
  expect((await readDocument(at('b.json'))).document).toEqual({ kind: 'Sweep' });
});

it('a preset goes by its name, a file of that name before it', async () => {
  expect(await readDocument('deepseek-v3-mpft')).toMatchObject({
    source: 'deepseek-v3-mpft',
    document: { kind: 'Experiment' },
  });
  expect(await writtenDocument('deepseek-v3-mpft')).toBeUndefined();
});

it('says what there is instead of what there is not', async () => {
  await expect(readDocument(at('none.yaml'))).rejects.toMatchObject({
    exitCode: 4,
    hint: expect.stringContaining('deepseek-v3-mpft'),
  });
  await expect(readDocument(folder)).rejects.toMatchObject({ exitCode: 2, code: 'not-a-file' });
  await expect(readDocument(join(at('a.yaml'), 'below'))).rejects.toMatchObject({ exitCode: 4 });
});

it('a syntax error is an issue of the document', async () => {
  writeFileSync(at('bad.yaml'), 'a: [1,\n');
  await expect(readDocument(at('bad.yaml'))).rejects.toMatchObject({ name: 'InvalidDocumentError' });
});

it('a file of 16 MB is not read', async () => {
  writeFileSync(at('big.yaml'), Buffer.alloc(16_000_001, 32));
  await expect(readDocument(at('big.yaml'))).rejects.toMatchObject({ exitCode: 2, code: 'too-big' });
});
