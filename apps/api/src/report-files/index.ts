export { AnswersReportFile, reportFile } from './report-file.js';
export { ReportFileQuery } from './report-file.query.dto.js';
