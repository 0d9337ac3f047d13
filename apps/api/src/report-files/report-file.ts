/** Reports to hand on, as the files that routes answer with. */
import { ApiOkResponse } from '@nestjs/swagger';
import { type ReportFormat } from '@railyard/reports';
import { Answer } from '../common/index.js';

const TYPES: Readonly<Record<ReportFormat, string>> = {
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
  pdf: 'application/pdf',
};

const TEXT = { schema: { type: 'string' } } as const;

/** What a route answers that takes a `ReportFileQuery`. */
export const AnswersReportFile = (): MethodDecorator =>
  ApiOkResponse({
    content: {
      'text/html': TEXT,
      'text/markdown': TEXT,
      'text/csv': TEXT,
      'image/svg+xml': TEXT,
      'application/pdf': { schema: { type: 'string', format: 'binary' } },
    },
  });

export const reportFile = (
  made: string | Uint8Array,
  format: ReportFormat,
  headers: Readonly<Record<string, string>> = {},
): Answer =>
  new Answer(200, typeof made === 'string' ? made : Buffer.from(made), {
    'content-type': TYPES[format],
    ...headers,
  });
