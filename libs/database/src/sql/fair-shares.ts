/**
 * Tenants take turns (max-min fairness): of a number of places each tenant gets one at a time, the one that
 * has the fewest first, until its jobs or the places are used up.
 */
import { type Reader } from '../connection/index.js';

/**
 * Tenants of the jobs that meet a condition on `job`, one look at the index for each tenant (a loose index
 * scan), however many jobs there are.
 */
export async function tenantsOfJobs(reader: Reader, condition: string): Promise<string[]> {
  const rows = await reader.rows<{ tenant: string }>(
    `WITH RECURSIVE t("tenant") AS (
       SELECT min("tenant") FROM "job" WHERE ${condition}
       UNION ALL
       SELECT (SELECT min(j."tenant") FROM "job" j WHERE ${condition} AND j."tenant" > t."tenant")
       FROM t WHERE t."tenant" IS NOT NULL)
     SELECT "tenant" FROM t WHERE "tenant" IS NOT NULL`,
  );
  return rows.map(({ tenant }) => tenant);
}

/** Places for each of the tenants, of `places`, in addition to those that they hold already. */
export function sharesOf(
  tenants: readonly string[],
  held: ReadonlyMap<string, number>,
  places: number,
): Map<string, number> {
  const shares = new Map(tenants.map((tenant) => [tenant, 0]));
  const total = new Map(tenants.map((tenant) => [tenant, held.get(tenant) ?? 0]));
  for (let place = 0; place < places && tenants.length > 0; place += 1) {
    const poorest = tenants.reduce((a, b) => ((total.get(b) ?? 0) < (total.get(a) ?? 0) ? b : a));
    shares.set(poorest, (shares.get(poorest) ?? 0) + 1);
    total.set(poorest, (total.get(poorest) ?? 0) + 1);
  }
  return shares;
}

export interface Places {
  readonly places: number;
  /** Beyond these, one for each of so many tenants that would hold none otherwise. */
  readonly extra?: number;
  /** Places that each tenant holds already; none where it is absent. */
  readonly held?: ReadonlyMap<string, number>;
}

/**
 * Takes jobs tenant by tenant.
 * @param take gives at most `count` jobs of a tenant, fewer when it has no more.
 */
export async function takeFairly<Job>(
  tenants: readonly string[],
  { places, extra = 0, held = new Map() }: Places,
  take: (tenant: string, count: number) => Promise<Job[]>,
): Promise<Job[]> {
  const taken: Job[] = [];
  const holds = new Map(held);
  let [open, left] = [[...tenants], places];
  const takeSome = async (tenant: string, count: number): Promise<number> => {
    const jobs = await take(tenant, count);
    taken.push(...jobs);
    holds.set(tenant, (holds.get(tenant) ?? 0) + jobs.length);
    return jobs.length;
  };
  while (left > 0 && open.length > 0) {
    for (const [tenant, count] of sharesOf(open, holds, left)) {
      if (count === 0) continue;
      const got = await takeSome(tenant, count);
      left -= got;
      if (got < count) open = open.filter((other) => other !== tenant);
    }
  }
  const without = tenants.filter((tenant) => (holds.get(tenant) ?? 0) === 0);
  for (const tenant of without.slice(0, extra)) await takeSome(tenant, 1);
  return taken;
}
