/** Reports of every kind from a service: it computes what they are about, and makes the file. */
import { type ArtifactName, type ReportFormat } from '@railyard/reports';
import { CliError, ExitCode } from '../exit-code.js';
import { type Changes, changed } from '../input/prepare.js';
import { readDocument } from '../input/read-document.js';
import { reportFrom } from '../reproduction/remote-report.js';
import { withDefinitions } from '../service/definitions.js';
import { type RemoteService } from '../service/remote-service.js';
import { submitSweep, sweepEnd } from '../service/remote-sweep.js';
import { withReplay } from './report-texts.js';

const ID = { run: /^run-[0-9a-z]+$/, sweep: /^sweep-[0-9a-z]+$/ } as const;

/** Of a run that is there by its id, or of an experiment that is submitted. */
export async function runReportThere(
  service: RemoteService,
  source: string,
  { days, ...changes }: Changes & { readonly days: boolean },
  format: ReportFormat,
): Promise<Uint8Array> {
  return bytesOf(service, '/v1/runs/{id}/report', await runThere(service, source, days, changes), format);
}

async function runThere(
  service: RemoteService,
  source: string,
  days: boolean,
  changes: Changes,
): Promise<string> {
  if (ID.run.test(source)) return source;
  const read = await readDocument(source);
  const { document } = await changed(days ? withReplay(read) : read, changes);
  return (await service.finished(await service.submit({ source: read.source, document }))).id;
}

/** Of a sweep that is there by its id, or of a document that is submitted. */
export async function sweepReportThere(
  service: RemoteService,
  source: string,
  format: ReportFormat,
): Promise<Uint8Array> {
  return bytesOf(service, '/v1/sweeps/{id}/report', await sweepThere(service, source), format);
}

async function sweepThere(service: RemoteService, file: string): Promise<string> {
  if (ID.sweep.test(file)) return file;
  const { source, document } = await readDocument(file);
  const sent = await withDefinitions(service, source, document);
  return (await sweepEnd(service, await submitSweep(service, source, sent))).id;
}

/** @throws CliError on a table of the user's: a service judges the one that ships */
export async function accuracyReportThere(
  service: RemoteService,
  table: string | undefined,
  format: ReportFormat,
): Promise<Uint8Array> {
  if (table !== undefined)
    throw new CliError(
      ExitCode.usage,
      'usage',
      `A report of accuracy from a service must have no table of its own (got ${table}).`,
      'Add --local.',
    );
  return asBytes(
    await service.ask('accuracy', () =>
      service.calls.GET('/v1/accuracy/report', { params: { query: { format } }, parseAs: 'arrayBuffer' }),
    ),
  );
}

/** Several artifacts make one file, which is set here. */
export async function reproduceReportThere(
  service: RemoteService,
  names: readonly ArtifactName[],
  format: ReportFormat,
): Promise<string | Uint8Array> {
  const { reportsFile } = await import('@railyard/reports');
  const reports = [];
  for (const name of names) reports.push(await reportFrom(service, name));
  return reportsFile(reports, format);
}

const asBytes = (buffer: unknown): Uint8Array => new Uint8Array(buffer as ArrayBuffer);

async function bytesOf(
  service: RemoteService,
  route: '/v1/runs/{id}/report' | '/v1/sweeps/{id}/report',
  id: string,
  format: ReportFormat,
): Promise<Uint8Array> {
  return asBytes(
    await service.ask(id, () =>
      service.calls.GET(route, { params: { path: { id }, query: { format } }, parseAs: 'arrayBuffer' }),
    ),
  );
}
