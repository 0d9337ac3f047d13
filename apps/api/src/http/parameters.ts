/** A route that takes no parameters refuses them: whoever asks for a dry run where there is none must not find the thing done. */
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { type FastifyRequest } from 'fastify';
import { isOpen } from './access.js';
import { QueryReader, type RawQuery } from './query.js';

@Injectable()
export class ParameterGuard implements CanActivate {
  /** @throws ProblemError 400 */
  canActivate(context: ExecutionContext): boolean {
    // A probe is answered whatever stands behind its address: a process must not be ended for that.
    if (!isOpen(context) && !readsQuery(context)) new QueryReader(context.switchToHttp().getRequest<FastifyRequest>().query as RawQuery).done();
    return true;
  }
}

/** Handlers that read the query refuse by themselves what they do not know. */
function readsQuery(context: ExecutionContext): boolean {
  const read = (Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) ?? {}) as object;
  return Object.keys(read).some((key) => key.startsWith(`${RouteParamtypes.QUERY}:`));
}
