/** Whether a model's experts can be spread over the ranks of a stage, and split among some of them. */
import { type IssueList } from '@railyard/base';
import { commonDivisor, nearestDivisor } from './divisors.js';
import { contextRanks, expertRanks, weightReplicas } from './layer-shape-of.js';
import { type WorkloadSpec } from './workload-spec.js';

/** `at` is at `parallelism`. */
export function checkExperts(workload: WorkloadSpec, at: IssueList): void {
  const { expert, expertTensor = 1, tensor } = workload.parallelism;
  const { moe } = workload.model;
  if (moe === undefined) {
    for (const [key, value] of Object.entries({ expert, expertTensor }))
      at.at(key).require(
        value === 1,
        'not-applicable',
        `${key} must be 1 for a model without experts (got ${value}).`,
        `Set ${key} to 1.`,
      );
    return;
  }
  const ranks = tensor * weightReplicas(workload);
  const hint = `Use ${nearestDivisor(commonDivisor(moe.routedExperts, ranks), expert)}.`;
  at.at('expert').require(
    moe.routedExperts % expert === 0,
    'not-divisible',
    `expert must divide the ${moe.routedExperts} routed experts (got ${expert}).`,
    hint,
  );
  const of = `tensor x ${contextRanks(workload) === 1 ? '' : 'context x '}data = ${ranks}`;
  if (expertTensor === 1) {
    at.at('expert').require(
      ranks % expert === 0,
      'not-divisible',
      `expert must divide ${of}, the ranks of a stage (got ${expert}).`,
      hint,
    );
    return;
  }
  const splits = commonDivisor(ranks / commonDivisor(ranks, expert), moe.expertHidden);
  at.at('expertTensor').require(
    ranks % expertRanks(workload) === 0,
    'not-divisible',
    `expert x expertTensor must divide ${of}, the ranks of a stage (got ${expert} x ${expertTensor}).`,
    `Use expertTensor ${nearestDivisor(splits, expertTensor)}.`,
  );
  at.at('expertTensor').require(
    moe.expertHidden % expertTensor === 0,
    'not-divisible',
    `expertTensor must divide the ${moe.expertHidden} columns of an expert (got ${expertTensor}).`,
    `Use ${nearestDivisor(moe.expertHidden, expertTensor)}.`,
  );
}
