/**
 * What a layout leaves open and the cluster decides. A preset's `data` and `stageLayers` belong to the
 * preset's own layout: once the user changes the pipeline or the cluster they follow, unless the user states
 * them too.
 */
import { type IssueList, isRecord } from '@railyard/base';
import { nearestDivisor } from '@railyard/parallelism';

type Plain = Readonly<Record<string, unknown>>;

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((here, key) => (isRecord(here) ? here[key] : undefined), value);

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0;

/**
 * Fills `workload.parallelism.data` in, and drops stage sizes that were made for another pipeline. `written`
 * is the document as the user wrote it.
 */
export function completeLayout(document: Plain, written: Plain, issues: IssueList): Plain {
  const { workload } = document;
  if (!isRecord(workload) || !isRecord(workload.parallelism)) return document;
  const data = at(written, 'workload', 'parallelism', 'data') ?? dataParallel(document, issues);
  const { stageLayers, ...open } = workload;
  const keeps =
    stageLayers === undefined ||
    at(written, 'workload', 'stageLayers') !== undefined ||
    !changesStages(written);
  return {
    ...document,
    workload: {
      ...open,
      parallelism: { ...workload.parallelism, ...(data === undefined ? {} : { data }) },
      ...(keeps && stageLayers !== undefined ? { stageLayers } : {}),
    },
  };
}

/**
 * GPUs / (pipeline x tensor x context); an issue when that is not whole, nothing when the document is too
 * broken to say.
 */
function dataParallel(document: Plain, issues: IssueList): number | undefined {
  const nodes = at(document, 'cluster', 'nodes');
  const perNode = at(document, 'cluster', 'gpusPerNode');
  const pipeline = at(document, 'workload', 'parallelism', 'pipeline');
  const tensor = at(document, 'workload', 'parallelism', 'tensor');
  const context = at(document, 'workload', 'parallelism', 'context') ?? 1;
  if (!isCount(nodes) || !isCount(perNode) || !isCount(pipeline) || !isCount(tensor) || !isCount(context))
    return undefined;
  const gpus = nodes * perNode;
  const other = tensor * context;
  if (gpus % (pipeline * other) === 0) return gpus / (pipeline * other);
  const [names, values] =
    context === 1
      ? ['pipeline x tensor', `${pipeline} x ${tensor}`]
      : ['pipeline x tensor x context', `${pipeline} x ${tensor} x ${context}`];
  issues
    .at('workload')
    .at('parallelism')
    .at('pipeline')
    .add(
      'does-not-divide',
      `${names} must divide the ${gpus} GPUs (got ${values} = ${pipeline * other}).`,
      gpus % other === 0
        ? `Use pipeline ${nearestDivisor(gpus / other, pipeline)}, the nearest that divides with ` +
            `tensor ${tensor}${context === 1 ? '' : ` and context ${context}`}.`
        : `Use tensor ${nearestDivisor(gpus, tensor)}, the nearest that divides ${gpus}.`,
    );
  return undefined;
}

const changesStages = (written: Plain): boolean =>
  at(written, 'workload', 'parallelism', 'pipeline') !== undefined ||
  at(written, 'workload', 'schedule') !== undefined ||
  at(written, 'workload', 'model') !== undefined;
