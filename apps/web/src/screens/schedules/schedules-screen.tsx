/** Schedules: every pipeline schedule for the same ranks, micro-batches and times of a pass. */
import { useMemo } from 'preact/hooks';
import { useUrlState } from '../../app/url-state.js';
import { type ScheduleAnswer, useEngine } from '../../engine/index.js';
import { AnswerState, Bars, Card, CopyButton, number, Page, percent, SliderField } from '../../ui/index.js';
import { Legend, Timeline, timelineOf } from '../../ui/timeline/index.js';

const DEFAULTS = { ranks: 8, microBatches: 20, fMs: 1, bInputMs: 1, wMs: 1 };

const SLIDERS = [
  ['ranks', 'Pipeline ranks', 2, 32, 1],
  ['microBatches', 'Micro-batches', 2, 128, 1],
  ['fMs', 'Forward (ms)', 0.1, 5, 0.1],
  ['bInputMs', 'Backward, input (ms)', 0.1, 5, 0.1],
  ['wMs', 'Backward, weights (ms)', 0.1, 5, 0.1],
] as const;

export default function SchedulesScreen() {
  const [state, change] = useUrlState('schedules', DEFAULTS);
  const answer = useEngine('schedules', state);
  return (
    <Page
      title="Schedules"
      lead="The same pipeline under every schedule: what is idle, and what the fullest rank holds."
      actions={<CopyButton label="Copy link" text={() => location.href} />}
    >
      <div class="columns">
        <form class="card" aria-label="The pipeline" onSubmit={(event) => event.preventDefault()}>
          {SLIDERS.map(([key, label, min, max, step]) => (
            <SliderField
              key={key}
              {...{ label, min, max, step }}
              value={state[key]}
              onChange={(value) => change({ [key]: value })}
            />
          ))}
        </form>
        <div class="cards">
          <AnswerState answer={answer} waiting="Loading the engine" />
          {answer.value !== undefined && <Comparison schedules={answer.value} />}
          {answer.value !== undefined && <Pictures schedules={answer.value} />}
        </div>
      </div>
    </Page>
  );
}

function Comparison({ schedules }: { readonly schedules: readonly ScheduleAnswer[] }) {
  const made = schedules.flatMap(({ name, summary }) => (summary === undefined ? [] : [{ name, summary }]));
  return (
    <>
      <Card title="Bubble" note="Mean idle time of a rank; in brackets, its share of the step.">
        <Bars
          unit="ms"
          rows={made.map(({ name, summary }) => ({
            label: name,
            parts: [{ name: 'bubble', value: summary.bubbleMs }],
            text: `${number(summary.bubbleMs, 3)} ms (${percent(summary.bubbleMs / summary.makespanMs, 2)})`,
          }))}
        />
      </Card>
      <Card title="Memory" note="Most activations that a rank holds, each of one micro-batch on one stage.">
        <Bars
          unit=""
          rows={made.map(({ name, summary }) => ({
            label: name,
            parts: [
              {
                name: 'activations',
                value: Math.max(...summary.perRank.map((rank) => rank.peakActivations)),
              },
            ],
          }))}
        />
      </Card>
    </>
  );
}

/** Each schedule drawn, all on one axis. */
function Pictures({ schedules }: { readonly schedules: readonly ScheduleAnswer[] }) {
  const longestMs = Math.max(...schedules.map(({ summary }) => summary?.makespanMs ?? 0));
  return (
    <>
      {schedules.map((schedule) => (
        <Picture key={schedule.name} schedule={schedule} leastS={longestMs / 1e3} />
      ))}
    </>
  );
}

interface PictureProps {
  readonly schedule: ScheduleAnswer;
  readonly leastS: number;
}

function Picture({ schedule: { name, issues, summary, timeline }, leastS }: PictureProps) {
  const data = useMemo(
    () => (timeline === undefined ? undefined : timelineOf(timeline, leastS)),
    [timeline, leastS],
  );
  if (summary === undefined || data === undefined)
    return (
      <Card title={name} note="Not for this pipeline." wide>
        {issues.map(({ message, hint }) => (
          <p key={message}>
            {message} {hint}
          </p>
        ))}
      </Card>
    );
  const formula =
    summary.formulaBubbleMs === null ? '' : `; its formula says ${number(summary.formulaBubbleMs)} ms`;
  return (
    <Card
      title={name}
      note={`${number(summary.makespanMs)} ms, bubble ${number(summary.bubbleMs)} ms${formula}.`}
      wide
    >
      <Legend data={data} />
      <Timeline data={data} label={name} compact />
    </Card>
  );
}
