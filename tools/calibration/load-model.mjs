/** Compiles the pure libraries that the kernel model needs to a scratch folder and loads them. */
import { transformFileSync } from '@swc/core';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

const FOLDERS = [
  'libs/base/src',
  'libs/cluster/src',
  'libs/parallelism/src/calibration',
  'libs/parallelism/src/kernels',
  'libs/experiments/src/accuracy/kernels',
  'libs/experiments/src/accuracy/collectives',
];
const FILES = [
  'libs/experiments/src/accuracy/error-summary.ts',
  'libs/experiments/src/own-calibration/least-squares.ts',
];
/** What stands for a library: the rooms that the model uses of it. */
const ENTRIES = {
  base: 'libs/base/src/index.js',
  cluster: 'libs/cluster/src/index.js',
  parallelism: 'libs/parallelism/src/kernel-model.js',
};

export async function loadModel() {
  const scratch = mkdtempSync(join(ROOT, 'node_modules/.fit-kernels-'));
  try {
    writeFileSync(join(scratch, 'package.json'), '{"type":"module"}');
    for (const folder of FOLDERS)
      for (const file of readdirSync(join(ROOT, folder), { recursive: true }))
        if (file.endsWith('.ts') && !file.endsWith('.spec.ts')) compile(join(folder, file), scratch);
    for (const file of FILES) compile(file, scratch);
    writeFileSync(
      join(scratch, ENTRIES.parallelism),
      ['calibration/index', 'kernels/index', 'kernels/clock']
        .map((name) => `export * from './${name}.js';\n`)
        .join(''),
    );
    const load = (name) => import(pathToFileURL(join(scratch, name)).href);
    const accuracy = [
      'kernels/index',
      'kernels/hopper-rows',
      'kernels/public-rows',
      'kernels/measurement-overheads',
      'collectives/index',
      'collectives/measured-collective',
    ].map((name) => `libs/experiments/src/accuracy/${name}.js`);
    const fit = 'libs/experiments/src/own-calibration/least-squares.js';
    const loaded = await Promise.all([ENTRIES.parallelism, ENTRIES.cluster, fit, ...accuracy].map(load));
    return Object.assign({}, ...loaded);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function compile(source, scratch) {
  const { code } = transformFileSync(join(ROOT, source), {
    module: { type: 'es6' },
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    swcrc: false,
    sourceMaps: false,
  });
  const target = join(scratch, source.replace(/\.ts$/, '.js'));
  const linked = code.replaceAll(/(["'])@railyard\/(\w+)\1/g, (_, quote, library) => {
    const path = relative(dirname(target), join(scratch, ENTRIES[library]));
    return `${quote}${path.startsWith('.') ? path : `./${path}`}${quote}`;
  });
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, linked);
}
