/** The answers of a service, held to what it says of them (/openapi.json). */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { entryOf } from '@railyard/base';
import { type CallOptions, type Reply, call } from './http.js';

export type Plain = Readonly<Record<string, unknown>>;

export interface Operation {
  readonly security?: unknown;
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Plain }>> }>
  >;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly security?: unknown;
}

/**
 * Objects whose keys are listed have no others, so that an answer may not have more than is said; a class
 * that extends another is spelt out.
 */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, child]) => [key, closed(child)]));
  return copy.type === 'object' && copy.properties !== undefined && copy.additionalProperties === undefined
    ? { ...copy, additionalProperties: false }
    : copy;
}

const pointerOf = (keys: readonly string[]): string =>
  keys.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');

export class DescribedService {
  /** `GET /v1/runs 200` and the like. */
  readonly checked = new Set<string>();
  private readonly ajv = new Ajv2020({ strict: false, validateFormats: false });

  private constructor(
    private readonly url: string,
    readonly description: Description,
  ) {
    this.ajv.addSchema(closed(description) as Plain, 'service');
  }

  static async at(url: string): Promise<DescribedService> {
    return new DescribedService(url, (await call(url, '/openapi.json')).json as unknown as Description);
  }

  /** Calls the route (`GET /v1/runs`) and holds the answer to what is said of it. */
  async ask(route: string, path: string, options: CallOptions = {}): Promise<Reply> {
    const [method = '', template = ''] = route.split(' ');
    const reply = await call(this.url, path, { method, ...options });
    const { responses } = entryOf(entryOf(this.description.paths, template), method.toLowerCase());
    const status = responses[reply.status] === undefined ? 'default' : String(reply.status);
    this.checked.add(`${route} ${status}`);
    const { content } = entryOf(responses, status);
    const type = (reply.headers.get('content-type') ?? '').replace(/;.*/, '');
    if (content === undefined) {
      expect([route, reply.text]).toEqual([route, '']);
      return reply;
    }
    expect([route, reply.status, Object.keys(content)]).toEqual([
      route,
      reply.status,
      expect.arrayContaining([type]),
    ]);
    if (!type.includes('json')) return reply;
    const keys = ['paths', template, method.toLowerCase(), 'responses', status, 'content', type, 'schema'];
    const validate = this.ajv.getSchema(`service#/${pointerOf(keys)}`);
    if (validate === undefined) throw new Error(`no schema for ${route} ${status}`);
    const ok = validate(JSON.parse(reply.text)) as boolean;
    expect([route, status, ok ? [] : (validate.errors ?? []).slice(0, 5)]).toEqual([route, status, []]);
    return reply;
  }
}
