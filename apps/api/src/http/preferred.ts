/** What a client would rather read, by its Accept header (RFC 9110, section 12.5.1). */

/**
 * The format that is wanted most, of two the one that stands first; the first of `types` where none is named.
 * A wildcard names none.
 */
export function preferred<Format extends string>(
  accept: string,
  types: Readonly<Record<Format, string>>,
): Format {
  const formats = Object.keys(types) as Format[];
  let best = { format: formats[0], quality: 0 };
  for (const wish of accept.split(',')) {
    const [type, ...parameters] = wish.split(';').map((part) => part.trim().toLowerCase());
    const format = formats.find((name) => types[name] === type);
    const stated = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    if (format !== undefined && stated > best.quality) best = { format, quality: stated };
  }
  return best.format;
}
