import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Observable, map } from 'rxjs';
import { Answer, matches } from './answer.js';

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
