/**
 * Stored definitions that a document names: `{ definition: name, version? }` becomes what the service has
 * under the name.
 */
import { isRecord } from '@railyard/base';
import { type RemoteService } from './remote-service.js';

type Plain = Readonly<Record<string, unknown>>;

export async function withDefinitions(
  service: RemoteService,
  source: string,
  document: unknown,
): Promise<unknown> {
  if (!isRecord(document)) return document;
  const embedded = async (kind: 'clusters' | 'workloads', value: unknown): Promise<unknown> => {
    if (!isRecord(value) || typeof value.definition !== 'string') return value;
    const params = {
      path: { name: value.definition },
      query: typeof value.version === 'number' ? { version: value.version } : {},
    };
    const { document: stored } = await service.ask(source, () =>
      kind === 'clusters'
        ? service.calls.GET('/v1/clusters/{name}', { params })
        : service.calls.GET('/v1/workloads/{name}', { params }),
    );
    const { apiVersion: _version, kind: _kind, ...body } = stored as Plain;
    return body;
  };
  const [cluster, workload] = [
    await embedded('clusters', document.cluster),
    await embedded('workloads', document.workload),
  ];
  return {
    ...document,
    ...(cluster === undefined ? {} : { cluster }),
    ...(workload === undefined ? {} : { workload }),
  };
}
