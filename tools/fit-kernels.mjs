#!/usr/bin/env node
/**
 * Fits the kernel model to measured kernels and writes one record per device to
 * libs/parallelism/src/calibration/records. Only rows of the fitted half enter
 * (accuracy/kernels/is-fitted.ts); errors are printed for the other half. Deterministic: same data, same
 * model, same files.
 *
 * Usage: node tools/fit-kernels.mjs [device ...] [--print]
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TIED_SOURCE, droopsUnderLoad, tiedDroops } from './calibration/clock-under-load.mjs';
import { ROOT, loadModel } from './calibration/load-model.mjs';
import { fitProfile } from './calibration/profile.mjs';
import { RANGES } from './calibration/ranges.mjs';
import { recordText } from './calibration/record-text.mjs';
import { report } from './calibration/report.mjs';
import { measuredRows } from './calibration/rows.mjs';
import { CHAIN, stagesOf } from './calibration/stages.mjs';

const args = process.argv.slice(2);
const asked = args.filter((arg) => !arg.startsWith('--'));
const model = await loadModel();
const rows = measuredRows(model);
const constantsOf = new Map();

for (const { device, relative, given } of CHAIN) {
  if (asked.length > 0 && !asked.includes(device)) {
    constantsOf.set(device, model.DEVICES[device] && model.calibrationOf(model.DEVICES[device]).constants);
    continue;
  }
  const spec = model.DEVICES[device];
  const underLoad = droopsUnderLoad(model, device, constantsOf);
  const values = { ...startValues(relative), ...given.values, ...underLoad.values };
  const entries = { ...given.entries, ...underLoad.entries };
  const tied = tiedDroops(device, constantsOf);
  const fixed = new Set([...Object.keys(underLoad.values), ...Object.keys(tied)]);
  if (relative === undefined) fitProfile(model, values, entries);
  const overheads = { ...model.OVERHEADS };
  const own = rows.filter((row) => row.device === device);
  for (const stage of stagesOf(device))
    fitStage(withoutFixed(stage, fixed), spec, own, { values, tied }, entries, overheads);
  constantsOf.set(device, values);
  report(model, spec, own, values, overheads);
  if (!args.includes('--print'))
    writeFileSync(
      join(ROOT, 'libs/parallelism/src/calibration/records', `${device}.ts`),
      recordText(model, spec, relative, entries, values),
    );
}

/** A device starts from what its relative was fitted to, the first one from the table of ranges. */
function startValues(relative) {
  if (relative !== undefined) return { ...constantsOf.get(relative) };
  return Object.fromEntries(Object.entries(RANGES).map(([name, [start]]) => [name, start]));
}

function withoutFixed(stage, fixed) {
  return { ...stage, names: stage.names.filter((name) => !fixed.has(name)) };
}

function fitStage(
  { names, overheadNames = [], copies = {}, during = {}, shares = {}, matches, what, knee },
  spec,
  own,
  { values, tied },
  entries,
  overheads,
) {
  Object.assign(values, during);
  const used = own.filter((row) => matches(row) && model.isFitted(row.shape));
  if (used.length < names.length) return;
  const all = [...names, ...overheadNames];
  const trial = (point) => {
    const c = { ...values };
    const o = { ...overheads };
    all.forEach((name, i) => ((name in o ? o : c)[name] = point[i]));
    for (const [name, [from, share]] of Object.entries(tied)) c[name] = c[from] * share;
    return [c, o];
  };
  const residuals = (point) => {
    const [c, o] = trial(point);
    return used.map((row) => Math.log(row.predict(c, spec, o) / row.seconds));
  };
  const range = (name) => RANGES[name] ?? [overheads[name], 5e-7, /Droop/.test(name) ? 2e-2 : 9e-6];
  const start = all.map((name) => (name in overheads ? overheads : values)[name]);
  const point = model.leastSquares(
    residuals,
    { start, low: all.map((name) => range(name)[1]), high: all.map((name) => range(name)[2]) },
    { knee },
  );
  const [c, o] = trial(point);
  for (const name of names) {
    values[name] = Number(c[name].toPrecision(4));
    entries[name] = { provenance: 'fitted', source: `${what} (${used.length} rows, ${spec.name})` };
  }
  for (const [name, [from, share]] of Object.entries(tied)) {
    values[name] = Number((values[from] * share).toPrecision(4));
    entries[name] = { provenance: 'derived', source: TIED_SOURCE };
  }
  for (const [name, from] of Object.entries(copies)) {
    values[name] = values[from];
    entries[name] = { provenance: 'derived', source: `as ${from}: no training kernel was measured` };
  }
  for (const [name, { of, share, value, why }] of Object.entries(shares)) {
    values[name] = value ?? Number((share * values[of]).toPrecision(4));
    entries[name] =
      value === undefined
        ? { provenance: 'derived', source: `${share === 1 ? 'as' : `${share} of`} ${of}: ${why}` }
        : { provenance: 'fitted', source: `${what}: ${why}` };
  }
  for (const name of overheadNames) overheads[name] = Number(o[name].toPrecision(3));
}
