/** Print: a report in the form of a file that was asked for, PDF among them. */
import { type PageFormat, type ReportPage, renderPage, renderReports, reportsPage } from '../page/index.js';
import { type Report } from '../report.js';
import { pagePdf } from './page-pdf.js';

export type ReportFormat = PageFormat | 'pdf';

/** Text, or the bytes of a PDF. */
export const pageFile = async (page: ReportPage, format: ReportFormat): Promise<string | Uint8Array> =>
  format === 'pdf' ? pagePdf(page) : renderPage(page, format);

/** Tables and figures of the paper, as `pageFile`. */
export const reportsFile = async (
  reports: readonly Report[],
  format: ReportFormat,
): Promise<string | Uint8Array> =>
  format === 'pdf' ? pagePdf(reportsPage(reports)) : renderReports(reports, format);
