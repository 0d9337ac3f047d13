import { type Socket } from 'node:net';
import { answerUnparsable } from './raw-errors.js';

function answerTo(code: string, destroyed = false): string {
  let said = '';
  const socket = { destroyed, end: (text: string) => (said = text) } as unknown as Socket;
  answerUnparsable(Object.assign(new Error('x'), { code }), socket);
  return said;
}

it('a request that did not come in time is a 408 with a problem', () => {
  const [head, body] = answerTo('ERR_HTTP_REQUEST_TIMEOUT').split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
  expect(head).toContain(`content-length: ${String(body).length}`);
  expect(JSON.parse(String(body))).toMatchObject({
    status: 408,
    type: 'urn:railyard:problem:timeout',
    issues: [{ hint: 'Send the whole request within 30 seconds.' }],
  });
});

it('bytes that are not HTTP are a 400, and a socket that is gone is left alone', () => {
  expect(answerTo('HPE_INVALID_METHOD')).toMatch(/^HTTP\/1\.1 400 Bad Request/);
  expect([answerTo('ECONNRESET'), answerTo('HPE_INVALID_METHOD', true)]).toEqual(['', '']);
});
