/**
 * The paper's tables and figures, each computed by the twin; robustness, planes, formats and wishes by
 * their names only.
 */
import { entryOf, IssueList } from '@railyard/base';
import { NETWORK_COMPARISON, type PriceList, latencyTable, networkCost } from '@railyard/cluster';
import { checkParts, decodeFindings, type ExperimentResult, priceWishes } from '@railyard/experiments';
import { type Report } from '../report.js';
import { planes } from '../planes/index.js';
import { robustness } from '../robustness/index.js';
import { wishes } from '../wishes/index.js';
import { decodeLimits, formats, table1, table2, table3, table4, table5 } from '../tables/index.js';
import { reproduceFigure5, reproduceFigure6, reproduceFigure7, reproduceFigure8 } from './network-figures.js';
import { planeFindings, planeInputs } from './plane-findings.js';
import { robustnessFindings } from './robustness-findings.js';

export interface ReproductionOptions {
  /** The result of an experiment preset, computed or stored. */
  readonly resultOf: (preset: string) => ExperimentResult | Promise<ExperimentResult>;
  /** In place of the prices that table 3 was fitted with. */
  readonly prices?: PriceList;
  readonly onProgress?: (phase: string, share: number) => void;
}

/** Experiment presets whose results an artifact shows; the others are computed from their own inputs. */
const SHOWN_RUNS = { table4: ['deepseek-v3-mpft', 'deepseek-v3-mrft'] } as const;

type Reproduction = (options: ReproductionOptions) => Report | Promise<Report>;

const REPRODUCTIONS = {
  table1: () => table1(),
  table2: () => table2(),
  table3: ({ prices }) => networkComparison(prices),
  table4: async ({ resultOf }) => {
    const [mpft, mrft] = SHOWN_RUNS.table4;
    return table4(await resultOf(mpft), await resultOf(mrft));
  },
  table5: () => table5(latencyTable()),
  figure5: reproduceFigure5,
  figure6: reproduceFigure6,
  figure7: reproduceFigure7,
  figure8: reproduceFigure8,
  'decode-limits': () => decodeLimits(decodeFindings()),
  planes: ({ onProgress }) => planes(planeFindings(onProgress ?? (() => undefined)), planeInputs()),
  formats: () => formats(),
  wishes: ({ onProgress }) => wishes(priceWishes(onProgress)),
  robustness: ({ onProgress }) => robustness(robustnessFindings(onProgress ?? (() => undefined))),
} as const satisfies Readonly<Record<string, Reproduction>>;

export type ArtifactName = keyof typeof REPRODUCTIONS;

/** Everything that can be reproduced by its name. */
export const ARTIFACT_NAMES = Object.keys(REPRODUCTIONS) as readonly ArtifactName[];

/**
 * What `all` consists of: what takes long, or stands in no table or figure, is made only when it is named.
 */
export const ALL_ARTIFACTS: readonly ArtifactName[] = ARTIFACT_NAMES.filter(
  (name) => !['robustness', 'planes', 'formats', 'wishes'].includes(name),
);

export const isArtifact = (name: string): name is ArtifactName => Object.hasOwn(REPRODUCTIONS, name);

/** The experiment presets whose results it shows. */
export const runsOf = (artifact: ArtifactName): readonly string[] =>
  artifact === 'table4' ? SHOWN_RUNS[artifact] : [];

/** A table or figure of the paper, its numbers next to the twin's. */
export async function reproduce(artifact: ArtifactName, options: ReproductionOptions): Promise<Report> {
  return entryOf<Reproduction>(REPRODUCTIONS, artifact)(options);
}

function networkComparison(prices?: PriceList): Report {
  const { FT2, MPFT, FT3, SF, DF } = NETWORK_COMPARISON;
  const issues = new IssueList();
  for (const spec of [FT2, MPFT, FT3, SF, DF]) checkParts(spec, prices, issues);
  issues.throwIfAny();
  const of = (spec: typeof FT2) => networkCost(spec, prices);
  return table3({ FT2: of(FT2), MPFT: of(MPFT), FT3: of(FT3), SF: of(SF), DF: of(DF) }, prices);
}
