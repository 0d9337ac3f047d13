/**
 * Requests that come too late, in every form in which they can: each is answered so, and its socket closed.
 */
import { connect } from 'node:net';
import { temporaryFolder } from '../support/harness.js';
import { type Started, start } from '../support/processes.js';

/** As the service promises (`REQUEST_TIMEOUT_MS`). */
const PROMISED_S = 30;
/** Node looks for late requests every second; the machine may be busy. */
const LOOKING_S = 10;

jest.setTimeout(90_000);

const folder = temporaryFolder();
let api: Started;

beforeAll(async () => {
  api = await start('api', { RAILYARD_DATABASE: `${folder.path}/late.db`, RAILYARD_THREADS: 1 });
});

afterAll(async () => {
  await api.end('SIGTERM');
  folder.remove();
});

interface Ending {
  readonly seconds: number;
  /** All that the socket said until it was closed. */
  readonly answer: string;
}

/** Sends this, and then a byte each second or nothing, until the socket is closed. */
function send(bytes: string, drip: string): Promise<Ending> {
  const startedMs = performance.now();
  const socket = connect(Number(new URL(api.url).port), '127.0.0.1', () => socket.write(bytes));
  const dripping = setInterval(() => drip !== '' && socket.writable && socket.write(drip), 1000);
  let answer = '';
  socket.on('data', (data: Buffer) => (answer += data.toString()));
  socket.on('error', () => undefined);
  return new Promise((done) => {
    socket.on('close', () => {
      clearInterval(dripping);
      done({ seconds: (performance.now() - startedMs) / 1000, answer });
    });
  });
}

const head = (path: string, type: string, ...more: readonly string[]): string =>
  [
    `POST ${path} HTTP/1.1`,
    `host: ${new URL(api.url).host}`,
    ...(type === '' ? [] : [`content-type: ${type}`]),
    ...more,
    '',
  ].join('\r\n');

const JSON_TYPE = 'application/json';
const LENGTH = 'content-length: 500';

it('a request of which a part is missing after thirty seconds is answered 408 and closed', async () => {
  const late: readonly (readonly [string, string, string?])[] = [
    ['headers', head('/v1/experiments', '')],
    ['all of its body', `${head('/v1/experiments', JSON_TYPE, LENGTH)}\r\n`],
    ['the end of its body', `${head('/v1/experiments', JSON_TYPE, LENGTH)}\r\n{"a":`],
    ['a body that drips', `${head('/v1/experiments', JSON_TYPE, LENGTH)}\r\n{"a":`, ' '],
    ['a chunk', `${head('/v1/sweeps', JSON_TYPE, 'transfer-encoding: chunked')}\r\n5\r\n{"a":\r\n`],
    ['the end of a file', `${head('/v1/profiles', 'application/octet-stream', LENGTH)}\r\n{"a":`],
    ['a body that nobody takes', `${head('/v1/none', JSON_TYPE, LENGTH)}\r\n{"a":`],
  ];
  const endings = await Promise.all(
    late.map(async ([what, bytes, drip = '']) => ({ what, ...(await send(bytes, drip)) })),
  );
  for (const { what, seconds, answer } of endings) {
    const [status = '', body = ''] = [answer.split('\r\n', 1)[0], answer.split('\r\n\r\n')[1]];
    expect({ what, status }).toEqual({ what, status: 'HTTP/1.1 408 Request Timeout' });
    expect(JSON.parse(body)).toMatchObject({ status: 408, issues: [{ code: 'timeout' }] });
    expect(seconds).toBeGreaterThanOrEqual(PROMISED_S);
    expect(seconds).toBeLessThan(PROMISED_S + LOOKING_S);
  }
  expect((await fetch(`${api.url}/health/live`)).status).toBe(200);
});
