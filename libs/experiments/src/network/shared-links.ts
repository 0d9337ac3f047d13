/** Links that several jobs load, and what each puts on them. */
import { type LinkAccount, linkName } from '@railyard/cluster';

/** A job's traffic in one step, which takes so long. */
export interface LoadingJob {
  readonly name: string;
  readonly account: LinkAccount;
  readonly seconds: number;
}

export interface SharedLink {
  readonly name: string;
  readonly class: string;
  /** Mean GB/s of each job, by its name. */
  readonly gbpsByJob: Readonly<Record<string, number>>;
  /** Mean share of the link's rate, of all jobs together. */
  readonly utilisation: number;
}

export interface SharedLinks {
  /** Busiest first. */
  readonly links: readonly SharedLink[];
  /** [jobs] links that the job and another load. */
  readonly counts: readonly number[];
}

/** @param top links that are named */
export function sharedLinks(jobs: readonly LoadingJob[], top: number): SharedLinks {
  const counts = jobs.map(() => 0);
  const [first] = jobs;
  if (first === undefined) return { links: [], counts };
  const { graph, capacity } = first.account.fabric;
  const totals = jobs.map(({ account }) => account.totals());
  const found: { readonly link: number; readonly utilisation: number }[] = [];
  for (let link = 0; link < graph.linkCount; link += 1) {
    const loading = jobs.flatMap((_, at) => ((totals[at]?.[link] ?? 0) > 0 ? [at] : []));
    if (loading.length < 2) continue;
    for (const at of loading) counts[at] = (counts[at] ?? 0) + 1;
    const rate = loading.reduce((sum, at) => sum + rateOf(at, link), 0);
    found.push({ link, utilisation: rate / (capacity[link] ?? 0) });
  }
  found.sort((a, b) => b.utilisation - a.utilisation || a.link - b.link);
  return { counts, links: found.slice(0, top).map(({ link, utilisation }) => linkOf(link, utilisation)) };

  function rateOf(at: number, link: number): number {
    return (totals[at]?.[link] ?? 0) / (jobs[at]?.seconds ?? 1);
  }

  function linkOf(link: number, utilisation: number): SharedLink {
    return {
      name: linkName(graph, link),
      class: graph.classOf(link),
      gbpsByJob: Object.fromEntries(jobs.map(({ name }, at) => [name, rateOf(at, link) / 1e9])),
      utilisation,
    };
  }
}
