/** The representation that a client prefers, by its Accept header (RFC 9110, section 12.5.1). */
import { InvariantError } from '@railyard/base';

/**
 * The format of the highest quality, of two equal ones the first; the first of `types` where none is named.
 * A wildcard names none.
 */
export function preferred<Format extends string>(
  accept: string,
  types: Readonly<Record<Format, string>>,
): Format {
  const formats = Object.keys(types) as Format[];
  const [first] = formats;
  if (first === undefined) throw new InvariantError('a representation needs at least one format');
  let best = { format: first, quality: 0 };
  for (const wish of accept.split(',')) {
    const [type, ...parameters] = wish.split(';').map((part) => part.trim().toLowerCase());
    const format = formats.find((name) => types[name] === type);
    const stated = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    if (format !== undefined && stated > best.quality) best = { format, quality: stated };
  }
  return best.format;
}
