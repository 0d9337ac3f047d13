/**
 * Fractions of the memory-bound kernels of a fine-grained FP8 step: each is set so that its kernels in
 * DeepSeek's profile (test/data/deepseek-v3-*.json, H800) add up to what the profile shows.
 */
import { json } from './rows.mjs';

const SOURCE = 'test/data/deepseek-v3-stream-kernels.json (H800, DeepSeek profile)';

const FAMILIES = {
  castFraction: ['cast'],
  castTransposeFraction: ['cast-transpose'],
  recastTransposeFraction: ['recast-transpose'],
  packFraction: ['pack'],
  unpackFraction: ['unpack'],
  rowsFraction: ['rows'],
  stridedFraction: ['strided'],
  scatterFraction: ['scatter'],
  scalesFraction: ['scales'],
  elementwiseFraction: ['elementwise'],
  selectFraction: ['select'],
  indexFraction: ['index'],
  normFraction: ['norm', 'forward'],
  normBackwardFraction: ['norm', 'backward'],
};

const mean = (list) => list.reduce((sum, x) => sum + x, 0) / list.length;

export function fitProfile(model, values, entries) {
  const trace = json('deepseek-v3-train-trace.json');
  const dims = (chunk) =>
    model.traceDims(
      mean(trace.expert_rows[chunk].rows_padded_per_layer),
      mean(trace.expert_rows[chunk].received_tokens_per_layer),
    );
  const [forward, backward] = [dims('forward_chunk'), dims('backward_chunk')];
  const seen = new Map(
    json('deepseek-v3-stream-kernels.json').rows.map((row) => [
      `${row.section} ${row.name}`,
      mean(row.durations_us) * 1e-6,
    ]),
  );
  for (const [name, [kernel, pass]] of Object.entries(FAMILIES)) {
    const members = model.FINE_GRAINED_FP8_STREAMS.filter(
      (stream) => stream.kernel === kernel && (pass === undefined || stream.pass === pass),
    );
    const total = members.reduce(
      (sum, { section, phase, name: kernelName }) => sum + seen.get(`${section}(${phase}) ${kernelName}`),
      0,
    );
    const predicted = (fraction) =>
      members.reduce(
        (sum, stream) =>
          sum +
          model.traceStreamSeconds(
            { ...values, [name]: fraction },
            model.DEVICES.h800,
            stream,
            stream.phase === 'F' ? forward : backward,
          ),
        0,
      );
    values[name] = Number(bisect((fraction) => predicted(fraction) - total, 1e-4, 1).toPrecision(4));
    entries[name] = { provenance: 'fitted', source: SOURCE };
  }
}

/** Root of a falling function. */
function bisect(f, low, high) {
  for (let i = 0; i < 60; i += 1) {
    const middle = Math.sqrt(low * high);
    if (f(middle) > 0) low = middle;
    else high = middle;
  }
  return Math.sqrt(low * high);
}
