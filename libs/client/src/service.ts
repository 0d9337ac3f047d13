/** The service as typed calls. */
import createClient, { type Client } from 'openapi-fetch';
import { type components, type paths } from './generated/index.js';
import { type Patience, patientFetch, retryAfterMs } from './patient-fetch.js';
import { ForeignAnswerError, RefusedError, isProblem } from './service-error.js';

export type Schemas = components['schemas'];
export type ServiceCalls = Client<paths>;

export interface ServiceOptions extends Patience {
  /** Where it listens, e.g. `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly apiKey?: string;
}

export function openService({ url, apiKey, ...patience }: ServiceOptions): ServiceCalls {
  return createClient<paths>({
    baseUrl: url.replace(/\/+$/, ''),
    fetch: patientFetch(patience),
    headers: apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` },
  });
}

/**
 * What a call brought.
 * @throws RefusedError with the problem; ForeignAnswerError when there is none.
 */
export async function answerOf<Data>(
  call: Promise<{ readonly data?: Data; readonly error?: unknown; readonly response: Response }>,
): Promise<Data> {
  const { data, error, response } = await call;
  if (response.ok) return data as Data;
  if (!isProblem(error)) throw new ForeignAnswerError(response.url, response.status);
  const waitMs = retryAfterMs(response.headers);
  throw new RefusedError(error, waitMs === null ? null : waitMs / 1000);
}
