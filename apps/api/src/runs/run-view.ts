/** A run as clients see it. */
import { type RunEntity } from '@railyard/storage';

export interface RunView {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly phase: string | null;
  /** Share done, 0..1. */
  readonly share: number;
  readonly experimentId: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
  /** Headline metrics; the whole result is under `links.result`. */
  readonly summary: Readonly<Record<'stepTimeS' | 'tokensPerDayB' | 'mfuCausal' | 'peakMemoryGB', number | null>> | null;
  readonly resultSha256: string | null;
  /** Number of the latest event. */
  readonly lastEvent: number;
  readonly links: Readonly<Record<string, string>>;
}

const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

export function runView(run: RunEntity): RunView {
  const self = `/v1/runs/${run.id}`;
  const { stepTimeS, tokensPerDayB, mfuCausal, peakMemoryGB } = run;
  return {
    id: run.id,
    name: run.name,
    state: run.state,
    phase: run.phase,
    share: run.share,
    experimentId: run.experimentId,
    createdAt: new Date(run.createdAtMs).toISOString(),
    startedAt: instant(run.startedAtMs),
    finishedAt: instant(run.finishedAtMs),
    failure: run.failureCode === null ? null : { code: run.failureCode, message: run.failureMessage ?? '' },
    summary: run.state === 'succeeded' ? { stepTimeS, tokensPerDayB, mfuCausal, peakMemoryGB } : null,
    resultSha256: run.resultSha256,
    lastEvent: run.lastEvent,
    links: {
      self,
      events: `${self}/events`,
      experiment: `/v1/experiments/${run.experimentId}`,
      ...(run.finishedAtMs === null ? { cancel: `${self}/cancel` } : {}),
      ...(run.state === 'succeeded' ? { result: `${self}/result`, trace: `${self}/trace` } : {}),
      ...(run.state === 'failed' || run.state === 'cancelled' ? { retry: `${self}/retry` } : {}),
    },
  };
}
