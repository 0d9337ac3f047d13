import { InvalidDocumentError } from '@railyard/base';
import { reportError } from '../output/errors.js';
import { hereOrThere } from './here-or-there.js';

const there = (): never => {
  throw new Error('no service was named');
};

beforeEach(() => {
  delete process.env.RAILYARD_SERVER;
});

it.each([() => 5, () => Promise.resolve(5)])('computes here where no service is named', async (here) => {
  expect(await hereOrThere({}, { source: 'layer', here, there })).toBe(5);
});

it('a mistake is one of what was asked for', async () => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const here = (): never => {
    throw new InvalidDocumentError([{ path: '/tokens', code: 'c', message: 'tokens must be 1.', hint: '' }]);
  };
  const error = await hereOrThere({}, { source: 'layer', here, there }).catch((thrown: unknown) => thrown);
  reportError(error, { json: false, debug: false });
  expect(write.mock.calls.flat().join('')).toContain('layer /tokens: tokens must be 1.');
  write.mockRestore();
});
