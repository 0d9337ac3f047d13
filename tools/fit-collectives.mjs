#!/usr/bin/env node
/**
 * Fits the model of collectives to measured ones and writes the link records of all devices to
 * libs/cluster/src/link-calibration/link-records.ts. Only rows of the fitted half enter
 * (accuracy/kernels/is-fitted.ts); errors are printed for the other half. Deterministic.
 *
 * Usage: node tools/fit-collectives.mjs [--print]
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LINK_CHAIN, LINK_RANGES } from './calibration/link-stages.mjs';
import { ROOT, loadModel } from './calibration/load-model.mjs';
import { linkRecordsText } from './calibration/record-text.mjs';
import { reportRows } from './calibration/report.mjs';
import { measuredCollectives } from './calibration/rows.mjs';

const model = await loadModel();
const rows = measuredCollectives(model);
const records = new Map();

for (const link of LINK_CHAIN) {
  const spec = model.DEVICES[link.device];
  const own = rows.filter((row) => link.devices.includes(row.device));
  const inherited = records.get(link.relative)?.values ?? {};
  const defaults = Object.fromEntries(Object.entries(LINK_RANGES).map(([name, [start]]) => [name, start]));
  const values = { ...defaults, ...inherited, ...link.given.values };
  const entries = { ...link.given.entries };
  const deviceWith = (device, collectives) => ({
    ...model.DEVICES[device],
    calibration: { source: 'a trial', collectives },
  });
  for (const { names, matches, what, knee } of link.stages) {
    const used = own.filter((row) => matches(row) && model.isFitted(row.shape));
    if (used.length < names.length) continue;
    const trial = (point) => ({ ...values, ...Object.fromEntries(names.map((name, i) => [name, point[i]])) });
    const residuals = (point) => {
      const collectives = trial(point);
      const devices = new Map(link.devices.map((device) => [device, deviceWith(device, collectives)]));
      return used.map((row) => Math.log(row.predict(devices.get(row.device)) / row.seconds));
    };
    const startOf = (name) => link.starts?.[name] ?? (values[name] || LINK_RANGES[name][0]);
    const point = model.leastSquares(
      residuals,
      {
        start: names.map(startOf),
        low: names.map((name) => LINK_RANGES[name][1]),
        high: names.map((name) => LINK_RANGES[name][2]),
      },
      { knee },
    );
    names.forEach((name, i) => {
      values[name] = Number(point[i].toPrecision(4));
      entries[name] = { provenance: 'fitted', source: `${what} (${used.length} rows, ${link.device})` };
    });
  }
  records.set(link.device, { ...link, values, entries, spec });
  console.log(`${link.device}: rows not fitted`);
  reportRows(
    own
      .filter((row) => !model.isFitted(row.shape))
      .map((row) => ({ ...row, error: row.predict(deviceWith(row.device, values)) / row.seconds - 1 })),
  );
  console.log(`  ${JSON.stringify(values)}`);
}

if (!process.argv.includes('--print'))
  writeFileSync(
    join(ROOT, 'libs/cluster/src/link-calibration/link-records.ts'),
    linkRecordsText([...records.values()]),
  );
