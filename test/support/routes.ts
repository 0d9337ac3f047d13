/** Every route that the service describes, and documents with something else in one place. */
import { call } from './http.js';

export interface Route {
  readonly method: string;
  /** With `{id}` and the like in it. */
  readonly path: string;
}

export async function routesOf(url: string): Promise<Route[]> {
  const { paths } = (await call(url, '/openapi.json')).json as { paths: Record<string, object> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
}

export const withParameter = ({ path }: Route, value: string): string => path.replace(/\{\w+\}/g, value);

type Path = readonly (string | number)[];

/** Paths of all the values in a document that are of the type. */
export function leavesOf(value: unknown, type: 'string' | 'number', at: Path = []): Path[] {
  if (typeof value === type) return [at];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    leavesOf(member, type, [...at, Array.isArray(value) ? Number(key) : key]),
  );
}

/** A copy with something else at the path. */
export function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.with(Number(key), replaced(value[Number(key)], rest, by));
  return {
    ...(value as object),
    [key]: replaced((value as Readonly<Record<string, unknown>>)[key], rest, by),
  };
}

export const pointerOf = (path: Path): string => path.map((key) => `/${key}`).join('');
