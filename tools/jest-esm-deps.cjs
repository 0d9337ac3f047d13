/**
 * Jest transformer: TypeScript and ES-module dependencies become CommonJS, CommonJS dependencies pass untouched.
 * Jest on Node 20 cannot require() an ES module, and its CommonJS mode is the only one where injected globals are fast.
 */
const { createTransformer } = require('@swc/jest');
const { readFileSync, existsSync } = require('node:fs');
const { dirname, join } = require('node:path');

const swc = createTransformer({
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
  swcrc: false,
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
  },
});

/** A library as one script (tools/bundle-for-tests.mjs). */
const isBundle = (file) => file.endsWith('.cjs') && file.includes('/dist/tests/');

const packageTypes = new Map();

function isEsModule(file) {
  if (file.endsWith('.mjs')) return true;
  if (file.endsWith('.cjs')) return false;
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (!packageTypes.has(folder)) {
      const manifest = join(folder, 'package.json');
      const type = existsSync(manifest)
        ? (JSON.parse(readFileSync(manifest, 'utf8')).type ?? 'commonjs')
        : null;
      packageTypes.set(folder, type);
    }
    const type = packageTypes.get(folder);
    if (type || folder === dirname(folder)) return type === 'module';
  }
}

module.exports = {
  canInstrument: swc.canInstrument,
  getCacheKey: (source, file, options) => swc.getCacheKey(source, file, options),
  process: (source, file, options) => {
    if (isBundle(file)) return { code: source, map: readFileSync(`${file}.map`, 'utf8') };
    if (file.includes('/node_modules/') && !isEsModule(file)) return { code: source };
    return swc.process(source, file, options);
  },
};
