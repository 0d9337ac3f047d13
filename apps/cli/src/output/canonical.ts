/**
 * A result with its keys in canonical order: the same bytes whether it was computed here or comes from a
 * service.
 */
export async function canonical<T>(value: T): Promise<T> {
  const { canonicalJson } = await import('@railyard/base');
  return JSON.parse(canonicalJson(value)) as T;
}
