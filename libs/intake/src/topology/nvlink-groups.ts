/** NVLink as a Cluster states it joins every two GPUs of a node; bridges of two GPUs, and meshes, do not. */
import { InvalidDocumentError } from '@railyard/base';

/**
 * @param joined whether NVLink leads from one GPU to another
 * @throws InvalidDocumentError where it does for some of them only.
 */
export function requireOneGroup(
  source: string,
  gpus: readonly string[],
  joined: (from: number, to: number) => boolean,
): void {
  const pairs = gpus.flatMap((_, from) =>
    gpus.flatMap((_name, to) => (to > from ? [{ from, to, isJoined: joined(from, to) }] : [])),
  );
  const linked = pairs.find(({ isJoined }) => isJoined);
  const apart = pairs.find(({ isJoined }) => !isJoined);
  if (linked === undefined || apart === undefined) return;
  const named = ({ from, to }: { readonly from: number; readonly to: number }): string =>
    `${gpus[from]} and ${gpus[to]}`;
  throw new InvalidDocumentError([
    {
      path: '/nvlink',
      code: 'not-expressible',
      message:
        `NVLink must join every two GPUs of a node, or none (${source} has it between ${named(linked)}, ` +
        `not between ${named(apart)}).`,
      hint:
        'Write a Cluster whose device has nvlinkGBps: 0, for collectives of the whole node, which PCIe ' +
        'bounds, or one of nodes of as many GPUs as NVLink joins.',
    },
  ]);
}
