/**
 * Part of `npm run build`: the library that sets PDF, bundled over the built module that names it
 * (libs/reports/src/print/library.ts), in its form for browsers: it asks nothing of a platform, and holds the
 * two fonts that reports use. What it is made of is next to it with its licences.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');
const MODULE = join(ROOT, 'dist/libs/reports/src/print/library.js');

const { metafile } = await build({
  stdin: {
    contents: [
      "import { PDFDocument, registerStdFonts } from 'pdfkit';",
      "import plain from 'pdfkit/standard-fonts/Helvetica';",
      "import bold from 'pdfkit/standard-fonts/HelveticaBold';",
      'registerStdFonts(plain, bold);',
      'export { PDFDocument };',
    ].join('\n'),
    resolveDir: ROOT,
  },
  outfile: MODULE,
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  target: 'es2022',
  minify: true,
  // A name for a colour profile that no report has: it is not looked for.
  define: { 'import.meta.url': "'file:///'" },
  metafile: true,
  logLevel: 'warning',
  // Two tables of a font library repeat a key.
  logOverride: { 'duplicate-object-key': 'silent' },
});

const names = new Set(
  Object.keys(metafile.inputs).flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []),
);
writeFileSync(MODULE.replace(/\.js$/, '.licences.txt'), [...names].sort().map(licence).join('\n'));

function licence(name) {
  const folder = join(ROOT, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
  return `== ${name} ${version}: ${license ?? text.split('\n')[0]}\n${text}\n`;
}
