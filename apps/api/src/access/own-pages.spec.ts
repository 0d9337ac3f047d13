import { assertOwnPage } from './own-pages.js';

it.each([
  [{ host: 'localhost:3000' }],
  [{ host: '127.0.0.1:3000' }],
  [{ host: '127.0.0.1' }],
  [{ host: 'LocalHost:8080' }],
  [{ host: '[::1]:3000' }],
  [{}],
  [{ host: 'localhost:3000', origin: 'http://localhost:3000' }],
  [{ host: 'LOCALHOST:3000', origin: 'http://localhost:3000' }],
  [{ host: '[::1]:3000', origin: 'http://[::1]:3000' }],
])('%j is a request of this machine', (headers) => {
  expect(() => assertOwnPage(headers)).not.toThrow();
});

it.each([
  'evil.example',
  'evil.example:3000',
  '127.0.0.1.evil.example',
  'localhost.evil.example:3000',
  'evil.example#@localhost',
  '192.168.0.7:3000',
  '[::2]:3000',
  '',
  'a b',
])('the host %j is another', (host) => {
  expect(() => assertOwnPage({ host })).toThrow(
    expect.objectContaining({ status: 403, code: 'foreign-host' }),
  );
});

it.each([
  'https://evil.example',
  'http://localhost:3000.evil.example',
  'http://localhost:8080',
  'http://127.0.0.1:3000',
  'http://localhost',
  'null',
  '',
])('the origin %j is another than localhost:3000', (origin) => {
  expect(() => assertOwnPage({ host: 'localhost:3000', origin })).toThrow(
    expect.objectContaining({ status: 403, code: 'foreign-origin' }),
  );
});
