/** What the figures of the network rest on, with its origin. */
import { type ProvenancedInput, entryOf } from '@railyard/base';
import { CLUSTERS, fabricInputs, ncclInputs } from '@railyard/cluster';

/** Of NCCL's collectives (figures 5, 6 and 8). */
export const collectiveInputs = (cluster: string): readonly ProvenancedInput[] => [
  ...fabricInputs(entryOf(CLUSTERS, cluster)),
  ...ncclInputs(entryOf(CLUSTERS, cluster).device),
];
