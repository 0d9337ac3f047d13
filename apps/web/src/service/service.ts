/** The service that these files came from, as typed calls. */
import { answerOf, openService, type Schemas, type ServiceCalls } from '@railyard/client';

export type RunView = Schemas['RunView'];
export type SweepView = Schemas['SweepView'];
type SweepPreview = Schemas['SweepPreview'];
export type SweepMember = Schemas['SweepRunPage']['items'][number];

/** Kept while the tab is open, and no longer. */
const KEY = 'railyard-api-key';

export const storedKey = (): string => sessionStorage.getItem(KEY) ?? '';
export const storeKey = (key: string): void => sessionStorage.setItem(KEY, key);

export function service(): ServiceCalls {
  const apiKey = storedKey();
  const { origin } = location;
  return openService({ url: origin, ...(apiKey === '' ? {} : { apiKey }) });
}

/** A post that is repeated is answered as the first was. */
const onceOnly = () => ({ header: { 'Idempotency-Key': crypto.randomUUID() } });

export const submitRun = async (document: unknown): Promise<RunView> =>
  (await answerOf(
    service().POST('/v1/experiments', { params: onceOnly(), body: document as never }),
  )) as RunView;

export const submitSweep = async (document: unknown): Promise<SweepView> =>
  (await answerOf(
    service().POST('/v1/sweeps', { params: onceOnly(), body: document as never }),
  )) as SweepView;

/** What a sweep would be: its size, what is infeasible, and how long it may take. */
export const previewSweep = async (document: unknown) =>
  (await answerOf(
    service().POST('/v1/sweeps', { params: { query: { dryRun: 'true' } }, body: document as never }),
  )) as SweepPreview;

const byId = (id: string) => ({ params: { path: { id } } });

export const readRun = (id: string): Promise<RunView> => answerOf(service().GET('/v1/runs/{id}', byId(id)));

export const runResult = (id: string) => answerOf(service().GET('/v1/runs/{id}/result', byId(id)));

export const cancelRun = (id: string): Promise<RunView> =>
  answerOf(service().POST('/v1/runs/{id}/cancel', byId(id)));

export const retryRun = async (id: string): Promise<RunView> =>
  (await answerOf(
    service().POST('/v1/runs/{id}/retry', { params: { path: { id }, ...onceOnly() } } as never),
  )) as RunView;

export const readSweep = (id: string): Promise<SweepView> =>
  answerOf(service().GET('/v1/sweeps/{id}', byId(id)));

export const cancelSweep = async (id: string): Promise<unknown> =>
  answerOf(service().POST('/v1/sweeps/{id}/cancel', byId(id)));

const PAGE = 500;
/** Of a list that is read as one scrolls. */
const SCROLLED_PAGE = 100;

/** A page of runs, and where the next one begins. */
export const listRuns = (
  filter: { readonly name?: string; readonly state?: string; readonly sort: string },
  cursor?: string,
) =>
  answerOf(
    service().GET('/v1/runs', {
      params: {
        query: { limit: SCROLLED_PAGE, ...filter, ...(cursor === undefined ? {} : { cursor }) } as never,
      },
    }),
  );

export const runsOverview = () => answerOf(service().GET('/v1/runs/summary'));

export const listSweeps = () => answerOf(service().GET('/v1/sweeps', { params: { query: { limit: 100 } } }));

export async function sweepMembers(id: string): Promise<readonly SweepMember[]> {
  const members: SweepMember[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
    const page: Schemas['SweepRunPage'] = await answerOf(
      service().GET('/v1/sweeps/{id}/runs', { params: { path: { id }, query } }),
    );
    members.push(...page.items);
    cursor = page.next;
  }
  return members;
}
