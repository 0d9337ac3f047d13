/** Methods of each address, so that a wrong method is distinguished from a wrong address. */
import { type FastifyInstance } from 'fastify';

const TABLE = 'railyardRoutes';

/** Takes note of every route from now on. */
export function noteRoutes(fastify: FastifyInstance): void {
  const table = new Map<string, Set<string>>();
  fastify.decorate(TABLE, table);
  fastify.addHook('onRoute', ({ url, method }) => {
    const methods = table.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    table.set(url, methods);
  });
}

/** In alphabetical order; none where there is no such address. */
export function methodsOf(fastify: FastifyInstance, path: string): readonly string[] {
  const table =
    (fastify as { [TABLE]?: ReadonlyMap<string, ReadonlySet<string>> })[TABLE] ??
    new Map<string, ReadonlySet<string>>();
  const found = [...table].filter(([pattern]) => isOf(pattern, path)).flatMap(([, methods]) => [...methods]);
  return [...new Set(found)].sort((a, b) => (a < b ? -1 : 1));
}

/** `:name` stands for one part; what ends in a star serves files and knows by itself what is there. */
function isOf(pattern: string, path: string): boolean {
  const parts = path.split('/');
  const wanted = pattern.split('/');
  return (
    !pattern.includes('*') &&
    wanted.length === parts.length &&
    wanted.every((part, index) => (part.startsWith(':') ? parts[index] !== '' : part === parts[index]))
  );
}
