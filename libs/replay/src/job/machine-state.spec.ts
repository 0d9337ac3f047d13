import { type ComponentKind, fatTreeFleet } from '../faults/index.js';
import { undisturbed } from './machine-model.js';
import { MachineState } from './machine-state.js';
import { NodePool } from './node-pool.js';

/** Eight planes of eight leaves, four spines and 256 leaf-spine links; node 256 stands by. */
const fleet = fatTreeFleet({ nodes: 256, spareNodes: 1, planes: 8, dataReplicas: 2 });
const LINKS_PER_PLANE = fleet.fabricLinks / fleet.planes;

function machine() {
  const nodes = new NodePool(fleet);
  nodes.reset();
  return { nodes, state: new MachineState(fleet, nodes) };
}

/** The condition with these components out, as it differs from the undisturbed one. */
function differences(...out: readonly (readonly [ComponentKind, number])[]): object {
  const { state } = machine();
  out.forEach(([kind, component], cause) => state.beginOutage(kind, component, cause));
  const whole = Object.entries(undisturbed(fleet));
  return Object.fromEntries(
    Object.entries(state.condition()).filter(
      ([key, value], at) => whole[at]?.[0] !== key || whole[at][1] !== value,
    ),
  );
}

describe('the condition of a machine', () => {
  it('is undisturbed where nothing is out', () => {
    const { state } = machine();
    expect([state.undisturbed, state.cause(), state.condition()]).toEqual([true, -1, undisturbed(fleet)]);
  });

  it.each<[string, readonly (readonly [ComponentKind, number])[], object]>([
    ['a host link', [['host-link', 3]], { worstNicsLost: 1, nodesWithLostNics: 1 }],
    [
      'two links of one node and one of another',
      [
        ['host-link', 0],
        ['nic', 1],
        ['host-link', 8],
      ],
      { worstNicsLost: 2, nodesWithLostNics: 2 },
    ],
    [
      'one link twice',
      [
        ['host-link', 5],
        ['host-link', 5],
      ],
      { worstNicsLost: 1, nodesWithLostNics: 1 },
    ],
    ['a link of a node that stands by', [['host-link', 256 * 8]], {}],
    [
      'the first and the last leaf',
      [
        ['switch', 0],
        ['switch', fleet.leaves - 1],
      ],
      { leavesDown: 2 },
    ],
    ['the first spine', [['switch', fleet.leaves]], { worstSpinesDown: 1, spinesDown: 1 }],
    [
      'three spines of one plane and one of the next',
      [0, 1, 2, 7].map((spine) => ['switch', fleet.leaves + spine] as const),
      { worstSpinesDown: 3, spinesDown: 4 },
    ],
    [
      'two leaf-spine links of one plane and one of the next',
      [0, LINKS_PER_PLANE - 1, LINKS_PER_PLANE + 1].map((link) => ['fabric-link', link] as const),
      { worstFabricLinksDown: 2 },
    ],
    [
      'two planes',
      [
        ['plane', 0],
        ['plane', 7],
      ],
      { planesDown: 2 },
    ],
  ])('counts %s', (_, out, expected) => {
    expect(differences(...out)).toEqual(expected);
  });

  it('an outage ends with its own ticket, not with that of another', () => {
    const { state } = machine();
    const [first, second] = [state.beginOutage('plane', 0, 4), state.beginOutage('switch', 0, 5)];
    expect([state.undisturbed, state.cause()]).toEqual([false, 5]);
    state.endOutage(second);
    expect([state.condition().planesDown, state.condition().leavesDown, state.cause()]).toEqual([1, 0, 4]);
    state.endOutage(first);
    expect([state.undisturbed, state.cause()]).toEqual([true, -1]);
  });

  it('is as slow as the slowest node of the job', () => {
    const { state } = machine();
    state.slowDown(7, 1.2, 3);
    state.slowDown(9, 1.5, 4);
    state.slowDown(256, 9, 5);
    expect([state.condition().slowdown, state.cause(), state.slowCause(9)]).toEqual([1.5, 4, 4]);
    state.speedUp(9);
    expect([state.condition().slowdown, state.cause(), state.slowCause(9)]).toEqual([1.2, 3, -1]);
  });

  it('a repaired node is neither slow nor without links; others stay as they are', () => {
    const { state } = machine();
    for (const node of [7, 9]) {
      state.slowDown(node, 1.2, 0);
      state.beginOutage('host-link', node * 8, 1);
    }
    state.beginOutage('plane', 0, 2);
    state.repair(7);
    expect(state.condition()).toMatchObject({ slowdown: 1.2, nodesWithLostNics: 1, planesDown: 1 });
    state.repair(9);
    expect(state.condition()).toMatchObject({ slowdown: 1, nodesWithLostNics: 0, planesDown: 1 });
  });

  it('a node that has left the job disturbs it no longer', () => {
    const { state, nodes } = machine();
    state.slowDown(7, 1.2, 0);
    state.beginOutage('host-link', 56, 1);
    nodes.drain(7);
    expect([state.condition(), state.cause()]).toEqual([undisturbed(fleet), -1]);
  });

  it('a job of fewer replicas is disturbed, by no component', () => {
    const { state, nodes } = machine();
    nodes.shrink();
    expect([state.undisturbed, state.condition().dataReplicas, state.cause()]).toEqual([false, 1, -1]);
  });

  it('is whole again at a reset', () => {
    const { state } = machine();
    state.beginOutage('plane', 0, 2);
    state.slowDown(7, 1.2, 0);
    state.reset();
    expect(state.undisturbed).toBe(true);
  });
});
