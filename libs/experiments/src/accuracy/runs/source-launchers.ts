/**
 * What the launch scripts that a source publishes alongside its runs say, and its rows do not. Read off the
 * scripts, never off what was measured.
 */
import { type PublishedRun } from './published-run.js';

interface SourceLauncher {
  readonly source: RegExp;
  /** `--moe-token-dispatcher-type`. */
  readonly dispatcher?: 'all-to-all';
  /** `--cp-comm-type`. */
  readonly contextMethod?: 'all-to-all';
  /** `--moe-pad-expert-input-to-capacity`: every expert computes as many rows. */
  readonly padsExperts?: boolean;
  /** `--num-query-groups`, where it is not what the model's own configuration says. */
  readonly keyValueHeads?: readonly (readonly [model: RegExp, heads: number])[];
}

const LAUNCHERS: readonly SourceLauncher[] = [
  // simu_tools/megatron_scripts/scripts/run_pretrain_llama3.sh and run_pretrain_deepseekv2.sh at 1b8ca90.
  {
    source: /^MooreThreads\/SimuMax$/,
    dispatcher: 'all-to-all',
    contextMethod: 'all-to-all',
    padsExperts: true,
    keyValueHeads: [[/^llama3-405b/, 16]],
  },
];

export const launcherOf = (run: PublishedRun): SourceLauncher | undefined =>
  LAUNCHERS.find(({ source }) => source.test(run.source));

export const keyValueHeadsOf = (run: PublishedRun): number | undefined =>
  launcherOf(run)?.keyValueHeads?.find(([model]) => model.test(run.model))?.[1];
