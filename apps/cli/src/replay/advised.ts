/** A replay with what it costs, and with advice where that was asked for. */
import { type ExperimentDocument, type ReplayOutcome } from '@railyard/experiments';
import { type Advice, type Objective } from '@railyard/replay';
import { type Answer } from '../output/format.js';

interface Asked {
  readonly price?: number;
  readonly advise?: Objective | true;
}

/** @param advice where it was asked for: computed here, or by a service */
export async function withAdvice(
  answer: Answer,
  { cluster, replay }: ExperimentDocument,
  section: ReplayOutcome['section'],
  asked: Asked,
  advice: () => Promise<Advice>,
): Promise<Answer> {
  const { price, advise: objective } = asked;
  if (price === undefined && objective === undefined) return answer;
  if (replay === undefined) throw new Error('a prepared replay has its section');
  const { jobCosts } = await import('@railyard/replay');
  const { adviceNotes, adviceTables, costTable } = await import('./advice-tables.js');
  const { nodes, gpusPerNode } = cluster;
  const costs = jobCosts(section, { nodes, gpusPerNode, spareNodes: replay.spareNodes }, price);
  const advised = objective === undefined ? undefined : await advice();
  return {
    ...answer,
    data: { ...(answer.data as object), costs, ...(advised === undefined ? {} : { advice: advised }) },
    tables: [...answer.tables, costTable(costs), ...(advised === undefined ? [] : adviceTables(advised))],
    notes: [...(answer.notes ?? []), ...(advised === undefined ? [] : adviceNotes(advised))],
  };
}
