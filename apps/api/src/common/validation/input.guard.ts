/**
 * A route that takes no parameters, or no body, refuses them: a client that asks for a dry run where there is
 * none must not find the action done.
 */
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { FORBIDDEN_KEYS, IssueList, isRecord } from '@railyard/base';
import { type FastifyRequest } from 'fastify';
import { BodyInput, QueryInput } from '../dto/inputs.js';
import { badRequest } from '../problem.js';
import { DocumentKindOf } from './document.decorator.js';
import { isOpen } from './open.decorator.js';

@Injectable()
export class InputGuard implements CanActivate {
  constructor(@Inject(Reflector) private readonly reflector: Reflector) {}

  /** @throws ProblemError 400 */
  canActivate(context: ExecutionContext): boolean {
    // A probe is answered whatever stands behind its address: a process must not be ended for that.
    if (isOpen(context)) return true;
    const { query, body } = context.switchToHttp().getRequest<FastifyRequest>();
    const inputs = inputsOf(context.getClass(), context.getHandler());
    const takesQuery = inputs.some((input) => input.prototype instanceof QueryInput);
    const takesBody =
      this.reflector.get(DocumentKindOf, context.getHandler()) !== undefined ||
      inputs.some((input) => input.prototype instanceof BodyInput);
    const names = Object.keys(query as object);
    // class-transformer would drop forbidden keys in silence.
    refuseParameters(takesQuery ? names.filter((name) => FORBIDDEN_KEYS.has(name)) : names);
    if (!takesBody) refuseBody(body);
    return true;
  }
}

/** Classes of a handler's parameters, as TypeScript emits them. */
function inputsOf(controller: abstract new (...input: never[]) => unknown, handler: object): Input[] {
  const types = Reflect.getMetadata(
    'design:paramtypes',
    controller.prototype as object,
    (handler as { readonly name: string }).name,
  ) as readonly unknown[] | undefined;
  return (types ?? []).filter((type): type is Input => typeof type === 'function');
}

type Input = abstract new (...input: never[]) => object;

function refuseParameters(names: readonly string[]): void {
  const list = new IssueList();
  for (const name of names)
    list
      .at('query')
      .at(name)
      .add('unknown-parameter', `There is no parameter ${name}.`, 'Remove the parameter.');
  if (list.issues.length > 0) throw badRequest(list.issues);
}

const HINT = 'Send no body: this address takes none.';

/** An empty mapping says nothing, and is what some clients send in place of no body. */
function refuseBody(body: unknown): void {
  const list = new IssueList();
  if (isRecord(body))
    for (const key of Object.keys(body)) list.at(key).add('unknown-key', `There is no key ${key}.`, HINT);
  else if (body !== undefined && body !== null) list.add('unknown-body', 'There must be no body.', HINT);
  if (list.issues.length > 0) throw badRequest(list.issues);
}
