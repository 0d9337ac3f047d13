/** Page: reports of runs, replays, sweeps, accuracy and reproductions, and their forms. */
export { accuracyPage } from './accuracy-page.js';
export { type PageFormat, type PageSection, type ReportPage } from './page.js';
export { renderPage, shownCell } from './render-page.js';
export { renderReports, reportsPage } from './render-reports.js';
export { runPage } from './run-page.js';
export { sweepPage } from './sweep-page.js';
