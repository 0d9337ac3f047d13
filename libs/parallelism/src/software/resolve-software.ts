/** What a job runs on: its level's defaults, and over them what its owner set. */
import { assumed } from '@railyard/base';
import { type HostLaunch } from './host-launch.js';
import { type Gradients, LEVELS, type Software } from './levels.js';
import { type SoftwareSpec } from './software-spec.js';

/** What a compiler fuses in a block, whatever the level does. */
const COMPILED = { norm: true, activation: true, dropout: true, rope: true } as const;

/** Undefined where the document has no `software`: kernels of the calibration, a host that is never late. */
export function resolveSoftware(
  spec: SoftwareSpec | undefined,
  gradients: Gradients = { bytes: 4, accumulate: true },
): Software | undefined {
  if (spec === undefined) return undefined;
  const { software, gate } = LEVELS[spec.level ?? 'deepseek-v3'];
  const fused = { ...software.fused, ...(spec.launch === 'compiled' ? COMPILED : {}), ...spec.fused };
  const attention = spec.attention ?? software.attention;
  return {
    ...(attention === undefined ? {} : { attention }),
    fused,
    launch: spec.launch ?? software.launch,
    graphs: spec.graphs ?? [],
    gate: gate ?? (fused.router ? 'fused' : 'plain'),
    optimizer: spec.optimizer ?? software.optimizer,
    dropout: spec.dropout ?? software.dropout,
    selective: spec.selective ?? software.selective,
    ...(software.gathersOperands === true ? { gathersOperands: true } : {}),
    ...(software.copiesUnits === true ? { copiesUnits: true } : {}),
    gradients,
    host: spec.hostLaunchUs === undefined ? software.host : hostOf(spec.hostLaunchUs, software.host),
  };
}

/** A host measured by one figure keeps the level's ratio between forward and backward. */
function hostOf(forwardUs: number, { forward, backward }: HostLaunch): HostLaunch {
  const given = (value: number) => assumed(value, 's', 'workload.software.hostLaunchUs');
  return {
    forward: given(forwardUs * 1e-6),
    backward: given((forwardUs * 1e-6 * backward.value) / forward.value),
  };
}
