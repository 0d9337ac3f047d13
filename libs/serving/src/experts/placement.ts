/**
 * Where experts lie in an instance, and what the fullest GPU then has to do. With a balancer the hottest
 * experts get the spare places and copies go to the GPU with the least to do (as DeepSeek's EPLB); without
 * one, experts lie in order and spare places hold copies of the first.
 */
import { type RandomStream, exp, invariant, log } from '@railyard/base';

export interface ExpertPlaces {
  readonly experts: number;
  readonly redundant: number;
  readonly gpus: number;
  readonly balancer: boolean;
}

/** Draws of loads with this coefficient of variation, mean one: log-normal, as measured loads are. */
export function drawLoads(stream: RandomStream, experts: number, variation: number): Float64Array {
  const variance = log(1 + variation * variation);
  const deviation = Math.sqrt(variance);
  const loads = Float64Array.from({ length: experts }, () => exp(deviation * stream.normal()));
  const mean = loads.reduce((sum, load) => sum + load, 0) / experts;
  return loads.map((load) => load / mean);
}

/** Load of the fullest GPU over the mean of all. */
export function fullestGpu(loads: Float64Array, places: ExpertPlaces): number {
  const { experts, redundant, gpus, balancer } = places;
  invariant((experts + redundant) % gpus === 0, 'every GPU has equally many places', { ...places });
  const each = (experts + redundant) / gpus;
  const copies = copiesOf(loads, redundant, balancer);
  const parts = Array.from(loads, (load, expert) =>
    Array.from({ length: copies[expert] }, () => load / copies[expert]),
  ).flat();
  const onGpu = balancer ? packed(parts, gpus, each) : inOrder(parts, gpus, each);
  return Math.max(...onGpu) / (experts / gpus);
}

/** Each spare place goes to the expert whose copies have most to do. */
function copiesOf(loads: Float64Array, redundant: number, balancer: boolean): Int32Array {
  const copies = new Int32Array(loads.length).fill(1);
  for (let spare = 0; spare < redundant; spare += 1) {
    let hottest = spare % loads.length;
    if (balancer)
      for (let expert = 0; expert < loads.length; expert += 1)
        if (loads[expert] / copies[expert] > loads[hottest] / copies[hottest]) hottest = expert;
    copies[hottest] += 1;
  }
  return copies;
}

/** Largest first, each to the GPU with the least load that has a place left. */
function packed(parts: readonly number[], gpus: number, places: number): Float64Array {
  const load = new Float64Array(gpus);
  const taken = new Int32Array(gpus);
  for (const part of parts.toSorted((a, b) => b - a)) {
    let least = -1;
    for (let gpu = 0; gpu < gpus; gpu += 1)
      if (taken[gpu] < places && (least < 0 || load[gpu] < load[least])) least = gpu;
    load[least] += part;
    taken[least] += 1;
  }
  return load;
}

function inOrder(parts: readonly number[], gpus: number, places: number): Float64Array {
  const load = new Float64Array(gpus);
  parts.forEach((part, i) => (load[Math.floor(i / places)] += part));
  return load;
}
