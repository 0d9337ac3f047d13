/** Advice and curves of a replay, computed here or by a service. */
import { type ExperimentDocument } from '@railyard/experiments';
import { type Advice, type CurveKind, type Objective, type ReplayCurve } from '@railyard/replay';
import { aboutAll } from '../output/errors.js';
import { type RemoteService } from '../service/remote-service.js';

interface Asked {
  readonly advise?: Objective | true;
  readonly over?: CurveKind;
}

export async function adviceFor(
  document: ExperimentDocument,
  { advise }: Asked,
  service: RemoteService | undefined,
): Promise<Advice> {
  const objective = typeof advise === 'string' ? advise : 'goodput';
  if (service !== undefined)
    return (await service.ask('advice', () =>
      service.calls.POST('/v1/studies/advice', { params: { query: { objective } }, body: document as never }),
    )) as unknown as Advice;
  const { replayAdvice } = await import('@railyard/experiments');
  return replayAdvice({ document }, objective);
}

/** @throws CliError where nothing stops the job */
export async function curveFor(
  document: ExperimentDocument,
  { over = 'interval' }: Asked,
  service: RemoteService | undefined,
): Promise<ReplayCurve> {
  if (service !== undefined)
    return (await service.ask('curve', () =>
      service.calls.POST('/v1/studies/curve', { params: { query: { over } }, body: document as never }),
    )) as unknown as ReplayCurve;
  const { replayCurveOf } = await import('@railyard/experiments');
  try {
    return replayCurveOf({ document }, over);
  } catch (error) {
    throw await aboutAll('--plot', Promise.resolve(error));
  }
}
