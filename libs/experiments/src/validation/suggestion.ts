/** The allowed word that is nearest to one that is not, or none when nothing is near. */
import { distance } from 'fastest-levenshtein';

const fold = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * Nearest of `candidates` to `word` by edit distance, letter case and punctuation aside; at most a third of
 * the word may differ.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = fold(word.slice(0, 100));
  const limit = Math.max(2, Math.floor(wanted.length / 3));
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const d = distance(wanted, fold(candidate));
    if (d < bestDistance && d <= limit && d < Math.max(1, fold(candidate).length)) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best;
}

/** Nearest key of a schema's properties, where a property may also be known by other names (`x-also`). */
export function nearestKey(
  word: string,
  properties: Readonly<Record<string, { readonly 'x-also'?: readonly string[] }>>,
): string | undefined {
  const folded = fold(word);
  for (const [key, schema] of Object.entries(properties)) {
    if (schema['x-also']?.some((name) => fold(name) === folded)) return key;
  }
  return nearest(word, Object.keys(properties));
}

/** ``Use `x`.`` or, without a near word, the allowed ones. */
export function useOneOf(suggestion: string | undefined, allowed: readonly string[]): string {
  if (suggestion !== undefined) return `Use \`${suggestion}\`.`;
  if (allowed.length === 0) return 'Remove it.';
  const shown = allowed
    .slice(0, 20)
    .map((word) => `\`${word}\``)
    .join(', ');
  return `Use ${allowed.length === 1 ? '' : 'one of '}${shown}${allowed.length > 20 ? ', ...' : ''}.`;
}
