/** A record as the source text of its file. */
export function recordText(model, spec, relative, entries, values) {
  const groups = new Map();
  for (const name of model.CONSTANT_NAMES) {
    if (!(name in entries)) continue;
    const { provenance, source } = entries[name];
    const key = `'${provenance}',\n      ${quoted(source)}`;
    groups.set(key, [...(groups.get(key) ?? []), `${name}: ${values[name]},`]);
  }
  const parts = [...groups].map(
    ([key, lines]) => `    ...entriesOf(${key}, {\n      ${lines.join('\n      ')}\n    }),`,
  );
  const perSm = (value) => Number((value / spec.sms).toPrecision(6));
  return `/**
 * Calibration record of the ${spec.name}. Written by tools/fit-kernels.mjs, which says how: do not edit by hand.
 */
import { type DeviceRecord, entriesOf } from '../device-record.js';

export const ${spec.name.toUpperCase()}: DeviceRecord = {
  device: '${spec.name}',
  bf16GflopsPerSm: ${perSm(1e3 * spec.bf16Tflops)},
  bandwidthGBpsPerSm: ${perSm(spec.memoryBandwidthGBps)},
${relative === undefined ? '' : `  relative: '${relative}',\n`}  entries: {
${parts.join('\n')}
  },
};
`;
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
