/** The table of gates against what it was made from. */
import { MODELS } from '../model/index.js';
import { GATE_TABLE } from './gate-table.js';
import { reachedPlaces } from './gate.js';

describe.each(Object.entries(GATE_TABLE))('the gate %s', (gate, rows) => {
  const [routedExperts = 0, topK = 0, groups = 0, topGroups = 0] = gate.split('/').map(Number);
  const moe = { routedExperts, topK, groups, topGroups };

  it('reaches as many places as are tabulated, to the last bit', () => {
    for (const [perPlace, places] of Object.entries(rows))
      expect(reachedPlaces(moe, Number(perPlace))).toBe(places);
    expect(Object.keys(rows).length).toBeGreaterThan(9);
  });

  it('reaches one place that holds all experts, or more than there are', () => {
    expect(rows[routedExperts]).toBe(1);
    expect(reachedPlaces(moe, 3 * routedExperts)).toBe(1);
  });

  it('is that of a model', () => {
    expect(Object.values(MODELS).map((model) => model.moe)).toContainEqual(expect.objectContaining(moe));
  });
});

it('has every gate of the models that limits the groups of a token', () => {
  for (const { moe } of Object.values(MODELS)) {
    if (moe === undefined || moe.topGroups === moe.groups) continue;
    expect(Object.keys(GATE_TABLE)).toContain(
      [moe.routedExperts, moe.topK, moe.groups, moe.topGroups].join('/'),
    );
  }
});
