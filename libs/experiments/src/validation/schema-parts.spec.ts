import { isDeepStrictEqual } from 'node:util';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { violationsFound } from './compiled.js';
import { inputsOf } from './inputs-of-schema.js';
import { schemaParts } from './schema-parts.js';
import { SCHEMAS } from './schemas.js';

const ajv = new Ajv2020({
  allErrors: true,
  verbose: true,
  strict: false,
  strictNumbers: true,
  discriminator: true,
  messages: false,
});

/** Where in the schemas a violation was found depends on how they are cut. */
const found = (errors: readonly ErrorObject[]): unknown[] =>
  errors.map(({ schemaPath: _, ...error }) => error);

describe('schemas cut into parts', () => {
  it.each(Object.entries(SCHEMAS))('find in a %s what the whole schema finds', (name, schema) => {
    const validate = ajv.compile(schema);
    let refused = 0;
    for (const input of inputsOf(schema)) {
      const whole = validate(input) ? [] : (validate.errors ?? []);
      refused += Math.sign(whole.length);
      const inParts = found(violationsFound(name, input));
      // Thousands of inputs: jest compares only what differs.
      if (!isDeepStrictEqual(inParts, found(whole))) expect(inParts).toEqual(found(whole));
    }
    expect(refused).toBeGreaterThan(20);
  });

  it('are one where documents hold the same', () => {
    const { parts } = schemaParts(SCHEMAS);
    const places = parts.map(({ path }) => path.join('/'));
    expect(places).toContain('Cluster/properties/device');
    expect(places).not.toContain('Experiment/properties/cluster/properties/device');
  });
});
