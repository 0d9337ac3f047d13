/** Renderings of a report: terminal, Markdown, CSV, HTML. The report itself is its JSON. */
export { renderCurves } from './curves.js';
export { escapeFormula, renderCsv } from './csv.js';
export { renderCurve } from './curve.js';
export { groupThousands } from './format.js';
export { renderHtml } from './html.js';
export { renderMarkdown } from './markdown.js';
export { renderScatter } from './scatter.js';
export { renderText } from './text.js';
