/** The paper's tables and figures, each computed by the twin; robustness by its name only. */
import { type PriceList } from '@railyard/cluster';
import { CliError, ExitCode } from '../exit-code.js';
import { progressBar } from '../output/progress.js';
import { type ExperimentResult } from '@railyard/experiments';
import { type Report } from '@railyard/reports';

/** Runs an experiment preset. */
export type RunPreset = (name: string) => Promise<ExperimentResult>;

type Builder = (run: RunPreset, prices?: PriceList) => Promise<Report>;

const BUILDERS: Readonly<Record<string, Builder>> = {
  table1: async () => (await import('@railyard/reports')).table1(),
  table2: async () => (await import('@railyard/reports')).table2(),
  table3: (_run, prices) => networkComparison(prices),
  table4: async (run) =>
    (await import('@railyard/reports')).table4(await run('deepseek-v3-mpft'), await run('deepseek-v3-mrft')),
  table5: async () =>
    (await import('@railyard/reports')).table5((await import('@railyard/cluster')).latencyTable()),
  figure5: async () => (await import('./network-figures.js')).figure5(),
  figure6: async () => (await import('./network-figures.js')).figure6(),
  figure7: async () => (await import('./network-figures.js')).figure7(),
  figure8: async () => (await import('./network-figures.js')).figure8(),
  'decode-limits': async () => (await import('@railyard/reports')).decodeLimits(),
};

/** What takes about a minute, and so is made only when it is named. */
const LONG_BUILDERS: typeof BUILDERS = { robustness: robustnessReport };

/** What `all` consists of. */
export const ARTIFACTS: readonly string[] = Object.keys(BUILDERS);
export const NAMES: readonly string[] = [...ARTIFACTS, ...Object.keys(LONG_BUILDERS)];

/**
 * `prices` in place of those that table 3 was fitted with. @throws CliError when the paper has no such table
 * or figure.
 */
export async function reproduce(artifact: string, run: RunPreset, prices?: PriceList): Promise<Report> {
  const builders = { ...BUILDERS, ...LONG_BUILDERS };
  const build = Object.hasOwn(builders, artifact) ? builders[artifact] : undefined;
  if (build === undefined)
    throw new CliError(
      ExitCode.notFound,
      'not-found',
      `nothing is called \`${artifact}\``,
      `Choose one of: ${[...NAMES, 'all'].join(', ')}.`,
    );
  return build(run, prices);
}

async function networkComparison(prices?: PriceList): Promise<Report> {
  const { NETWORK_COMPARISON, networkCost } = await import('@railyard/cluster');
  const { FT2, MPFT, FT3, SF, DF } = NETWORK_COMPARISON;
  const { table3 } = await import('@railyard/reports');
  const of = (spec: typeof FT2) => networkCost(spec, prices);
  return table3({ FT2: of(FT2), MPFT: of(MPFT), FT3: of(FT3), SF: of(SF), DF: of(DF) }, prices);
}

async function robustnessReport(): Promise<Report> {
  const { robustness } = await import('@railyard/reports');
  const { robustnessFindings } = await import('./robustness-findings.js');
  const bar = await progressBar();
  try {
    return robustness(await robustnessFindings((phase, share) => bar.update(phase, share)));
  } finally {
    bar.stop();
  }
}
