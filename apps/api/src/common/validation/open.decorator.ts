import { type ExecutionContext, SetMetadata } from '@nestjs/common';

const OPEN = 'railyard:open';

/** The route asks for no key and refuses nothing: a probe. */
export const Open = (): ReturnType<typeof SetMetadata> => SetMetadata(OPEN, true);

/** Of a handler or its whole controller. */
export const isOpen = (context: ExecutionContext): boolean =>
  [context.getHandler(), context.getClass()].some((target) => Reflect.getMetadata(OPEN, target) === true);
