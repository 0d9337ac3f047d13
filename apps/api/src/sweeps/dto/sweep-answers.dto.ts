/** What the routes about sweeps answer, as the interface describes it. */
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { FailureGroup, RunCounts, RunView } from '../../runs/index.js';
import { type LostPoints, type Preview, type RunBehind, type SweepPlan } from '../sweep-protocol.js';
import { type SweepView, type SweepWarning } from '../sweep-view.js';

const VALUES = { type: Object, additionalProperties: true, description: 'Dotted path to value' } as const;

class SweepGoal {
  @ApiProperty({ type: String })
  readonly metric: SweepPlan['objective']['metric'];

  @ApiProperty({ enum: ['maximize', 'minimize'] })
  readonly goal: 'maximize' | 'minimize';
}

class SweepIssue {
  @ApiProperty({ type: String })
  readonly path: string;

  @ApiProperty({ type: String })
  readonly code: string;

  @ApiProperty({ type: String })
  readonly message: string;

  @ApiProperty({ type: String })
  readonly hint: string;
}

class InfeasibleAlike {
  @ApiProperty({ type: SweepIssue })
  readonly issue: SweepIssue;

  @ApiProperty({ type: 'integer' })
  readonly count: number;

  @ApiProperty(VALUES)
  readonly example: Readonly<Record<string, unknown>>;
}

class InfeasiblePoints {
  @ApiProperty({ type: 'integer' })
  readonly count: number;

  @ApiProperty({ type: [InfeasibleAlike] })
  readonly groups: readonly InfeasibleAlike[];
}

class LostAlike implements LostPoints {
  @ApiProperty({ enum: ['work', 'schedule', 'routing'], description: 'The bound that says so' })
  readonly by: LostPoints['by'];

  @ApiProperty({ type: 'integer' })
  readonly count: number;

  @ApiProperty({ type: Number, description: 'The objective that none of them beats' })
  readonly bound: number;
}

class BehindTheBest implements RunBehind {
  @ApiProperty({ type: 'integer' })
  readonly position: number;

  @ApiProperty({ type: Number, description: 'Seconds of kernels, and of what is recomputed' })
  readonly computationS: number;

  @ApiProperty({ type: Number })
  readonly exposedCommunicationS: number;

  @ApiProperty({ type: Number })
  readonly bubbleS: number;

  @ApiProperty({ type: Number })
  readonly optimizerS: number;
}

class PlanAnswer implements SweepPlan {
  @ApiProperty({ type: 'integer', description: 'Points, before anything is removed' })
  readonly size: number;

  @ApiProperty({ type: 'integer' })
  readonly duplicates: number;

  @ApiProperty({ type: InfeasiblePoints })
  readonly infeasible: InfeasiblePoints;

  @ApiProperty({ type: 'integer', description: 'Points that a search need not run' })
  readonly pruned: number;

  @ApiProperty({ type: 'integer', description: 'Points to run' })
  readonly runs: number;

  @ApiProperty({ type: SweepGoal })
  readonly objective: SweepGoal;

  @ApiProperty({ type: [LostAlike], required: false, description: 'Of a search: why points were not run' })
  readonly lost?: readonly LostAlike[];

  @ApiProperty({
    type: [BehindTheBest],
    required: false,
    description: 'Of a search: seconds that its runs lose to the best, the best first',
  })
  readonly behind?: readonly BehindTheBest[];
}

export class SweepPreview extends PlanAnswer implements Preview {
  @ApiProperty({ type: Boolean })
  readonly ok: boolean;

  @ApiProperty({ type: String })
  readonly engineVersion: string;

  @ApiProperty({ type: Number, nullable: true, description: 'null for replays, which are not tried' })
  readonly secondsPerRun: number | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'null behind a queue: nobody knows how many threads there will be',
  })
  readonly expectedMinutes: number | null;
}

class ScoredRun {
  @ApiProperty({ type: String, description: 'Address of the run' })
  readonly run: string;

  @ApiProperty({ type: 'integer' })
  readonly position: number;

  @ApiProperty(VALUES)
  readonly parameters: Readonly<Record<string, unknown>>;

  @ApiProperty({ type: Object, additionalProperties: { type: 'number' } })
  readonly metrics: Readonly<Record<string, number>>;
}

class ParetoFront {
  @ApiProperty({ type: [SweepGoal] })
  readonly objectives: readonly SweepGoal[];

  @ApiProperty({ type: [ScoredRun] })
  readonly runs: readonly ScoredRun[];
}

class SweepWarningAnswer implements SweepWarning {
  @ApiProperty({ type: String, description: 'Address of the run' })
  readonly run: string;

  @ApiProperty({ type: String })
  readonly code: string;

  @ApiProperty({ type: String })
  readonly message: string;
}

/** Addresses; what cannot be done now has none. */
class SweepLinks {
  @ApiProperty({ type: String })
  readonly self: string;

  @ApiProperty({ type: String })
  readonly runs: string;

  @ApiProperty({ type: String })
  readonly events: string;

  @ApiProperty({ type: String })
  readonly document: string;

  @ApiProperty({ type: String })
  readonly report: string;

  @ApiProperty({ type: String, required: false })
  readonly cancel?: string;

  @ApiProperty({ type: String, required: false })
  readonly retryFailed?: string;
}

@ApiSchema({ name: 'SweepView' })
export class SweepAnswer implements Omit<SweepView, 'links'> {
  @ApiProperty({ type: String })
  readonly id: string;

  @ApiProperty({ type: String })
  readonly name: string;

  @ApiProperty({ enum: ['expanding', 'running', 'succeeded', 'failed', 'cancelled'] })
  readonly state: SweepView['state'];

  @ApiProperty({ type: String, format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ type: String, nullable: true, description: 'Why it could not be expanded or was ended' })
  readonly failure: string | null;

  @ApiProperty({ type: PlanAnswer, nullable: true, description: 'null before the first points are added' })
  readonly plan: PlanAnswer | null;

  @ApiProperty({ type: 'integer', description: 'Points added so far' })
  readonly expanded: number;

  @ApiProperty({ type: RunCounts })
  readonly counts: RunCounts;

  @ApiProperty({ type: [ScoredRun], description: 'Best first' })
  readonly best: readonly ScoredRun[];

  @ApiProperty({
    type: [SweepWarningAnswer],
    description: 'Of the best runs: checkpoints that do not reach behind a corruption when it is found',
  })
  readonly warnings: readonly SweepWarningAnswer[];

  @ApiProperty({ type: ParetoFront, nullable: true })
  readonly pareto: ParetoFront | null;

  @ApiProperty({ type: [FailureGroup] })
  readonly failures: readonly FailureGroup[];

  @ApiProperty({ type: SweepLinks })
  readonly links: SweepLinks;
}

export class RetriedSweep extends SweepAnswer {
  @ApiProperty({ type: 'integer', description: 'Points that have a new run' })
  readonly retried: number;
}

class SweepEntry {
  @ApiProperty({ type: String })
  readonly id: string;

  @ApiProperty({ type: String })
  readonly name: string;

  @ApiProperty({ type: String, format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ type: SweepLinks })
  readonly links: SweepLinks;
}

export class SweepPage {
  @ApiProperty({ type: [SweepEntry] })
  readonly items: readonly SweepEntry[];

  @ApiProperty({ type: String, nullable: true, description: 'Cursor of the next page' })
  readonly next: string | null;
}

class SweepMemberAnswer extends RunView {
  @ApiProperty({ type: 'integer' })
  readonly position: number;

  @ApiProperty(VALUES)
  readonly parameters: Readonly<Record<string, unknown>>;

  @ApiProperty({
    type: Object,
    additionalProperties: { type: 'number' },
    nullable: true,
    description: 'Of a run that succeeded',
  })
  readonly metrics: Readonly<Record<string, number>> | null;
}

export class SweepRunPage {
  @ApiProperty({ type: [SweepMemberAnswer] })
  readonly items: readonly SweepMemberAnswer[];

  @ApiProperty({ type: String, nullable: true, description: 'Cursor of the next page' })
  readonly next: string | null;
}
