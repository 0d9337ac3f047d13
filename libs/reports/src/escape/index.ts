/** Escape: values as text of a page, of a table and of a spreadsheet. */
export { escapeFormula } from './formula.js';
export { escapeHtml } from './html-escape.js';
export { markdownCell } from './markdown-cell.js';
