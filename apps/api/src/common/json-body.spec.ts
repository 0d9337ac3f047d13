import { assertPlainJson, parseJsonBody } from './json-body.js';

const parsed = (text: string): unknown => parseJsonBody(Buffer.from(text));
const refusal = (text: string | Buffer): unknown => {
  try {
    parseJsonBody(Buffer.from(text));
  } catch (error) {
    return error;
  }
  throw new Error('it was accepted');
};
const nested = (levels: number): string => `${'['.repeat(levels)}1${']'.repeat(levels)}`;
const keys = (count: number): string =>
  `{${Array.from({ length: count }, (_, index) => `"k${index}":1`).join(',')}}`;

it('reads JSON as JSON.parse does', () => {
  const text = '{"a":[1,-2.5,1e3,true,null,"é\\u00e9,{[\\""],"b":{}}';
  expect(parsed(text)).toEqual(JSON.parse(text));
});

it.each([
  ['33 levels', nested(33)],
  ['256 keys in each of many objects', `[${keys(256)},${keys(256)}]`],
  ['many commas in a list', `[${'1,'.repeat(1000)}1]`],
  ['brackets and commas in a text', `["${'[{,'.repeat(1000)}"]`],
])('takes %s', (_, text) => {
  expect(parsed(text)).toEqual(JSON.parse(text));
});

it.each([
  ['nothing', '', /must not be empty/],
  ['half a value', '{"a":', /must be JSON/],
  ['34 levels', nested(34), /at most 33 levels/],
  ['levels that do not end', '['.repeat(100_000), /at most 33 levels/],
  ['257 keys', keys(257), /at most 256 keys/],
])('refuses %s as a whole', (_, text, detail) => {
  expect(refusal(text)).toMatchObject({ status: 400, code: 'malformed-body' });
  expect((refusal(text) as Error).message).toMatch(detail);
});

it('refuses bytes that are no UTF-8', () => {
  expect(refusal(Buffer.from([0x22, 0xff, 0x22]))).toMatchObject({ message: 'The body must be UTF-8.' });
});

it.each([
  ['{"a":{"b":1e999}}', '/a/b', 'not-finite'],
  ['[1,9007199254740993]', '/1', 'unsafe-integer'],
  ['{"a":-0}', '/a', 'negative-zero'],
  ['{"a":5e-324}', '/a', 'subnormal'],
  ['{"a":"\\u0000"}', '/a', 'bad-text'],
  ['{"a":"\\ud800"}', '/a', 'bad-text'],
  ['{"\\u0000":1}', '', 'bad-text'],
  ['{"x":{"__proto__":1}}', '/x/__proto__', 'forbidden-key'],
  ['{"a/b":{"constructor":1}}', '/a~1b/constructor', 'forbidden-key'],
  ['{"a":1,"a":2}', '/a', 'repeated-key'],
])('%s: an issue at %j', (text, path, code) => {
  expect(refusal(text)).toMatchObject({ status: 400, issues: [expect.objectContaining({ path, code })] });
});

it('lists at most 100 issues', () => {
  const { issues } = refusal(`[${'-0,'.repeat(300)}-0]`) as { readonly issues: readonly unknown[] };
  expect(issues).toHaveLength(100);
});

it.each([
  [{}, true],
  [{ 'content-type': 'application/json; charset=UTF-8', 'content-encoding': 'Identity' }, true],
  [{ 'content-encoding': 'gzip' }, false],
  [{ 'content-type': 'application/json; charset=latin1' }, false],
])('headers %j: %j', (headers, plain) => {
  const asserted = (): void => assertPlainJson(headers);
  if (plain) expect(asserted).not.toThrow();
  else expect(asserted).toThrow(expect.objectContaining({ status: 415 }));
});
