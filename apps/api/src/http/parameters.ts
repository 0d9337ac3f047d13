/**
 * A route that takes no parameters, or no body, refuses them: whoever asks for a dry run where there is none
 * must not find the thing done.
 */
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { IssueList } from '@railyard/base';
import { type FastifyRequest } from 'fastify';
import { isOpen } from './access.js';
import { badRequest } from './problem.js';
import { QueryReader, type RawQuery } from './query.js';

@Injectable()
export class ParameterGuard implements CanActivate {
  /** @throws ProblemError 400 */
  canActivate(context: ExecutionContext): boolean {
    // A probe is answered whatever stands behind its address: a process must not be ended for that.
    if (isOpen(context)) return true;
    const { query, body } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!reads(context, RouteParamtypes.QUERY)) new QueryReader(query as RawQuery).done();
    if (!reads(context, RouteParamtypes.BODY)) refuseBody(body);
    return true;
  }
}

/** Handlers that read the query or the body refuse by themselves what they do not know. */
function reads(context: ExecutionContext, part: RouteParamtypes): boolean {
  const read = (Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) ??
    {}) as object;
  return Object.keys(read).some((key) => key.startsWith(`${part}:`));
}

const HINT = 'This address takes no body.';

/** An empty mapping says nothing, and is what some clients send in place of no body. */
function refuseBody(body: unknown): void {
  const list = new IssueList();
  const isMapping = typeof body === 'object' && body !== null && !Array.isArray(body);
  if (isMapping)
    for (const key of Object.keys(body)) list.at(key).add('unknown-key', 'There is no such key.', HINT);
  else
    list.require(
      body === undefined || body === null,
      'unknown-body',
      'There is a body where none is taken.',
      HINT,
    );
  if (list.issues.length > 0) throw badRequest(list.issues);
}
