/** Messages of one's own, simulated in a thread of their own. */
import { InvalidDocumentError } from '@railyard/base';
import { type RoutingPolicy } from '@railyard/cluster';
import { clusterOf, WAITING_LIMITS } from '@railyard/experiments';
import { readMessages, type SourceFile, trafficOnCluster } from '@railyard/intake';
import { outputOf } from '../threads/thread-output.js';

export interface TrafficTask {
  readonly cluster: string | Readonly<Record<string, unknown>>;
  readonly file: SourceFile;
  readonly routing?: RoutingPolicy;
  readonly top: number;
}

export default ({ cluster: part, file, ...asked }: TrafficTask) =>
  outputOf(() => {
    const cluster = clusterOf(part);
    const messages = messagesOf(file, cluster.nodes * cluster.gpusPerNode);
    return trafficOnCluster({ cluster, messages, ...asked }, WAITING_LIMITS.crossings);
  });

/** Issues name the row; in the body the place is that of the file's text. */
function messagesOf(file: SourceFile, gpus: number): ReturnType<typeof readMessages> {
  try {
    return readMessages(file, gpus);
  } catch (error) {
    if (!(error instanceof InvalidDocumentError)) throw error;
    throw new InvalidDocumentError(error.issues.map((issue) => ({ ...issue, path: '/file/text' })));
  }
}
