/**
 * Keys that occur twice in one object: JSON.parse takes the last in silence, and the first value is lost.
 */
import { escapePointer } from '@railyard/base';
import {
  BACKSLASH,
  CLOSE_LIST,
  CLOSE_MAPPING,
  COMMA,
  OPEN_LIST,
  OPEN_MAPPING,
  QUOTE,
} from './json-characters.js';

interface Level {
  /** Keys so far; null in a list. */
  readonly keys: Set<string> | null;
  /** JSON pointer of the mapping or list. */
  readonly path: string;
  /** The key, or the index, at which the scan stands. */
  member: string | number;
}

/** JSON pointer of the first key that is repeated; null when there is none. `text` is valid JSON. */
export function repeatedKey(text: string): string | null {
  const levels: Level[] = [];
  let keyComes = false;
  for (let index = 0; index < text.length; index += 1) {
    const level = levels.at(-1);
    switch (text.charCodeAt(index)) {
      case QUOTE: {
        const end = endOfString(text, index);
        if (keyComes && level?.keys != null) {
          const key = JSON.parse(text.slice(index, end + 1)) as string;
          level.member = key;
          if (level.keys.has(key)) return pathOf(level);
          level.keys.add(key);
          keyComes = false;
        }
        index = end;
        break;
      }
      case OPEN_MAPPING:
      case OPEN_LIST:
        keyComes = text.charCodeAt(index) === OPEN_MAPPING;
        levels.push({
          keys: keyComes ? new Set() : null,
          path: level === undefined ? '' : pathOf(level),
          member: 0,
        });
        break;
      case CLOSE_MAPPING:
      case CLOSE_LIST:
        levels.pop();
        keyComes = false;
        break;
      case COMMA:
        if (level?.keys === null) level.member = Number(level.member) + 1;
        else keyComes = true;
        break;
      default:
    }
  }
  return null;
}

const pathOf = ({ path, member }: Level): string => `${path}/${escapePointer(String(member))}`;

function endOfString(text: string, begin: number): number {
  let index = begin + 1;
  while (text.charCodeAt(index) !== QUOTE) index += text.charCodeAt(index) === BACKSLASH ? 2 : 1;
  return index;
}
