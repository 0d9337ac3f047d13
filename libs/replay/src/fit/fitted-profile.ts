/** What was fitted as a fault profile that the replay plays. */
import { type FaultClassSpec, type FaultProfileSpec } from '../faults/index.js';
import { type ClassFit, exposureOf, type FaultFit, templateOf } from './fit-faults.js';

const DAY_S = 86_400;

/** Detection and effect are those of the presets' class of the same name; rates and repair are the log's. */
export function fittedProfile(fit: FaultFit, name: string, log: string): FaultProfileSpec {
  const { exposure, from, lemons, faults } = fit;
  const classes = fit.classes.map((one) => classSpec(one, fit, log));
  const models = new Set(classes.flatMap(({ networkModel }) => networkModel ?? []));
  const [model = 'none'] = models;
  // A log counts each fault once, so classes of both models may stand side by side.
  const isMixed = models.size > 1;
  return {
    name,
    description:
      `${faults} faults of ${log}: ${exposure.gpus} GPUs in ${exposure.nodes} nodes, ` +
      `${exposure.days.toFixed(1)} days from ${from}.`,
    networkModel: isMixed ? 'physical' : model,
    classes: isMixed ? classes.map(({ networkModel: _, ...spec }) => spec) : classes,
    ...(lemons === undefined
      ? {}
      : {
          lemons: {
            nodeFraction: lemons.nodeFraction,
            rateMultiple: lemons.rateMultiple,
            provenance: 'fitted' as const,
            source: `${lemons.nodes.length} of ${exposure.nodes} nodes in ${log}`,
          },
        }),
  };
}

function classSpec(fit: ClassFit, { exposure }: FaultFit, log: string): FaultClassSpec {
  const template = templateOf(fit.class);
  const [low, high] = fit.band;
  const figures = `${fit.faults} faults in ${log}; 95 % band ${low.toPrecision(3)} to ${high.toPrecision(3)}`;
  return {
    id: fit.class,
    family: template?.family ?? 'hardware',
    component: fit.component,
    [fit.rateKey]: rateOf(fit, exposure),
    arrivals: fit.arrivals,
    effect: template?.effect ?? { kind: 'drain' },
    duration:
      fit.repair === undefined
        ? (template?.duration ?? { kind: 'fixed', seconds: DAY_S })
        : { kind: 'log-normal', medianS: fit.repair.medianS, sigma: fit.repair.sigma },
    detectionS: template?.detectionS ?? 30,
    ...(template?.networkModel === undefined ? {} : { networkModel: template.networkModel }),
    provenance: 'fitted',
    source: `${figures}. Effect and detection as in llama3-h100, assumed`,
  };
}

/** Weibull lifetimes are stated by their mean, which a window shorter than it does not show. */
function rateOf({ rate, arrivals, weibull, component }: ClassFit, exposure: FaultFit['exposure']): number {
  if (arrivals.kind !== 'weibull' || weibull === undefined) return rate;
  const [, units, members] = exposureOf(component, exposure);
  return (members * exposure.days * DAY_S) / weibull.meanS / units;
}
