import fc from 'fast-check';
import { repeatedKey } from './repeated-keys.js';

describe('repeatedKey', () => {
  it.each([
    ['{"a":1,"a":2}', '/a'],
    ['{"a":1,"b":{"c":[1,{"d":1},{"d":1,"e":2,"d":3}]}}', '/b/c/2/d'],
    ['{"\\u0061":1,"a":2}', '/a'],
    ['{"x/y":1,"x/y":2}', '/x~1y'],
    ['{"a":{"b":1},"c":"a","a":[]}', '/a'],
    ['[[],{"":1, "" :2}]', '/1/'],
  ])('finds it in %s', (text, path) => {
    expect(repeatedKey(text)).toBe(path);
  });

  it.each([
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '{"a":"a","b":"\\"a\\":{"}',
    '"a"',
    '[]',
    '{"a":[1,2],"b":3}',
  ])('finds none in %s', (text) => {
    expect(repeatedKey(text)).toBeNull();
  });

  it('finds none in what JSON.stringify wrote', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(4),
        (text, indent) => repeatedKey(JSON.stringify(JSON.parse(text), null, indent)) === null,
      ),
    );
  });
});
