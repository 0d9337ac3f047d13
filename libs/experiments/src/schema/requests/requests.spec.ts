import { InvalidDocumentError, type Issue } from '@railyard/base';
import {
  checkedLayer,
  checkedNetwork,
  checkedNetworkCost,
  checkedSchedule,
  type JsonSchema,
  publishedRequest,
  REQUEST_SCHEMAS,
} from '../../index.js';

const REQUESTS: readonly (readonly [keyof typeof REQUEST_SCHEMAS, (input: unknown) => unknown, object])[] = [
  [
    'NetworkRequest',
    checkedNetwork,
    { collective: 'all-to-all', cluster: 'h800-2048-mpft', gpus: 16, bytes: '1MiB' },
  ],
  ['NetworkCostRequest', checkedNetworkCost, { cluster: 'h800-2048-mpft' }],
  ['LayerRequest', checkedLayer, { workload: 'llama3-8b', device: 'h200' }],
  ['ScheduleRequest', checkedSchedule, { name: '1f1b', ranks: 4, microBatches: 8 }],
];
const MESSAGE = /^[A-Z`"\w].*\.$/s;
const HINT = /^(Add|Begin|Name|Raise|Remove|Shorten|Use)\b.*[.)]$/s;

const issuesOf = (action: () => unknown): readonly Issue[] => {
  try {
    action();
    return [];
  } catch (error) {
    if (error instanceof InvalidDocumentError) return error.issues;
    throw error;
  }
};

/** Values of no type, beyond a bound, or of an own that is allowed. */
function values({ minimum = 1, maximum = 1, enum: words = [] }: JsonSchema): readonly unknown[] {
  return [
    'zzz',
    '',
    true,
    false,
    null,
    [],
    [1],
    ['zzz'],
    {},
    { zzz: 1 },
    -1,
    0,
    0.5,
    minimum - 1,
    maximum + 1e6,
    ...words,
  ];
}

describe.each(REQUESTS)('%s', (name, check, base) => {
  const schema: JsonSchema = REQUEST_SCHEMAS[name];
  const properties = Object.entries(schema.properties ?? {});

  it('accepts its keys, and no others', () => {
    expect(issuesOf(() => check(base))).toEqual([]);
    for (const key of ['zzz', 'constructor', `${Object.keys(base)[0]}s`])
      expect(issuesOf(() => check({ ...base, [key]: 1 }))).toMatchObject([
        { path: `/${key}`, code: 'unknown-key' },
      ]);
    for (const key of schema.required ?? [])
      expect(issuesOf(() => check({ ...base, [key]: undefined }))[0]).toMatchObject({
        path: `/${key}`,
        code: 'missing-key',
      });
  });

  it('describes every key in a sentence, and bounds every number', () => {
    for (const [key, member] of properties) {
      expect([key, member.description]).toEqual([key, expect.stringMatching(/^[A-Za-z].*\.$/)]);
      const numeric = [member.type].flat().some((type) => type === 'integer' || type === 'number');
      expect([key, numeric]).toEqual([key, member.minimum !== undefined && member.maximum !== undefined]);
    }
  });

  it('says of any value what is wrong, as a sentence with an instruction', () => {
    let found = 0;
    for (const [key, member] of properties)
      for (const value of values(member))
        for (const { path, message, hint } of issuesOf(() => check({ ...base, [key]: value }))) {
          found += 1;
          expect([path, message, hint]).toEqual([
            path,
            expect.stringMatching(MESSAGE),
            expect.stringMatching(HINT),
          ]);
        }
    expect(found).toBeGreaterThan(5 * properties.length);
  });

  it('is published without how the command line writes it', () => {
    expect(JSON.stringify(publishedRequest(schema))).not.toContain('x-option');
    expect(publishedRequest(schema)).toMatchObject({
      required: schema.required,
      additionalProperties: false,
    });
  });
});
