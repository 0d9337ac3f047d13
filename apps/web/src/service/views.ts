/** Named views that the service keeps: the screen and the query of an address. */
import { answerOf, type Schemas } from '@railyard/client';
import { service } from './service.js';

interface View {
  readonly name: string;
  /** Behind `#`. */
  readonly address: string;
}

const PAGE = 200;

export async function listViews(): Promise<readonly View[]> {
  const views: View[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
    const page: Schemas['SavedViewPage'] = await answerOf(service().GET('/v1/views', { params: { query } }));
    views.push(...page.items.map(({ name, screen, state }) => ({ name, address: addressIn(screen, state) })));
    cursor = page.next;
  }
  return views;
}

const addressIn = (screen: string, state: string): string => `#/${screen}${state === '' ? '' : `?${state}`}`;

/** One of the same name is replaced, as it is stored now. */
export async function keepView({ name, address }: View): Promise<void> {
  const path = { name };
  const there = await service().GET('/v1/views/{name}', { params: { path } });
  const tag = there.response.headers.get('etag');
  const [screen = '', ...query] = address.replace(/^#\/?/, '').split('?');
  await answerOf(
    service().PUT('/v1/views/{name}', {
      params: { path, ...(tag === null ? {} : { header: { 'If-Match': tag } }) },
      body: { screen, state: query.join('?') },
    }),
  );
}

export async function removeView({ name }: View): Promise<void> {
  await answerOf(service().DELETE('/v1/views/{name}', { params: { path: { name } } }));
}
