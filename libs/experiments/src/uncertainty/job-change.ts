/** A job with one of its inputs changed: priced again where the input matters, and nowhere else. */
import { type DeviceSpec, type Fabric, type NicSpec } from '@railyard/cluster';
import { type PriceOptions, type PricedStep, optimizerPhase, priceStep } from '@railyard/parallelism';
import { type JobOnMachine } from '../job/index.js';

/** What a value of an input changes of a job. */
export interface JobChange {
  readonly device?: Partial<DeviceSpec>;
  readonly nic?: Partial<NicSpec>;
  readonly expertLoadCv?: number;
  readonly communicationSms?: number;
  readonly overlappedExpertRate?: number;
}

export interface ChangedStep {
  readonly priced: PricedStep;
  readonly optimizerS: number;
}

export function changedStep(job: JobOnMachine, change: JobChange): ChangedStep {
  const { spec, step } = job;
  const { device, nic, expertLoadCv, communicationSms, overlappedExpertRate } = change;
  const { communication, routing } = spec.workload;
  const workload = {
    ...spec.workload,
    routing: { ...routing, expertLoadCv: expertLoadCv ?? routing.expertLoadCv },
    communication: { ...communication, sms: communicationSms ?? communication.sms },
  };
  const priced = priceStep(changedFabric(job, change), workload, spec.seed, {
    known: unchangedParts(step, change),
    ...(overlappedExpertRate === undefined ? {} : { overlappedExpertRate }),
  });
  if (device === undefined && nic === undefined) return { priced, optimizerS: step.optimizer.seconds };
  const { fabric, placement, schedule, plan } = priced;
  const { seconds } = optimizerPhase(
    fabric,
    workload,
    placement,
    schedule,
    plan.assignment,
    step.unreduced,
    changesNetwork(change) ? undefined : step.optimizer.collectives,
  );
  return { priced, optimizerS: seconds };
}

/** What of a step does not depend on the inputs that change. */
function unchangedParts(step: PricedStep, change: JobChange): NonNullable<PriceOptions['known']> {
  const { placement, shape, expert, boundary, plan, draws } = step;
  const { device, nic, expertLoadCv, communicationSms, overlappedExpertRate } = change;
  const isExchanged =
    changesNetwork(change) || communicationSms !== undefined || overlappedExpertRate !== undefined;
  const isPriced = device !== undefined || nic !== undefined || communicationSms !== undefined;
  return {
    placement,
    shape,
    ...(changesNetwork(change) ? {} : { boundary }),
    ...(isExchanged ? {} : { expert }),
    ...(isPriced ? {} : { plan }),
    ...(expertLoadCv === undefined ? { draws } : {}),
  };
}

const changesNetwork = ({ device, nic }: JobChange): boolean =>
  nic !== undefined || device?.nvlinkAchievedGBps !== undefined;

/** The graph holds the rates of links. */
function changedFabric(job: JobOnMachine, change: JobChange): Fabric {
  const { device, nic } = change;
  if (device === undefined && nic === undefined) return job.step.fabric;
  const { cluster } = job.spec;
  const changed = { ...cluster, device: { ...cluster.device, ...device }, nic: { ...cluster.nic, ...nic } };
  return job.fabricOf(changed, changesNetwork(change) ? undefined : job.graph);
}
