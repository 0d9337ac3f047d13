import { commandAt, namedService, serviceAddress } from './service-options.js';

const URL_ = 'http://127.0.0.1:3000';

beforeEach(() => {
  delete process.env.RAILYARD_SERVER;
  delete process.env.RAILYARD_API_KEY;
});

it('without a name this process computes', () => {
  expect(serviceAddress({})).toBeUndefined();
  process.env.RAILYARD_SERVER = '';
  expect(serviceAddress({})).toBeUndefined();
});

it('the option goes before the environment, and --local before that', () => {
  process.env.RAILYARD_SERVER = 'http://elsewhere:1';
  expect(serviceAddress({ server: `${URL_}//` })).toEqual({ url: URL_, byOption: true });
  expect(serviceAddress({})).toEqual({ url: 'http://elsewhere:1', byOption: false });
  expect(serviceAddress({ local: true })).toBeUndefined();
});

it('says how long to wait', () => {
  expect(serviceAddress({ server: URL_, timeout: 5000 })).toMatchObject({ timeoutMs: 5000 });
});

it('takes the key from the environment alone', () => {
  process.env.RAILYARD_API_KEY = 'ry_secret';
  expect(serviceAddress({ server: URL_ })).toMatchObject({ apiKey: 'ry_secret' });
});

it.each([
  [{ server: 'localhost:3000' }, /must be an http or https address \(got localhost:3000\)/],
  [{ server: 'ftp://x' }, /must be an http or https address/],
  [{ server: URL_, local: true as const }, /--local must be used without --server/],
  [{ detach: true as const }, /--detach must be used with a service/],
  [{ timeout: 5000 }, /--timeout must be used with a service/],
  [{ server: URL_, timeout: 5000, detach: true as const }, /--timeout must be used without --detach/],
  [{ local: true as const, detach: true as const }, /--detach must be used with a service/],
])('refuses %j', (options, message) => {
  expect(() => serviceAddress(options)).toThrow(message);
});

it('a command about a service needs one', () => {
  expect(() => namedService({})).toThrow('A service must be named.');
  expect(namedService({ server: URL_ }).url).toBe(URL_);
});

it('a command to be typed names the service where the environment does not', () => {
  expect(commandAt({ url: URL_, byOption: true }, 'runs watch x')).toBe(
    `\`railyard runs watch x --server ${URL_}\``,
  );
  expect(commandAt({ url: URL_, byOption: false }, 'runs watch x')).toBe('`railyard runs watch x`');
});
