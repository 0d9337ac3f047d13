/** A table or figure of the paper as a service computes it. */
import { elementAt } from '@railyard/base';
import { type ArtifactName, type Report, type ReportRow } from '@railyard/reports';
import { type RemoteService } from '../service/remote-service.js';

/** Waits for the runs that it shows. @param prices a PriceList document, for table3. */
export async function reportFrom(
  service: RemoteService,
  artifact: ArtifactName,
  prices?: unknown,
): Promise<Report> {
  const asked = () =>
    service.ask(artifact, () =>
      service.calls.POST('/v1/reproductions/{artifact}', {
        params: { path: { artifact } },
        body: prices === undefined ? {} : { prices: prices as Record<string, unknown> },
      }),
    );
  const first = await asked();
  if (!('runs' in first)) return reportOf(first);
  for (const run of first.runs) await service.finished(run);
  const second = await asked();
  if ('runs' in second) throw new Error(`the runs of ${artifact} have succeeded, and are computed again`);
  return reportOf(second);
}

/** As the client's types have it, in which a pair is a list. */
interface Answer extends Omit<Report, 'rows'> {
  readonly rows: readonly (Omit<ReportRow, 'band'> & { readonly band?: readonly number[] })[];
}

const reportOf = ({ rows, ...report }: Answer): Report => ({
  ...report,
  rows: rows.map(({ band, ...row }) =>
    band === undefined ? row : { ...row, band: [elementAt(band, 0), elementAt(band, 1)] },
  ),
});
