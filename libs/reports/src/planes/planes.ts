/**
 * What each class of fault costs a training step on three networks of one job: planes with a NIC each (MPFT,
 * paper figure 3), one fabric of rails (MRFT), and the ideal NIC with a port on each plane (figure 4). A row
 * that table 4 cannot show, whose two networks were measured whole.
 */
import { ENGINE_VERSION } from '@railyard/experiments';
import { type ProvenancedInput } from '@railyard/base';
import { type Report, type ReportRow, reportRow } from '../report.js';

/** One fault on one network, as its simulation left it. */
export interface PlaneFinding {
  readonly fault: string;
  readonly network: string;
  /** Names of the parts; empty where nothing has failed. */
  readonly parts: readonly string[];
  readonly stepSeconds: number;
  /** Every GPU to the one half a cluster away: the slowest message over that of a whole network. */
  readonly slowest: number;
  /** Share of these messages that are slower than on a whole network. */
  readonly slowed: number;
}

export function planes(findings: readonly PlaneFinding[], inputs: readonly ProvenancedInput[]): Report {
  const whole = new Map(
    findings.filter(({ parts }) => parts.length === 0).map((one) => [one.network, one.stepSeconds]),
  );
  const rows = findings.flatMap((one): ReportRow[] => {
    const { fault, network, parts, stepSeconds, slowest, slowed } = one;
    const note = parts.length > 1 ? `${parts[0]} and ${parts.length - 1} more` : (parts[0] ?? '');
    const row = (name: string, unit: string, twin: number): ReportRow =>
      reportRow({ name: `${fault}: ${name}`, unit, case: network, paper: null, twin, note });
    if (parts.length === 0) return [row('step', 's', stepSeconds)];
    return [
      row('step', 's', stepSeconds),
      row('longer step', '%', 100 * (stepSeconds / (whole.get(network) ?? stepSeconds) - 1)),
      row('slowest message of all-to-half', 'x', slowest),
      row('messages slowed', '%', 100 * slowed),
    ];
  });
  return {
    artifact: 'planes',
    title: 'Planes, rails and multi-port NICs under faults, inside a training step',
    engineVersion: ENGINE_VERSION,
    rows,
    inputs,
    withinTolerance: true,
    conclusion: conclusionOf(findings, whole),
  };
}

/** Where a network isolates: the most that a class of fault costs a step on each. */
function conclusionOf(findings: readonly PlaneFinding[], whole: ReadonlyMap<string, number>): string {
  const costs = [...whole].map(([network, seconds]) => {
    const failed = findings.filter((one) => one.network === network && one.parts.length > 0);
    const worst = failed.reduce((most, one) => (one.stepSeconds > most.stepSeconds ? one : most));
    const isolated = failed.filter(({ stepSeconds }) => stepSeconds / seconds < 1.001);
    return (
      `${network}: at worst ${(100 * (worst.stepSeconds / seconds - 1)).toFixed(1)} % (${worst.fault}), ` +
      `less than 0.1 % for ${isolated.length === 0 ? 'none' : isolated.map(({ fault }) => fault).join(', ')}`
    );
  });
  return `${costs.join('; ')}.`;
}
