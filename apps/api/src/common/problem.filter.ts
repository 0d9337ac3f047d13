/**
 * Turns whatever was thrown into a problem. An unexpected error becomes a 500 that shows the client nothing
 * and the log everything.
 */
import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Inject,
  Injectable,
} from '@nestjs/common';
import { InvalidDocumentError } from '@railyard/base';
import { DamagedArtifactError, isDatabaseUnavailable, isDiskFull } from '@railyard/database';
import { LOG } from '@railyard/service';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Logger } from 'pino';
import { ProblemError, invalidDocument, notFound, pathOf, problemBody } from './problem.js';
import { methodsOf } from './route-table.js';

/** What the platform refuses by itself: status, code, title, detail. */
const PLATFORM: Readonly<Record<number, readonly [string, string, string]>> = {
  408: ['timeout', 'The request took too long', 'Send the whole request within 30 seconds.'],
  413: ['too-large', 'The body is too large', 'Send a body of at most 1 MB.'],
  414: ['too-long', 'The address is too long', 'Use a shorter address.'],
  415: ['unsupported-media-type', 'The body is not JSON', 'Send `Content-Type: application/json`.'],
  429: ['too-many-requests', 'Too many requests', 'Wait as long as Retry-After says.'],
  431: ['headers-too-large', 'The headers are too large', 'Send headers of at most 16 kB.'],
};

/** Of other refusals the platform gives no reason. */
const UNREADABLE = [
  'bad-request',
  'The request is not valid',
  'Send a request as /docs describes it.',
] as const;

@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOG) private readonly log: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const path = pathOf(request);
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
      return new ProblemError(
        507,
        'storage-full',
        'Insufficient storage',
        'The disk of the database is full.',
        [],
        {
          'retry-after': '30',
        },
      );
    if (isDatabaseUnavailable(thrown)) {
      return new ProblemError(
        503,
        'database-unavailable',
        'The database is unavailable',
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
      return notFound(`${request.method} ${path}`, 'See /docs for the routes that there are.');
    const refused = PLATFORM[status] ?? (status >= 400 && status < 500 ? UNREADABLE : undefined);
    if (refused !== undefined) {
      const [code, title, detail] = refused;
      return new ProblemError(status, code, title, detail, [
        { path: '', code, message: `${title}.`, hint: detail },
      ]);
    }
    return new ProblemError(
      500,
      'internal',
      'Internal error',
      'The service failed; its log has the error under the request id.',
    );
  }
}

function methodNotAllowed(method: string, path: string, methods: readonly string[]): ProblemError {
  const message = `There is no ${method} ${path}.`;
  const issue = { path: '', code: 'method-not-allowed', message, hint: `Use ${methods.join(', ')}.` };
  return new ProblemError(405, 'method-not-allowed', 'Method not allowed', message, [issue], {
    allow: methods.join(', '),
  });
}

function statusOf(thrown: unknown): number {
  if (thrown instanceof HttpException) return thrown.getStatus();
  const status = (thrown as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}
