/**
 * Part of `npm run build`: the functions that Ajv makes of the schemas, written over the built module that
 * makes them at run time (libs/experiments/src/validation/compiled.ts). What a violation says about its schema
 * comes from the schemas themselves, so they stand once in a process.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { ajvOfSchemas } from '../dist/libs/experiments/src/validation/ajv.js';

const MODULE = join(import.meta.dirname, '../dist/libs/experiments/src/validation/compiled.js');

const { ajv, parts, roots } = ajvOfSchemas({ source: true, esm: true, optimize: true });
const code = standaloneCode.default(ajv, Object.fromEntries(roots));
const helpers = [...new Set(code.match(/ajv\/dist\/runtime\/\w+/g) ?? [])];

/** As Ajv writes a violation with `allErrors` and `verbose`. */
const VIOLATION = new RegExp(
  'const (err\\d+) = \\{instancePath(?::([^]*?))?,schemaPath:[^,]*,keyword:("\\w+"),params:(\\{[^]*?\\}),' +
    'schema:[^]*?,parentSchema:([^,]*),data(?::([^}]*))?\\};' +
    'if\\(vErrors === null\\)\\{vErrors = \\[\\1\\];\\}else \\{vErrors\\.push\\(\\1\\);\\}errors\\+\\+;',
  'g',
);

writeFileSync(
  MODULE,
  [
    '/** Written by tools/compile-schemas.mjs. */',
    "import { SCHEMAS } from './schemas.js';",
    ...helpers.map((helper, i) => `import helper${i} from '${helper}.js';`),
    'function found(before, instancePath, keyword, params, parentSchema, data) {',
    '  const violation = { instancePath, keyword, params, parentSchema, data };',
    '  return before === null ? [violation] : (before.push(violation), before);',
    '}',
    shortened(helpers.reduce(importedHelper, parts.reduce(sharedSchema, code))),
    `const VALIDATORS = { ${[...roots.keys()].join(', ')} };`,
    'export function violationsFound(name, value) {',
    '  const validate = VALIDATORS[name];',
    '  return validate(value) ? [] : validate.errors;',
    '}',
    '',
  ].join('\n'),
);

/** Ajv writes a part out as a literal; the original serves as well. */
function sharedSchema(text, { schema, path }) {
  const literal = JSON.stringify(schema);
  if (!text.includes(literal)) throw new Error(`The schema ${path.join('/')} is not in what Ajv wrote.`);
  return text.replace(literal, () => `SCHEMAS${path.map((key) => `[${JSON.stringify(key)}]`).join('')}`);
}

/** Ajv requires its helpers, which an ES module cannot; loaders differ in what the default of such a file is. */
function importedHelper(text, helper, i) {
  return text.replaceAll(`require("${helper}").default`, `(helper${i}.default ?? helper${i})`);
}

/**
 * A violation is a call: written out each time they are half of the code. Of what Ajv says of one, `schemaPath`
 * and `schema` are left out, which no message needs.
 */
function shortened(text) {
  const calls = text
    .replace(VIOLATION, (_, _name, path = 'instancePath', keyword, params, schema, data = 'data') => {
      return `vErrors = found(vErrors, ${path}, ${keyword}, ${params}, ${schema}, ${data});errors++;`;
    })
    .replace(/\/\*# sourceURL="[^"]*" \*\/;/g, '');
  if (calls.includes('schemaPath')) throw new Error('Ajv writes violations in another form than VIOLATION.');
  return calls;
}
