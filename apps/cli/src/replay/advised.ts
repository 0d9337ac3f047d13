/** A replay with what it costs, and with advice where that was asked for. */
import { type PreparedExperiment, type ReplayOutcome } from '@railyard/experiments';
import { type Objective } from '@railyard/replay';
import { type Answer } from '../output/format.js';

interface Asked {
  readonly price?: number;
  readonly advise?: Objective | true;
}

/** Replicas that each setting is played with: paired differences need few. */
const MOST_REPLICAS = 32;

export async function withAdvice(
  answer: Answer,
  { document }: PreparedExperiment,
  section: ReplayOutcome['section'],
  { price, advise: objective }: Asked,
): Promise<Answer> {
  if (price === undefined && objective === undefined) return answer;
  const { JobOnMachine, replayRequest } = await import('@railyard/experiments');
  const { advise, jobCosts } = await import('@railyard/replay');
  const { adviceNotes, adviceTables, costTable } = await import('./advice-tables.js');
  if (document.replay === undefined) throw new Error('a prepared replay has its section');
  const request = replayRequest(new JobOnMachine(document), document.replay);
  const costs = jobCosts(section, request.fleet, price);
  const advice =
    objective === undefined
      ? undefined
      : advise(
          request,
          objective === true ? 'goodput' : objective,
          Math.min(MOST_REPLICAS, document.replay.replicas),
        );
  return {
    ...answer,
    data: { ...(answer.data as object), costs, ...(advice === undefined ? {} : { advice }) },
    tables: [...answer.tables, costTable(costs), ...(advice === undefined ? [] : adviceTables(advice))],
    notes: [...(answer.notes ?? []), ...(advice === undefined ? [] : adviceNotes(advice))],
  };
}
