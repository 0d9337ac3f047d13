import { type ExecutionContext, SetMetadata, applyDecorators } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';

const OPEN = 'railyard:open';

/** The route asks for no key and refuses nothing: a probe. */
export const Open = (): ClassDecorator & MethodDecorator =>
  applyDecorators(SetMetadata(OPEN, true), ApiSecurity({}));

/** Of a handler or its whole controller. */
export const isOpen = (context: ExecutionContext): boolean =>
  [context.getHandler(), context.getClass()].some((target) => Reflect.getMetadata(OPEN, target) === true);

const READS = 'railyard:reads';

/** A POST that computes an answer and stores nothing: the scope `read` is enough. */
export const ReadsOnly = (): MethodDecorator => SetMetadata(READS, true);

export const readsOnly = (context: ExecutionContext): boolean =>
  Reflect.getMetadata(READS, context.getHandler()) === true;
