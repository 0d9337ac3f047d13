import fc from 'fast-check';
import { fatTreeFleet } from '../faults/index.js';
import {
  type MachineCondition,
  conditionKey,
  constantMachine,
  countingMachine,
  memoised,
  undisturbed,
} from './machine-model.js';

/** Eight planes of four spines: a link is one in eight of its node, a spine one in four of its plane. */
const fleet = fatTreeFleet({ nodes: 256, planes: 8, dataReplicas: 4 });
const whole = undisturbed(fleet);
const [STEP, NETWORK] = [20, 4];
const counted = (rebalanceAcrossPlanes: boolean) =>
  countingMachine({ fleet, stepSeconds: STEP, exposedNetworkSeconds: NETWORK, rebalanceAcrossPlanes });
const withNetwork = (share: number): number => STEP - NETWORK + NETWORK / share;

describe('a machine that counts links', () => {
  it.each<[string, Partial<MachineCondition>, number, number]>([
    ['nothing', {}, 1, 1],
    ['a host link', { worstNicsLost: 1, nodesWithLostNics: 1 }, 7 / 8, 7 / 8],
    ['a leaf', { leavesDown: 1 }, 7 / 8, 7 / 8],
    ['many leaves, of which one serves a NIC', { leavesDown: 5 }, 7 / 8, 7 / 8],
    ['two planes', { planesDown: 2 }, 6 / 8, 6 / 8],
    ['every link of a node', { worstNicsLost: 8, nodesWithLostNics: 1 }, 1 / 8, 1 / 8],
    ['a spine', { worstSpinesDown: 1, spinesDown: 1 }, 3 / 4, (7 + 3 / 4) / 8],
    ['every spine of a plane', { worstSpinesDown: 4, spinesDown: 4 }, 1 / 4, (7 + 1 / 4) / 8],
    ['a leaf-spine link', { worstFabricLinksDown: 1 }, 255 / 256, (7 + 255 / 256) / 8],
  ])('without %s waits for the bandwidth that is left', (_, lost, deployed, ideal) => {
    expect(counted(false).stepSeconds({ ...whole, ...lost })).toBeCloseTo(withNetwork(deployed), 9);
    expect(counted(true).stepSeconds({ ...whole, ...lost })).toBeCloseTo(withNetwork(ideal), 9);
  });

  it('a plane carries as many NICs of a node as lie on it', () => {
    const four = fatTreeFleet({ nodes: 256, planes: 4 });
    const machine = countingMachine({
      fleet: four,
      stepSeconds: STEP,
      exposedNetworkSeconds: NETWORK,
      rebalanceAcrossPlanes: false,
    });
    expect(machine.stepSeconds({ ...undisturbed(four), planesDown: 1 })).toBeCloseTo(withNetwork(6 / 8), 9);
  });

  it('computes at the pace of its slowest node, and shares the batch among fewer replicas', () => {
    expect(counted(false).stepSeconds({ ...whole, slowdown: 1.5 })).toBeCloseTo(16 * 1.5 + 4, 9);
    expect(counted(false).stepSeconds({ ...whole, dataReplicas: 3 })).toBeCloseTo((STEP * 4) / 3, 9);
  });

  it('is never faster for having lost more', () => {
    const losses = fc.record({
      worstNicsLost: fc.nat(8),
      nodesWithLostNics: fc.nat(9),
      leavesDown: fc.nat(9),
      worstSpinesDown: fc.nat(4),
      spinesDown: fc.nat(9),
      planesDown: fc.nat(8),
      worstFabricLinksDown: fc.nat(99),
      slowdown: fc.double({ min: 1, max: 3, noNaN: true }),
    });
    fc.assert(
      fc.property(losses, losses, fc.boolean(), (one, other, rebalance) => {
        const more = Object.fromEntries(
          Object.entries(one).map(([key, value]) => [key, Math.max(value, other[key as keyof typeof one])]),
        );
        const { stepSeconds } = counted(rebalance);
        expect(stepSeconds({ ...whole, ...one, ...more })).toBeGreaterThanOrEqual(
          stepSeconds({ ...whole, ...one }) * (1 - 1e-12),
        );
      }),
    );
  });
});

describe('a machine of constant speed', () => {
  it('takes longer only where fewer replicas share the batch', () => {
    const { stepSeconds } = constantMachine(10, fleet);
    expect(stepSeconds({ ...whole, planesDown: 7, slowdown: 3 })).toBe(10);
    expect(stepSeconds({ ...whole, dataReplicas: 1 })).toBe(40);
  });
});

describe('a machine with a memory', () => {
  it('is asked once for each condition, distinguished by every count', () => {
    const asked: MachineCondition[] = [];
    const machine = memoised({ stepSeconds: (condition) => asked.push(condition) });
    const others = Object.keys(whole).map((key) => ({ ...whole, [key]: 77 }));
    for (const condition of [whole, ...others]) {
      const first = machine.stepSeconds(condition);
      expect(machine.stepSeconds({ ...condition })).toBe(first);
    }
    expect(asked).toEqual([whole, ...others]);
    expect(new Set(asked.map(conditionKey)).size).toBe(asked.length);
  });

  it.each([0, -1, Infinity, NaN])('takes no step of %d s', (seconds) => {
    expect(() => memoised({ stepSeconds: () => seconds }).stepSeconds(whole)).toThrow('a step takes time');
  });
});
