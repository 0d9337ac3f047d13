#!/usr/bin/env node
/**
 * Fits the kernel model to measured kernels and writes libs/parallelism/src/kernels/calibration.ts.
 * Usage: node tools/fit-kernels.mjs [--print]. Deterministic: same data, same model, same file.
 */
import { transformFileSync } from '@swc/core';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const kernels = join(root, 'libs/parallelism/src/kernels');
const data = (name) => JSON.parse(readFileSync(join(root, 'test/data', name), 'utf8'));

const HOPPER = 'test/data/hopper-kernels.json (H200, our measurements)';
const TRACE_GEMM = 'test/data/deepseek-v3-train-trace.json (H800, DeepSeek profile)';
const TRACE_STREAM = 'test/data/deepseek-v3-stream-kernels.json (H800, DeepSeek profile)';

/** name: [start value, unit, source, what it is]. */
const CONSTANTS = {
  bf16PeakFraction: [
    0.88,
    'fraction of BF16 peak',
    HOPPER,
    'what a tensor core reaches inside a large tile, cold',
  ],
  fp8PeakFraction: [0.78, 'fraction of FP8 peak', HOPPER, 'the same with one scale per tensor or row'],
  blockPeakFraction: [
    0.78,
    'fraction of FP8 peak',
    HOPPER,
    'the same with fine-grained scales, promotion not counted',
  ],
  blockFillSeconds: [3e-7, 's', HOPPER, 'loading the scales of a tile before its first product'],
  halfIntensity: [
    1,
    'rows x columns / (rows + columns)',
    HOPPER,
    'tile intensity at which half of that is reached',
  ],
  bf16StoreGBps: [
    50,
    'GB/s per SM',
    HOPPER,
    'rate at which results leave an SM while its tensor cores wait; what overlaps counts as infinitely fast',
  ],
  fp8StoreGBps: [34, 'GB/s per SM', HOPPER, 'the same in FP8'],
  memoryFraction: [0.87, 'fraction of memory bandwidth', HOPPER, 'reached by the loads of a GEMM'],
  groupedFp8LoadFraction: [
    0.25,
    'fraction of memory bandwidth',
    HOPPER,
    'reached by operands of the framework FP8 grouped GEMM',
  ],
  bf16Droop: [0.21, 'share of clock', HOPPER, 'given up in a long BF16 GEMM on all SMs (power)'],
  fp8Droop: [0.19, 'share of clock', HOPPER, 'given up in a long FP8 GEMM on all SMs (power)'],
  tensorShare: [
    (20.058 + 4.948 + 22.243 + 15.115 + 27.494) / 124.286,
    'share of compute time',
    `${TRACE_GEMM}: GEMM and attention cores in 124.3 ms`,
    'time with tensor work in a training step',
  ],
  droopSeconds: [1.3e-4, 's', HOPPER, 'kernel length at which half of the droop is there'],
  matrixTimingSeconds: [
    5.4e-6,
    's',
    HOPPER,
    'launch, cold caches and event pair in the measured time of a GEMM or attention core',
  ],
  streamTimingSeconds: [3e-6, 's', HOPPER, 'the same for a memory-bound kernel'],
  lostWaves: [0.8, 'waves', HOPPER, 'lost by a library that does not know of held SMs'],
  attentionForwardFraction: [
    0.9,
    'fraction of BF16 peak',
    HOPPER,
    'of the forward core inside its blocks, cold',
  ],
  attentionForwardStartSeconds: [2.6e-6, 's', HOPPER, 'start and end of one CTA, forward'],
  attentionForwardTail: [0.8, 'of the longest CTA', HOPPER, 'uneven end of the forward core'],
  attentionBackwardFraction: [0.7, 'fraction of BF16 peak', HOPPER, 'of the backward core'],
  attentionBackwardStartSeconds: [5e-6, 's', HOPPER, 'start and end of one CTA, backward'],
  attentionBackwardTail: [0.5, 'of the longest CTA', HOPPER, 'uneven end of the backward core'],
  attentionFallback: [
    0.55,
    'share of speed',
    HOPPER,
    'backward with heads beyond 128 for which the library has no kernel of its own',
  ],
  frameworkFraction: [
    0.9,
    'fraction of memory bandwidth',
    HOPPER,
    'compiled forward elementwise kernels and copies',
  ],
  frameworkNormBackwardFraction: [0.38, 'fraction of memory bandwidth', HOPPER, 'compiled RMSNorm backward'],
  frameworkSwigluBackwardFraction: [0.5, 'fraction of memory bandwidth', HOPPER, 'compiled SwiGLU backward'],
  crossEntropyForwardFraction: [0.31, 'fraction of memory bandwidth', HOPPER, 'compiled cross-entropy'],
  crossEntropyBackwardFraction: [0.66, 'fraction of memory bandwidth', HOPPER, 'its backward'],
  adamFraction: [0.73, 'fraction of memory bandwidth', HOPPER, 'fused AdamW'],
  wgradPromotionOps: [
    3,
    'FMA',
    TRACE_GEMM,
    'FP32 work for each output and 128 of depth when both operands have 1x128 scales (o and ' +
      'routed down wgrad)',
  ],
  castFraction: [0.6, 'fraction of memory bandwidth', TRACE_STREAM, 'casts between BF16 and 1x128 FP8 tiles'],
  castTransposeFraction: [0.65, 'fraction of memory bandwidth', TRACE_STREAM, 'casts along the other axis'],
  recastTransposeFraction: [
    0.5,
    'fraction of memory bandwidth',
    TRACE_STREAM,
    'the same from FP8 tiles, gathered or not',
  ],
  packFraction: [0.45, 'fraction of memory bandwidth', TRACE_STREAM, 'BF16 to the 12-bit format'],
  unpackFraction: [0.5, 'fraction of memory bandwidth', TRACE_STREAM, 'and back'],
  normFraction: [0.47, 'fraction of memory bandwidth', TRACE_STREAM, 'row norms'],
  normBackwardFraction: [0.55, 'fraction of memory bandwidth', TRACE_STREAM, 'their backward'],
  rowsFraction: [0.77, 'fraction of memory bandwidth', TRACE_STREAM, 'whole rows or tiles in wide words'],
  stridedFraction: [0.3, 'fraction of memory bandwidth', TRACE_STREAM, 'pieces of rows'],
  scatterFraction: [0.27, 'fraction of memory bandwidth', TRACE_STREAM, 'small pieces written far apart'],
  scalesFraction: [0.08, 'fraction of memory bandwidth', TRACE_STREAM, 'scales turned by 32 or 64 CTAs'],
  elementwiseFraction: [0.95, 'fraction of memory bandwidth', TRACE_STREAM, 'elementwise'],
  selectFraction: [0.02, 'fraction of memory bandwidth', TRACE_STREAM, 'radix-select top-k of router scores'],
  indexFraction: [
    0.005,
    'fraction of memory bandwidth',
    TRACE_STREAM,
    'counting and placing expert rows, on 4 CTAs',
  ],
  kernelStartSeconds: [
    2e-6,
    's',
    `${TRACE_STREAM}: read off, not fitted; the gate launches 35 kernels in about 100 us`,
    'what the shortest kernels take',
  ],
  normLostRound: [
    1.66 / 1.14 - 1,
    'share of a round',
    'DeepSeek profile, same kernel in layers with and without communication beside it: 7168-wide ' +
      'RMSNorm x1.63-1.69 beside communication',
    'a second round of CTAs when SMs are held; contention not counted',
  ],
  contention: [
    1.14,
    'x',
    'DeepSeek profile, same kernel in layers with and without communication beside it: median ' +
      'over casts and transposes',
    'slowdown beside a dispatch or combine',
  ],
  launchGapSeconds: [
    1.998e-3 / 914,
    's',
    `${TRACE_GEMM}: 1.998 ms in 914 gaps`,
    'idle between two kernels of a stream',
  ],
};
const GEMM = [
  'bf16PeakFraction',
  'fp8PeakFraction',
  'halfIntensity',
  'bf16StoreGBps',
  'fp8StoreGBps',
  'memoryFraction',
  'groupedFp8LoadFraction',
  'bf16Droop',
  'fp8Droop',
  'droopSeconds',
  'matrixTimingSeconds',
];
const ATTENTION = [
  'attentionForwardFraction',
  'attentionForwardStartSeconds',
  'attentionForwardTail',
  'attentionBackwardFraction',
  'attentionBackwardStartSeconds',
  'attentionBackwardTail',
  'attentionFallback',
];
const STREAM_FAMILIES = {
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
};

/** Compiles the model's files to a scratch folder and loads them. */
async function loadModel() {
  const scratch = mkdtempSync(join(root, 'node_modules/.fit-kernels-'));
  const compile = (folder, prefix) => {
    for (const file of readdirSync(folder).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'),
    )) {
      const { code } = transformFileSync(join(folder, file), {
        module: { type: 'es6' },
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        swcrc: false,
        sourceMaps: false,
      });
      const linked = code
        .replaceAll("'@railyard/base'", "'./base-index.js'")
        .replaceAll('"@railyard/base"', '"./base-index.js"')
        .replaceAll(/from (["'])\.\//g, `from $1./${prefix}`);
      writeFileSync(
        join(scratch, `${prefix}${file.replace(/\.ts$/, '.js')}`),
        linked.replaceAll(`./${prefix}base-index.js`, './base-index.js'),
      );
    }
  };
  compile(join(root, 'libs/base/src'), 'base-');
  compile(kernels, 'kernels-');
  writeFileSync(join(scratch, 'package.json'), '{"type":"module"}');
  const load = (name) => import(pathToFileURL(join(scratch, name)).href);
  const modules = await Promise.all(
    [
      'kernels-kernel-measurement.js',
      'kernels-constants.js',
      'kernels-trace-comparison.js',
      'kernels-fine-grained-fp8.js',
      'kernels-stream.js',
    ].map(load),
  );
  rmSync(scratch, { recursive: true });
  return Object.assign({}, ...modules);
}

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** Nelder-Mead in the logarithm of the constants, restarted until a restart gains nothing. */
function minimize(loss, start, restarts = 6) {
  let best = start.map(Math.log);
  const at = (point) => loss(point.map(Math.exp));
  for (let restart = 0; restart < restarts; restart += 1) {
    const before = at(best);
    best = simplex(at, best, 200 * best.length);
    if (before - at(best) < 1e-6) break;
  }
  return best.map(Math.exp);
}

function simplex(at, origin, iterations) {
  const n = origin.length;
  // Coefficients adapted to the dimension (Gao and Han 2012), which degenerate below two.
  const d = Math.max(2, n);
  const points = [origin, ...origin.map((_, i) => origin.map((x, j) => (i === j ? x + 0.2 : x)))].map(
    (x) => ({ x, y: at(x) }),
  );
  const mix = (a, b, t) => a.map((value, i) => value + t * (b[i] - value));
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    points.sort((a, b) => a.y - b.y);
    if (points[n].y - points[0].y < 1e-8) break;
    const centre = origin.map((_, i) => points.slice(0, n).reduce((sum, p) => sum + p.x[i], 0) / n);
    const tryAt = (t) => {
      const x = mix(centre, points[n].x, t);
      return { x, y: at(x) };
    };
    const reflected = tryAt(-1);
    if (reflected.y < points[0].y) {
      const expanded = tryAt(-1 - 2 / d);
      points[n] = expanded.y < reflected.y ? expanded : reflected;
    } else if (reflected.y < points[n - 1].y) points[n] = reflected;
    else {
      const contracted = tryAt(reflected.y < points[n].y ? -0.75 + 1 / (2 * d) : 0.75 - 1 / (2 * d));
      if (contracted.y < Math.min(reflected.y, points[n].y)) points[n] = contracted;
      else
        for (let i = 1; i <= n; i += 1) {
          const x = mix(points[0].x, points[i].x, 1 - 1 / d);
          points[i] = { x, y: at(x) };
        }
    }
  }
  return points.sort((a, b) => a.y - b.y)[0].x;
}

const model = await loadModel();
const H200 = {
  name: 'h200',
  sms: 132,
  bf16Tflops: 989.5,
  fp8Tflops: 1979,
  fp32Tflops: 66.9,
  memoryBandwidthGBps: 4800,
};
const H800 = { ...H200, name: 'h800', memoryBandwidthGBps: 3350 };
const values = {
  ...model.KERNEL_CONSTANTS,
  ...Object.fromEntries(Object.entries(CONSTANTS).map(([name, [start]]) => [name, start])),
};
const { fitted, heldOut } = model.splitRows(data('hopper-kernels.json').rows);

/**
 * Mean of |log error|, rounded near zero so that noise below `knee` does not steer; a large knee makes it
 * least squares.
 */
function fit(names, rows, knee = 0.03) {
  const trial = (point) => ({ ...values, ...Object.fromEntries(names.map((name, i) => [name, point[i]])) });
  const loss = (point) => {
    const c = trial(point);
    if (
      names.some(
        (name) => /Fraction|Droop|Fallback/.test(name) && c[name] > (/Droop/.test(name) ? 0.4 : 0.99),
      )
    )
      return 10;
    const errors = rows.map((row) => Math.log(model.predictedSeconds(c, H200, row) / row.seconds));
    return errors.reduce((sum, error) => sum + Math.sqrt(error * error + knee * knee), 0) / rows.length;
  };
  Object.assign(
    values,
    trial(
      minimize(
        loss,
        names.map((name) => values[name]),
      ),
    ),
  );
}
const rowsOf = (pattern) => fitted.filter((row) => pattern.test(model.familyOf(row)));

// The profile's memory-bound kernels first: attention's backward is timed with the two that go around it.
const trace = data('deepseek-v3-train-trace.json');
const rows = trace.expert_rows;
const mean = (list) => list.reduce((sum, x) => sum + x, 0) / list.length;
const forwardDims = model.traceDims(
  mean(rows.forward_chunk.rows_padded_per_layer),
  mean(rows.forward_chunk.received_tokens_per_layer),
);
const backwardDims = model.traceDims(
  mean(rows.backward_chunk.rows_padded_per_layer),
  mean(rows.backward_chunk.received_tokens_per_layer),
);
const observed = new Map(
  data('deepseek-v3-stream-kernels.json').rows.map((row) => [
    `${row.section} ${row.name}`,
    mean(row.durations_us) * 1e-6,
  ]),
);
const streams = model.FINE_GRAINED_FP8_STREAMS.map((stream) => ({
  stream,
  seconds: observed.get(`${stream.section}(${stream.phase}) ${stream.name}`),
  dims: stream.phase === 'F' ? forwardDims : backwardDims,
}));

/** Fits one constant so that the family's kernels add up to what the profile shows. */
function fitStreams(name, members) {
  const [value] = minimize(
    ([trial]) => {
      const c = { ...values, [name]: trial };
      const [predicted, seen] = members.reduce(
        ([p, s], one) => [p + model.traceStreamSeconds(c, H800, one.stream, one.dims), s + one.seconds],
        [0, 0],
      );
      return Math.abs(Math.log(predicted / seen));
    },
    [values[name]],
  );
  values[name] = value;
}
for (const [name, families] of Object.entries(STREAM_FAMILIES))
  fitStreams(
    name,
    streams.filter(({ stream }) => families.includes(stream.kernel)),
  );
const norms = streams.filter(({ stream }) => stream.kernel === 'norm');
const isBackward = ({ stream }) => stream.pass === 'backward';
fitStreams(
  'normFraction',
  norms.filter((one) => !isBackward(one)),
);
fitStreams('normBackwardFraction', norms.filter(isBackward));

fit(GEMM, rowsOf(/^(gemm (?!fp8-block)|grouped)/));
// Four rows: least squares, since absolute errors would run through two of them.
fit(['blockPeakFraction', 'blockFillSeconds'], rowsOf(/^gemm fp8-block/), 1);
fit(['lostWaves'], rowsOf(/^gemm_with_held/));
fit(ATTENTION, rowsOf(/^attention/));
fit(
  ['frameworkFraction', 'streamTimingSeconds'],
  rowsOf(/^stream (copy|rmsnorm fwd|swiglu fwd|quantize|residual|permute)/),
);
fit(['frameworkNormBackwardFraction'], rowsOf(/^stream rmsnorm bwd/));
fit(['frameworkSwigluBackwardFraction'], rowsOf(/^stream swiglu bwd/));
fit(['crossEntropyForwardFraction'], rowsOf(/^stream cross_entropy fwd/));
fit(['crossEntropyBackwardFraction'], rowsOf(/^stream cross_entropy bwd/));
fit(['adamFraction'], rowsOf(/^stream adamw/));

// What only the profile can say: two of its weight gradients.
const promoting = trace.kernels.filter(({ kind }) => kind === 'o_wgrad' || kind === 'routed_down_wgrad_x4');
[values.wgradPromotionOps] = minimize(
  ([trial]) => {
    const c = { ...values, wgradPromotionOps: trial };
    return promoting.reduce(
      (sum, row) =>
        sum +
        row.durations_us.reduce(
          (part, us, layer) =>
            part + Math.abs(Math.log(model.traceGemmSeconds(c, H800, row, layer) / (us * 1e-6))),
          0,
        ),
      0,
    );
  },
  [values.wgradPromotionOps],
);

report();
if (!process.argv.includes('--print')) writeFileSync(join(kernels, 'calibration.ts'), calibration());

function calibration() {
  const lines = Object.entries(CONSTANTS).map(
    ([name, [, unit, source, what]]) =>
      `  /** ${what[0].toUpperCase()}${what.slice(1)}. */\n  ${name}: ` +
      `measured(${Number(values[name].toPrecision(4))}, '${unit}', ${sourceName(source)}),`,
  );
  return `/**
 * Constants of the kernel model that measurements fix. Written by tools/fit-kernels.mjs, which says how: do
 * not edit by hand.
 */
import { measured } from '@railyard/base';

const HOPPER = '${HOPPER}';
const TRACE_GEMM = '${TRACE_GEMM}';
const TRACE_STREAM = '${TRACE_STREAM}';

export const CALIBRATION = {
${lines.join('\n')}
} as const;
`;
}

function sourceName(source) {
  if (source === HOPPER) return 'HOPPER';
  if (source === TRACE_GEMM) return 'TRACE_GEMM';
  return source === TRACE_STREAM ? 'TRACE_STREAM' : `'${source}'`;
}

function report() {
  const error = (row) => Math.abs(model.predictedSeconds(values, H200, row) / row.seconds - 1);
  const line = (label, list) => {
    const sorted = list.map(error).sort((a, b) => a - b);
    console.log(
      `${label.padEnd(34)} ${String(sorted.length).padStart(3)} rows  median ` +
        (`${(100 * median(sorted)).toFixed(1)} %  p90 ` +
          `${(100 * sorted[Math.floor(0.9 * (sorted.length - 1))]).toFixed(1)} %  worst ${(100 * sorted.at(-1)).toFixed(1)} %`),
    );
  };
  line('fitted', fitted);
  line('held out', heldOut);
  for (const family of new Set(heldOut.map(model.familyOf)))
    line(
      `  ${family}`,
      heldOut.filter((row) => model.familyOf(row) === family),
    );
  for (const row of trace.kernels) {
    const predicted = row.durations_us
      .map((_, layer) => model.traceGemmSeconds(values, H800, row, layer))
      .filter((x) => x !== undefined);
    if (predicted.length > 0)
      console.log(
        `  ${row.kind.padEnd(26)} ${mean(row.durations_us).toFixed(0).padStart(5)} us  model ` +
          (`${(mean(predicted) * 1e6).toFixed(0).padStart(5)}  ` +
            `${(100 * ((mean(predicted) * 1e6) / mean(row.durations_us) - 1)).toFixed(1)} %`),
      );
  }
}
