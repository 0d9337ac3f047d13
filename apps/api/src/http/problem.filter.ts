/**
 * Turns whatever was thrown into a problem. What was not foreseen becomes a 500 that tells the client nothing
 * and the log everything.
 */
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { InvalidDocumentError } from '@railyard/base';
import { DamagedArtifactError, isDatabaseUnavailable, isDiskFull } from '@railyard/storage';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Logger } from 'pino';
import { ProblemError, invalidDocument, notFound, problemBody } from './problem.js';
import { methodsOf } from './route-table.js';

/** What the platform refuses by itself: status, code, title, detail. */
const PLATFORM: Readonly<Record<number, readonly [string, string, string]>> = {
  400: ['bad-request', 'The request is not valid', 'The request could not be read.'],
  408: ['timeout', 'The request took too long', 'The request did not arrive in time.'],
  413: ['too-large', 'The body is too large', 'A body may have at most 1 MB.'],
  414: ['too-long', 'The address is too long', 'The address is too long.'],
  415: ['unsupported-media-type', 'The body is not JSON', 'Send `Content-Type: application/json`.'],
  429: ['too-many-requests', 'Too many requests', 'The limit of requests is reached; see Retry-After.'],
  431: ['headers-too-large', 'The headers are too large', 'The headers are too large.'],
};

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const path = request.url.split('?')[0];
    const problem = this.asProblem(thrown, request, path);
    if (problem.status >= 500) this.log.error({ err: thrown, requestId: request.id, path }, problem.title);
    if (reply.sent) return;
    void reply
      .status(problem.status)
      .headers(problem.headers)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(JSON.stringify(problemBody(problem, path, String(request.id))));
  }

  private asProblem(thrown: unknown, request: FastifyRequest, path: string): ProblemError {
    if (thrown instanceof ProblemError) return thrown;
    if (thrown instanceof InvalidDocumentError) return invalidDocument(thrown.issues);
    if (isDiskFull(thrown))
      return new ProblemError(507, 'storage-full', 'No room left', 'The disk of the database is full.', [], {
        'retry-after': '30',
      });
    if (isDatabaseUnavailable(thrown)) {
      return new ProblemError(
        503,
        'database-unavailable',
        'The database cannot be used now',
        'Try again shortly.',
        [],
        { 'retry-after': '5' },
      );
    }
    if (thrown instanceof DamagedArtifactError)
      return new ProblemError(500, 'damaged-artifact', 'Stored bytes are damaged', thrown.message);
    const status = statusOf(thrown);
    // 403 comes from the files of the docs page alone, for a path that leads out of their folder.
    const methods = status === 404 ? methodsOf(request.server, path) : [];
    if (methods.length > 0 && !methods.includes(request.method))
      return methodNotAllowed(request.method, path, methods);
    if (status === 404 || status === 403)
      return notFound(`${request.method} ${path}`, 'See /docs for what there is.');
    const [code, title, detail] = PLATFORM[status] ?? (status >= 400 && status < 500 ? PLATFORM[400] : []);
    if (code !== undefined)
      return new ProblemError(status, code, title, detail, [
        { path: '', code, message: `${title}.`, hint: detail },
      ]);
    return new ProblemError(
      500,
      'internal',
      'Internal error',
      'Something broke on our side; the log has it under the request id.',
    );
  }
}

function methodNotAllowed(method: string, path: string, methods: readonly string[]): ProblemError {
  const message = `There is no ${method} ${path}.`;
  const issue = { path: '', code: 'method-not-allowed', message, hint: `It takes ${methods.join(', ')}.` };
  return new ProblemError(405, 'method-not-allowed', 'Method not allowed', message, [issue], {
    allow: methods.join(', '),
  });
}

function statusOf(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const status = (thrown as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}
