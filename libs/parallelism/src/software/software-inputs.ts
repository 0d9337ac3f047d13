/** What a result says of the software that it was computed with. */
import { type ProvenancedInput, asInput } from '@railyard/base';
import { isLaunchedByHost } from './host-pace.js';
import { LEVELS } from './levels.js';
import { resolveSoftware } from './resolve-software.js';
import { type SoftwareSpec } from './software-spec.js';

/** None where the document names no software. */
export function softwareInputs(spec: SoftwareSpec | undefined): readonly ProvenancedInput[] {
  const software = resolveSoftware(spec);
  if (spec === undefined || software === undefined) return [];
  const { level = 'deepseek-v3' } = spec;
  const { source, of } = LEVELS[level];
  const named: ProvenancedInput = {
    name: 'software.level',
    value: level,
    unit: '',
    provenance: 'published',
    source: `${of}: ${source}`,
  };
  if (!isLaunchedByHost(software)) return [named];
  return [
    named,
    asInput('software.hostLaunchForward', software.host.forward),
    asInput('software.hostLaunchBackward', software.host.backward),
  ];
}
