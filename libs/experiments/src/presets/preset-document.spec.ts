import { PRESET_KINDS, getPreset, listPresets, presetDocument, validateDocument } from '../index.js';

const KINDS = {
  experiment: 'Experiment',
  cluster: 'Cluster',
  workload: 'Workload',
  'fault-profile': 'FaultProfile',
} as const;

it.each(Object.entries(KINDS))('every %s preset is a document that validates', (preset, kind) => {
  const names = listPresets()
    .filter((entry) => entry.kind === preset)
    .map(({ name }) => name);
  expect(names.length).toBeGreaterThan(1);
  for (const name of names) {
    const document = presetDocument(preset as keyof typeof KINDS, name);
    const read = JSON.parse(JSON.stringify(document)) as unknown;
    expect([name, validateDocument(read, kind)]).toMatchObject([name, { ok: true }]);
    expect(Object.keys(document as object).slice(0, 2)).toEqual(['apiVersion', 'kind']);
  }
});

it('a preset that is a part of a document is its body; one that does not exist is none', () => {
  for (const kind of PRESET_KINDS.filter((other) => !(other in KINDS)))
    for (const { name } of listPresets().filter((entry) => entry.kind === kind))
      expect(presetDocument(kind, name)).toBe(getPreset(kind, name));
  expect(presetDocument('cluster', 'none')).toBeUndefined();
});
