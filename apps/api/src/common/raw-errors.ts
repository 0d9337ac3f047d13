/**
 * Requests that never reach a handler: an address that cannot be decoded, and bytes that are not HTTP. They
 * get problems too.
 */
import { type Socket } from 'node:net';
import { type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify';
import { ProblemError, problemBody, refusal } from './problem.js';

const unreadable = (detail: string, hint: string): ProblemError =>
  new ProblemError(400, 'bad-request', 'The request is not valid', detail, [
    { path: '', code: 'bad-request', message: detail, hint },
  ]);

export const REQUEST_TIMEOUT_MS = 30_000;

const tooSlow = (): ProblemError =>
  refusal(
    408,
    'timeout',
    'The request took too long',
    'The request did not arrive in time.',
    `Send the whole request within ${REQUEST_TIMEOUT_MS / 1000} seconds.`,
  );

/** The router could not read the address. */
export function answerUnroutable({ code }: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const tooLong = code === 'FST_ERR_MAX_PARAM_LENGTH';
  const problem = problemBody(
    tooLong
      ? unreadable(
          'A part of the address must have at most 200 characters.',
          'Use an id or name of at most 64 characters.',
        )
      : unreadable(
          'The address cannot be decoded.',
          'Encode special characters as % and two hexadecimal digits of UTF-8.',
        ),
    '/',
    String(request.id),
  );
  void reply
    .status(400)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem));
}

/** The bytes are not HTTP, its headers are too large, or it did not come in time. */
export function answerUnparsable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const problem = late
    ? tooSlow()
    : unreadable('The request is not HTTP that can be read.', 'Send HTTP/1.1 with headers of at most 16 kB.');
  const body = JSON.stringify(problemBody(problem, '/', ''));
  const head = [
    `HTTP/1.1 ${late ? '408 Request Timeout' : '400 Bad Request'}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
