/** Whether ranks can share a sequence of this model. */
import { type IssueList } from '@railyard/base';
import { headCounts, layerKinds } from '../model/index.js';
import { type WorkloadSpec } from './workload-spec.js';

export function checkContext({ model, parallelism }: WorkloadSpec, at: IssueList): void {
  const { tensor, context = 1, contextMethod } = parallelism;
  if (context === 1 || contextMethod !== 'all-to-all') return;
  const kinds = layerKinds(model);
  for (const heads of new Set(kinds.flatMap((kind) => headCounts(kind.mixer))))
    at.require(
      heads % (tensor * context) === 0,
      'not-divisible',
      `tensor x context must divide the ${heads} attention heads, which an all-to-all deals out ` +
        `(got ${tensor} x ${context}).`,
      'Use fewer context ranks, or set contextMethod to ring or all-gather.',
    );
}
