/**
 * Which rows of a search break a rule. Each rule of the plan says what of a layout it depends on, so it is
 * asked once for each combination of these: a row is a few look-ups. What is wrong with a row in words is
 * worked out by the same rules when somebody reads it.
 */
import { IssueList } from '@railyard/base';
import { type ClusterSpec } from '@railyard/cluster';
import { LAYOUT_RULES, type LayoutRule, type WorkloadSpec } from '@railyard/parallelism';
import { PIPELINE_OPS_RULE } from '../documents/index.js';
import { type Choices, ColumnCode, type LayoutColumns } from './layout-columns.js';

const KEPT = 1;
const BROKEN = 2;

interface RuleTable {
  readonly rule: LayoutRule;
  readonly code: ColumnCode;
  /** [combinations] 0: not asked yet. */
  readonly verdicts: Uint8Array;
}

export class LayoutRules {
  private readonly tables: readonly RuleTable[];

  constructor(
    columns: LayoutColumns,
    private readonly cluster: ClusterSpec,
    private readonly workloadOf: (choices: Choices) => WorkloadSpec,
  ) {
    this.tables = [...LAYOUT_RULES, PIPELINE_OPS_RULE].map((rule) => {
      const code = new ColumnCode(columns, rule.reads);
      return { rule, code, verdicts: new Uint8Array(code.size) };
    });
  }

  keptBy(choices: Choices): boolean {
    for (const { rule, code, verdicts } of this.tables) {
      const place = code.of(choices);
      if (verdicts[place] === 0) verdicts[place] = this.ask(rule, choices);
      if (verdicts[place] === BROKEN) return false;
    }
    return true;
  }

  private ask({ check }: LayoutRule, choices: Choices): number {
    const issues = new IssueList();
    check(this.cluster, this.workloadOf(choices), issues);
    return issues.issues.length === 0 ? KEPT : BROKEN;
  }
}
