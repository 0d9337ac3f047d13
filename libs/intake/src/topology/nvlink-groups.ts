/** NVLink as a Cluster states it: groups of one size, in which it joins every two GPUs by as many links. */
import { InvalidDocumentError } from '@railyard/base';

export interface NvlinkGroups {
  /** GPUs of a group; absent: NVLink joins all GPUs of the node, or none. */
  readonly nvlinkGpus?: number;
  readonly assumed: readonly string[];
}

/**
 * @param links from one GPU to another, 0 where there are none
 * @throws InvalidDocumentError of meshes, groups of several sizes, and unequal links between groups of GPUs.
 */
export function nvlinkGroups(
  source: string,
  gpus: readonly string[],
  links: (from: number, to: number) => number,
): NvlinkGroups {
  const peers = gpus.map((_, from) =>
    gpus.flatMap((_name, to) => (to === from || links(from, to) > 0 ? [to] : [])),
  );
  const sizes = peers.map(({ length }) => length);
  const most = Math.max(0, ...sizes);
  if (most <= 1 || Math.min(...sizes) === gpus.length) return { assumed: [] };
  const refusal = unlikeSizes(gpus, sizes) ?? openGroup(gpus, peers) ?? unlikeLinks(gpus, peers, links);
  if (refusal !== undefined) throw notExpressible(source, refusal);
  const areNextToEachOther = peers.every(([first = 0, ...others]) =>
    others.every((gpu, i) => gpu === first + 1 + i),
  );
  return {
    nvlinkGpus: most,
    assumed: areNextToEachOther
      ? []
      : ['GPUs that NVLink joins are not next to each other: they are numbered so that they are'],
  };
}

function unlikeSizes(gpus: readonly string[], sizes: readonly number[]): string | undefined {
  const other = sizes.findIndex((size) => size !== sizes[0]);
  if (other < 0) return undefined;
  const [first, second] = [sizes[0], sizes[other]].map((size) => (size ?? 0) - 1);
  return `it joins ${gpus[0]} to ${first}, ${gpus[other]} to ${second} other GPUs`;
}

/** A GPU whose peers are not each other's. */
function openGroup(gpus: readonly string[], peers: readonly (readonly number[])[]): string | undefined {
  for (const [at, group] of peers.entries())
    for (const via of group)
      for (const far of peers[via] ?? [])
        if (!group.includes(far))
          return `it joins ${gpus[via]} to ${gpus[at]} and to ${gpus[far]}, not these two`;
  return undefined;
}

function unlikeLinks(
  gpus: readonly string[],
  peers: readonly (readonly number[])[],
  links: (from: number, to: number) => number,
): string | undefined {
  const pairs = peers.flatMap((group, from) =>
    group.filter((to) => to !== from).map((to) => ({ from, to, count: links(from, to) })),
  );
  const other = pairs.find(({ count }) => count !== pairs[0]?.count);
  return other === undefined
    ? undefined
    : `${gpus[other.from]} and ${gpus[other.to]} have ${other.count} links, others ${pairs[0]?.count}`;
}

const notExpressible = (source: string, refusal: string): InvalidDocumentError =>
  new InvalidDocumentError([
    {
      path: '/nvlink',
      code: 'not-expressible',
      message:
        'NVLink must join all GPUs of a node, or none, or groups of one size, in each every two by as many ' +
        `links (${source}: ${refusal}).`,
      hint:
        'Write a Cluster whose device has nvlinkGpus, the GPUs of the largest groups that NVLink joins in ' +
        'full, or nvlinkGBps: 0, for collectives that PCIe bounds.',
    },
  ]);
