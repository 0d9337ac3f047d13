/** What a handler answers beyond a 200 with JSON. */
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Observable, map } from 'rxjs';

export class Answer {
  constructor(
    readonly status: number,
    /** Sent as JSON; a string or a Buffer is sent as it is. */
    readonly body: unknown,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** Sends answers, and 304 in their place when the client has the tagged content already. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((value) => {
        if (!(value instanceof Answer)) return value;
        const tag = value.headers.etag;
        const known =
          tag !== undefined && request.method === 'GET' && matches(request.headers['if-none-match'], tag);
        if (!reply.hasHeader('content-type') && typeof value.body !== 'string')
          void reply.header('content-type', 'application/json; charset=utf-8');
        void reply.status(known ? 304 : value.status).headers(value.headers);
        // An empty text would be sent with its length, and a cache take that for the length of what it holds.
        return known ? undefined : value.body;
      }),
    );
  }
}

/** Strong comparison, as If-Match asks for: a weak tag never matches, `*` does where there is anything. */
export function matchesStrongly(header: string, tag: string): boolean {
  return header.split(',').some((candidate) => candidate.trim() === '*' || candidate.trim() === tag);
}

/** Weak comparison, as If-None-Match asks for. */
export function matches(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  const bare = (text: string) => text.trim().replace(/^W\//, '');
  return header.split(',').some((candidate) => candidate.trim() === '*' || bare(candidate) === bare(tag));
}
