/** What a command asks for: computed here, or by a service where one is named. */
import { type ServiceCalls } from '@railyard/client';
import { aboutAll } from '../output/errors.js';
import { type ServiceOptions, serviceAddress } from './service-options.js';

interface Ways<Answer> {
  /** What to call the request in messages. */
  readonly source: string;
  readonly here: () => Answer | Promise<Answer>;
  readonly there: (
    calls: ServiceCalls,
  ) => Promise<{ readonly data?: unknown; readonly error?: unknown; readonly response: Response }>;
}

export async function hereOrThere<Answer>(
  options: ServiceOptions,
  { source, here, there }: Ways<Answer>,
): Promise<Answer> {
  const address = serviceAddress(options);
  if (address === undefined) return computed(source, here);
  const { connected } = await import('./remote-service.js');
  const service = await connected(address);
  return (await service.ask(source, () => there(service.calls))) as Answer;
}

async function computed<Answer>(source: string, here: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await here();
  } catch (error) {
    throw await aboutAll(source, Promise.resolve(error));
  }
}
