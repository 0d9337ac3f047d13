import { preferred } from './preferred.js';

const TYPES = { json: 'application/json', csv: 'text/csv', markdown: 'text/markdown' } as const;

it.each([
  ['', 'json'],
  ['*/*', 'json'],
  ['application/xml', 'json'],
  ['text/csv', 'csv'],
  ['Text/Markdown; charset=utf-8', 'markdown'],
  ['text/csv;q=0, text/markdown', 'markdown'],
  ['text/csv;q=0.5, application/json;q=0.4', 'csv'],
  ['text/markdown, text/csv', 'markdown'],
  ['text/csv;q=often', 'json'],
])('Accept: %s asks for %s', (accept, format) => {
  expect(preferred(accept, TYPES)).toBe(format);
});
