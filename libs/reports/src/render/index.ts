/** Renderings of a report: terminal, Markdown, CSV, HTML. The report itself is its JSON. */
export { renderCsv } from './csv.js';
export { renderCurves } from './curves.js';
export { renderCurve } from './curve.js';
export { formatPaper, formatTwin, groupThousands, rowLabel } from './format.js';
export { htmlPage, renderHtml } from './html.js';
export { layOut } from './layout.js';
export { renderMarkdown } from './markdown.js';
export { renderScatter } from './scatter.js';
export { renderText } from './text.js';
