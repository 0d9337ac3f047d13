/** HTML text that cannot become markup: the only way by which values enter a page. */
import { entryOf } from '@railyard/base';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entryOf(ENTITIES, character));
