/**
 * Switches on a lattice: torus (links to both neighbours of each dimension, around) and HyperX (Ahn et
 * al., SC 2009: a full mesh along each dimension). Coordinates are mixed-radix digits of a switch's
 * number, the first dimension fastest. A torus dimension of 2 has one neighbour, not two.
 */
import { type LatticeTopology } from '../definition/index.js';
import { type ScaleOut } from './scale-out.js';

export const latticeSwitches = ({ dimensions }: LatticeTopology): number =>
  dimensions.reduce((product, size) => product * size, 1);

/** Steps from a switch to those it is joined to along a dimension, each cable from one end only. */
const stepsAlong = (kind: LatticeTopology['kind'], size: number): number[] => {
  if (size === 1) return [];
  return kind === 'torus' ? [1] : Array.from({ length: size - 1 }, (_, i) => i + 1);
};

/** Links of a switch to other switches. */
export const latticeDegree = ({ kind, dimensions, width = 1 }: LatticeTopology): number =>
  dimensions.reduce((sum, size) => sum + (kind === 'torus' ? Math.min(2, size - 1) : size - 1), 0) * width;

export function planLattice(topology: LatticeTopology): ScaleOut {
  const { kind, dimensions, endpointsPerSwitch, width = 1, switchPorts } = topology;
  const routers = latticeSwitches(topology);
  return {
    planes: 1,
    portsPerNic: 1,
    leaves: 0,
    spines: 0,
    cores: 0,
    routers,
    routersPerGroup: dimensions[0],
    railAligned: false,
    switchPorts,
    attach: (nic) => Math.floor(nic / endpointsPerSwitch),
    planeOf: () => -1,
    wire: (connect) => {
      let stride = 1;
      for (const size of dimensions) {
        const steps = stepsAlong(kind, size);
        for (let from = 0; from < routers; from += 1) {
          const at = Math.floor(from / stride) % size;
          for (const step of steps) {
            // Around only where that is another cable than the one straight on.
            if (at + step >= size && (kind === 'hyperx' || size === 2)) continue;
            const to = from + (((at + step) % size) - at) * stride;
            for (let cable = 0; cable < width; cable += 1)
              connect(from, to, stride === 1 ? 'local' : 'global', -1);
          }
        }
        stride *= size;
      }
    },
  };
}
