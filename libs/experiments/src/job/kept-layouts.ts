/**
 * What of a job does not depend on what its seed draws: the network, prices and groups, the traffic of a step
 * and of a checkpoint. Runs of one layout that follow each other share it, and those of one cluster its
 * network.
 */
import { canonicalJson } from '@railyard/base';
import { Fabric, type FabricGraph, type LinkAccount, capacityUnder, parseFault } from '@railyard/cluster';
import { type BoundaryContention, type CheckpointTraffic, type StepSimulation } from '@railyard/parallelism';
import { type JobSpec } from '../document.js';

export interface KeptLayout {
  step?: StepSimulation;
  checkpoint?: CheckpointTraffic;
  contention?: BoundaryContention;
  traffic?: LinkAccount;
}

/** GPUs of all that is kept: a few kilobytes each. */
const MOST_GPUS = 32_768;

/** The latest values by key, as many as their sizes allow; the last one always. */
class Latest<T> {
  private readonly values = new Map<string, { readonly value: T; readonly size: number }>();

  of(key: string, size: number, make: () => T): T {
    const { value } = this.values.get(key) ?? { value: make() };
    this.values.delete(key);
    this.values.set(key, { value, size });
    let all = 0;
    for (const kept of this.values.values()) all += kept.size;
    for (const [oldest, kept] of this.values) {
      if (all <= MOST_GPUS || oldest === key) break;
      this.values.delete(oldest);
      all -= kept.size;
    }
    return value;
  }
}

const fabrics = new Latest<Fabric>();
const layouts = new Latest<KeptLayout>();

const gpusOf = ({ cluster }: JobSpec): number => cluster.nodes * cluster.gpusPerNode;

/** The network of a job with the faults that its document names. @param graph where rates are equal */
export function networkOf({ cluster, fail = [] }: JobSpec, graph?: FabricGraph): Fabric {
  const whole = new Fabric(cluster, graph === undefined ? {} : { graph });
  return fail.length === 0 ? whole : whole.withCapacity(capacityUnder(whole.graph, fail.map(parseFault)));
}

export function keptFabric(spec: JobSpec): Fabric {
  const { cluster, fail = [] } = spec;
  return fabrics.of(canonicalJson({ cluster, fail }), gpusOf(spec), () => networkOf(spec));
}

/** Filled in by the first job of a layout. Random placement is drawn by the seed. */
export function keptLayout(spec: JobSpec): KeptLayout {
  const { cluster, workload, fail = [], seed } = spec;
  const drawn = workload.parallelism.placement === 'random' ? seed : null;
  return layouts.of(canonicalJson({ cluster, workload, fail, drawn }), gpusOf(spec), () => ({}));
}
