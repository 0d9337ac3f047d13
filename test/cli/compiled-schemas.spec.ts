/** What the build makes of the schemas, alongside what the source makes of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { type ErrorObject } from 'ajv';
import { build } from 'esbuild';
import * as source from '../../libs/experiments/src/validation/compiled.js';
import { inputsOf } from '../../libs/experiments/src/validation/inputs-of-schema.js';
import { SCHEMAS } from '../../libs/experiments/src/validation/schemas.js';
import { ROOT } from './railyard.js';

const FILE = join(ROOT, 'dist/libs/experiments/src/validation/compiled.js');

/** A schema is written out once, however many violations name it. */
const written = new Map<unknown, string>();
function schemaText(schema: unknown): string {
  const text = written.get(schema) ?? JSON.stringify(schema);
  written.set(schema, text);
  return text;
}

/** All of a violation that a message is made of: the build leaves the rest out. */
const textOf = (errors: readonly ErrorObject[]): string =>
  errors
    .map(({ instancePath, keyword, params, parentSchema, data }) => {
      const { missingProperty, additionalProperty, tagValue } = params;
      return [
        JSON.stringify({ instancePath, keyword, missingProperty, additionalProperty, tagValue }),
        String(data),
        schemaText(parentSchema),
      ].join(' ');
    })
    .join('\n');

describe('the compiled schemas', () => {
  let built: typeof source;

  beforeAll(async () => {
    built = (await import(FILE)) as typeof source;
  });

  it('hold no compiler', () => {
    const text = readFileSync(FILE, 'utf8');
    expect(text).toMatch(/^\/\*\* Written by tools\/compile-schemas\.mjs\. \*\//);
    expect(text).not.toMatch(/\beval\b|new Function|require\(|ajv\/dist\/(2020|ajv|core)/);
  });

  it('load and judge where a policy without eval lets no text become code', async () => {
    const { outputFiles } = await build({
      entryPoints: [join(ROOT, 'dist/libs/experiments/src/index.js')],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'engine',
      platform: 'neutral',
      mainFields: ['module', 'main'],
      logLevel: 'error',
    });
    const page = createContext(
      { TextEncoder, TextDecoder, structuredClone },
      { codeGeneration: { strings: false, wasm: false } },
    );
    expect(() => runInContext('new Function("return 1")()', page) as unknown).toThrow(/Code generation/);
    runInContext(outputFiles[0]?.text ?? '', page);
    const judged = (document: object): unknown =>
      JSON.parse(
        runInContext(
          `JSON.stringify(engine.validateDocument(${JSON.stringify(document)}, 'Experiment'))`,
          page,
        ) as string,
      );
    const preset = { apiVersion: 'railyard/v1', kind: 'Experiment', preset: 'deepseek-v3-mpft' };
    expect(judged(preset)).toMatchObject({ ok: true });
    expect(judged({ ...preset, seed: -1 })).toMatchObject({ ok: false, issues: [{ path: '/seed' }] });
  });

  it.each(Object.entries(SCHEMAS))('find in a %s what its source finds', (name, schema) => {
    const different: unknown[] = [];
    for (const input of inputsOf(schema))
      if (textOf(built.violationsFound(name, input)) !== textOf(source.violationsFound(name, input)))
        different.push(input);
    // An input may be a whole document.
    expect(different.slice(0, 3)).toEqual([]);
  });
});
