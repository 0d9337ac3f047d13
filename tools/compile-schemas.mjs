/**
 * Part of `npm run build`: the functions that Ajv makes of the schemas, written over the built module that
 * makes them at run time (libs/experiments/src/validation/compiled.ts). What a violation says about its
 * schema comes from the schemas themselves, so they stand once in a process.
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

const FOUND = (keyword) => `vErrors = found\\(vErrors, [^;]*?, "${keyword}", [^;]*?\\);errors\\+\\+;`;
const NUMBER = '\\(typeof (data\\d+) == "number"\\)';
const BOUNDS =
  `if\\(${NUMBER} && \\(isFinite\\(\\1\\)\\)\\)\\{` +
  `if\\(\\1 > [^ ]+ \\|\\| isNaN\\(\\1\\)\\)\\{${FOUND('maximum')}\\}` +
  `if\\(\\1 < [^ ]+ \\|\\| isNaN\\(\\1\\)\\)\\{` +
  'vErrors = found\\(vErrors, ([^;]*?), "minimum", ([^;]*?), \\1\\);errors\\+\\+;\\}\\}';
const RANGED = 'vErrors = ranged(vErrors, $2, $3, $1);errors = countOf(vErrors);';
const PASSED = 'parentData(?::[^,{}]*)?,parentDataProperty(?::[^,{}]*)?,rootData';

/** What Ajv writes for a range of numbers, for unknown keys and for a part, and what stands in its place. */
const SHORTER = new Map([
  [
    new RegExp(
      'if\\(!\\(\\(\\(typeof data\\d+ == "number"\\) && \\(!\\(data\\d+ % 1\\) && !isNaN\\(data\\d+\\)\\)\\) && ' +
        `\\(isFinite\\(data\\d+\\)\\)\\)\\)\\{${FOUND('type')}\\}${BOUNDS}`,
      'g',
    ),
    RANGED,
  ],
  [new RegExp(`${BOUNDS}else \\{${FOUND('type')}\\}`, 'g'), RANGED],
  [
    /if\(!\([()|\s]*(?:key\d+ === "[^"]*"[()|\s]*)+\)\{(vErrors = found\([^;]*?"additionalProperties", ([^;]*?), data\d*, \{additionalProperty: (key\d+)\}\);)/g,
    'if(!Object.hasOwn($2.properties, $3)){$1',
  ],
  [/\{instancePath="", parentData, parentDataProperty, rootData=data\}=\{\}/g, 'instancePath = ""'],
  [
    new RegExp(
      `if\\(!\\((\\w+)\\(([^{}]*), \\{instancePath(?::([^{}]*?))?,${PASSED}\\}\\)\\)\\)\\{` +
        'vErrors = vErrors === null \\? \\1\\.errors : vErrors\\.concat\\(\\1\\.errors\\);' +
        'errors = vErrors\\.length;\\}',
      'g',
    ),
    (_, part, data, path = 'instancePath') =>
      `vErrors = joined(vErrors, ${part}, ${data}, ${path});errors = countOf(vErrors);`,
  ],
]);

writeFileSync(
  MODULE,
  [
    '/** Written by tools/compile-schemas.mjs. */',
    "import { SCHEMAS } from './schemas.js';",
    ...helpers.map((helper, i) => `import helper${i} from '${helper}.js';`),
    'function found(before, instancePath, keyword, parentSchema, data, params = {}) {',
    '  const violation = { instancePath, keyword, params, parentSchema, data };',
    '  return before === null ? [violation] : (before.push(violation), before);',
    '}',
    'const countOf = (violations) => (violations === null ? 0 : violations.length);',
    'function ranged(before, path, schema, data) {',
    '  const isNumber = typeof data === "number" && isFinite(data);',
    '  const isWrong = !isNumber || (schema.type === "integer" && data % 1 !== 0);',
    '  let after = isWrong ? found(before, path, "type", schema, data) : before;',
    '  if (isNumber && data > schema.maximum) after = found(after, path, "maximum", schema, data);',
    '  return isNumber && data < schema.minimum ? found(after, path, "minimum", schema, data) : after;',
    '}',
    'function joined(before, validate, data, path) {',
    '  if (validate(data, path)) return before;',
    '  return before === null ? validate.errors : before.concat(validate.errors);',
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

/**
 * Ajv requires its helpers, which an ES module cannot; loaders differ in what the default of such a file is.
 */
function importedHelper(text, helper, i) {
  return text.replaceAll(`require("${helper}").default`, `(helper${i}.default ?? helper${i})`);
}

/**
 * A violation is a call, and so are the checks that most keys have: written out each time they are nine
 * tenths of the code. Of what Ajv says of a violation, `schemaPath`, `schema` and the parameters that no
 * message needs are left out; of what it hands to the function of a part, all but the path.
 */
function shortened(text) {
  const calls = [...SHORTER]
    .reduce((code, [long, short]) => code.replace(long, short), text.replace(VIOLATION, violationCall))
    .replace(/\/\*# sourceURL="[^"]*" \*\/;/g, '');
  for (const left of ['schemaPath', 'parentData'])
    if (calls.includes(left)) throw new Error(`Ajv writes ${left} in another form than this file knows.`);
  return calls;
}

function violationCall(_, _name, path = 'instancePath', keyword, params, schema, data = 'data') {
  const told = /missingProperty|additionalProperty|tagValue/.test(params) ? `, ${params}` : '';
  return `vErrors = found(vErrors, ${path}, ${keyword}, ${schema}, ${data}${told});errors++;`;
}
