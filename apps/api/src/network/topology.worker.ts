/** Files that describe a machine, read in a thread of its own. */
import { clusterOfDrafts, readTopologyFile, type SourceFile, type TopologyRequest } from '@railyard/intake';
import { outputOf } from '../threads/thread-output.js';

export interface TopologyTask extends Omit<TopologyRequest, 'drafts'> {
  readonly files: readonly SourceFile[];
}

export default ({ files, ...asked }: TopologyTask) =>
  outputOf(() => clusterOfDrafts({ ...asked, drafts: files.map((file) => readTopologyFile(file)) }));
