/**
 * Documents that follow each other on a thread repeat most of their parts. What the engine works out of a
 * part (a device's calibration, the layers of a model) it keeps by the part itself, so that equal parts
 * should be one object.
 */

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Documents that share parts: with the parts ends what the engine keeps by them. */
const DOCUMENTS = 250;

/** Reads one document after the other. */
export class SharedParts {
  private latest: Json = null;
  private count = 0;

  /** @param text JSON. @returns its value; its holder must not change it. */
  read(text: string): unknown {
    const before = this.count % DOCUMENTS === 0 ? null : this.latest;
    this.count += 1;
    this.latest = shared(before, JSON.parse(text) as Json);
    return this.latest;
  }
}

/** The next value, changed so that its parts that equal those in their place before are those. */
function shared(before: Json | undefined, next: Json): Json {
  if (!isComposite(before) || !isComposite(next)) return next;
  const keys = Object.keys(next);
  let isEqual = Array.isArray(before) === Array.isArray(next) && keys.length === Object.keys(before).length;
  for (const key of keys) {
    const part = shared(before[key], next[key] as Json);
    next[key] = part;
    isEqual &&= part === before[key];
  }
  return isEqual ? before : next;
}

/** A list is read by its indices as a record is by its keys. */
const isComposite = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null;
