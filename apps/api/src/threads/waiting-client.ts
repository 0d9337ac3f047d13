/** Who waits for an answer that is being computed, and whether they still do. */
import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import { type Caller } from '@railyard/database';
import { type FastifyReply } from 'fastify';
import { type CalledRequest, callerOf } from '../access/index.js';
import { type ProblemError, refusal } from '../common/index.js';

export interface WaitingClient extends Caller {
  /** Aborted when the connection ends before it was answered. */
  readonly gone: AbortSignal;
}

/** The client of the request, as a handler's parameter. */
export const ClientOfRequest = createParamDecorator(
  (_: unknown, context: ExecutionContext): WaitingClient => {
    const http = context.switchToHttp();
    const { raw } = http.getResponse<FastifyReply>();
    const gone = new AbortController();
    raw.once('close', () => {
      if (!raw.writableFinished) gone.abort();
    });
    return { ...callerOf(http.getRequest<CalledRequest>()), gone: gone.signal };
  },
);

/** Nobody reads it; in the log it is no failure of the service. */
export const clientGone = (): ProblemError =>
  refusal(
    499,
    'client-gone',
    'The client is gone',
    'The connection ended before the answer was computed.',
    'Keep the connection open until the answer comes.',
  );
