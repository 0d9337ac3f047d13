/**
 * What a flap during a training step costs: a part of the network that is down for a while, at a stated
 * moment of the step or at any. Traffic waits for the part, or takes another way after `reroute` seconds.
 */
import { linksOf } from '@railyard/cluster';
import { type FlappedStep, flapBand, flapMoment, struckStep } from '@railyard/parallelism';
import { FLAP_WINDOWS_S } from '@railyard/replay';
import { type ExperimentDocument } from '../document.js';
import { type FlapSection } from '../flap-result.js';
import { JobOnMachine } from '../job/index.js';
import { type RunWarning } from '../result.js';
import { type StepFlap, parseStepFlap } from './step-flap.js';

/** Sections and warnings of a document with `flap`. */
export function flapSections(
  document: ExperimentDocument,
  job: JobOnMachine,
): { readonly sections: readonly FlapSection[]; readonly warnings: readonly RunWarning[] } {
  const sections = (document.flap ?? []).map((text) => sectionOf(document, job, parseStepFlap(text)));
  return { sections, warnings: sections.flatMap(warningsOf) };
}

function sectionOf(document: ExperimentDocument, job: JobOnMachine, flap: StepFlap): FlapSection {
  const { reroute = Infinity, workload } = document;
  const { part, begins, durationSeconds, remaining } = flap;
  // What keeps a share of its rate goes on at once, at that.
  const standstill = remaining > 0 ? 0 : Math.min(reroute, durationSeconds);
  const { cluster, seed, fail = [] } = document;
  const without =
    standstill < durationSeconds
      ? new JobOnMachine({ cluster, workload, seed, fail: [...fail, part] }).step
      : undefined;
  const struck = struckStep(job.step, workload, job.traffic, linksOf(job.graph, flap.element));
  const flapped: FlappedStep = { step: job.step, without, struck };
  const lasts = { standstill, duration: durationSeconds };
  return {
    part,
    startS: begins ?? null,
    durationS: durationSeconds,
    standstillS: standstill,
    heldRanks: Math.max(0, ...struck.pipelines.map(({ ranks }) => ranks.size)),
    holdsMessages: struck.pipelines.some(({ messages }) => messages.includes(1)),
    holdsOptimizer: struck.isState,
    ...(begins === undefined ? flapBand(flapped, lasts) : flapMoment(flapped, lasts, begins)),
  };
}

function warningsOf(section: FlapSection): readonly RunWarning[] {
  const { part, standstillS, heldRanks, holdsMessages, holdsOptimizer } = section;
  if (heldRanks === 0 && !holdsMessages && !holdsOptimizer)
    return [
      {
        code: 'flap-without-traffic',
        message: `Nothing of the step goes over ${part}: its flap changes nothing.`,
      },
    ];
  const window = FLAP_WINDOWS_S['nccl-2.14'];
  return standstillS <= window
    ? []
    : [
        {
          code: 'flap-beyond-retries',
          message:
            `Traffic over ${part} stands still for ${standstillS} s: connections give up after ${window} s ` +
            `(since NCCL 2.23 ${FLAP_WINDOWS_S['nccl-2.23']} s), and the job ends with them.`,
        },
      ];
}
