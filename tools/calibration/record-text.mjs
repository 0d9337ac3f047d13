/** A record as the source text of its file. */
export function recordText(model, spec, relative, entries, values) {
  const parts = spreads(model.CONSTANT_NAMES, entries, values, 'entriesOf', '    ');
  const perSm = (value) => Number((value / spec.sms).toPrecision(6));
  return `/**
 * Calibration record of the ${spec.name}. Written by tools/fit-kernels.mjs, which says how: do not edit by
 * hand.
 */
import { type DeviceRecord, entriesOf } from '../device-record.js';

export const ${spec.name.toUpperCase()}: DeviceRecord = {
  device: '${spec.name}',
  bf16GflopsPerSm: ${perSm(1e3 * spec.bf16Tflops)},
  bandwidthGBpsPerSm: ${perSm(spec.memoryBandwidthGBps)},
${relative === undefined ? '' : `  relative: '${relative}',\n`}  entries: {
${parts}
  },
};
`;
}

/** The link records of all devices as the source text of their file. */
export function linkRecordsText(records) {
  const text = records.map(({ spec, relative, entries, values }) => {
    const achieved = spec.nvlinkAchievedGBps > 0 ? spec.nvlinkAchievedGBps : spec.pcieGBps;
    return `  {
    device: '${spec.name}',
    achievedGBps: ${Number(achieved.toPrecision(6))},
${relative === undefined ? '' : `    relative: '${relative}',\n`}    entries: {
${spreads(Object.keys(entries), entries, values, 'linkEntries', '      ')}
    },
  },`;
  });
  return `/** Link records. Written by tools/fit-collectives.mjs, which says how: do not edit by hand. */
import { type LinkRecord, linkEntries } from './link-constants.js';

export const LINK_RECORDS: readonly LinkRecord[] = [
${text.join('\n')}
];
`;
}

/** Entries as the source text of an object's spreads, those that share a source together. */
function spreads(names, entries, values, helper, indent) {
  const groups = new Map();
  for (const name of names) {
    if (!(name in entries)) continue;
    const { provenance, source } = entries[name];
    const key = `'${provenance}',\n${indent}  ${quoted(source)}`;
    groups.set(key, [...(groups.get(key) ?? []), `${name}: ${values[name]},`]);
  }
  return [...groups]
    .map(
      ([key, lines]) =>
        `${indent}...${helper}(${key}, {\n${indent}  ${lines.join(`\n${indent}  `)}\n${indent}}),`,
    )
    .join('\n');
}

/** A source as a string literal, in pieces that fit a line. */
function quoted(text) {
  const pieces = [];
  let rest = text;
  while (rest.length > 90) {
    const cut = rest.lastIndexOf(' ', 90);
    pieces.push(rest.slice(0, cut + 1));
    rest = rest.slice(cut + 1);
  }
  pieces.push(rest);
  return pieces.map((piece) => `'${piece.replaceAll("'", "\\'")}'`).join(' +\n        ');
}
