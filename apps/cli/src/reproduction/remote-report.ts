/** A table or figure of the paper as a service computes it. */
import { type ArtifactName, type Report } from '@railyard/reports';
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
  // The client's types have a pair as a list; keys stay in the order in which they came.
  const first = await asked();
  if (!('runs' in first)) return first as unknown as Report;
  for (const run of first.runs) await service.finished(run);
  const second = await asked();
  if ('runs' in second) throw new Error(`the runs of ${artifact} have succeeded, and are computed again`);
  return second as unknown as Report;
}
