import {
  COMPONENT_KINDS,
  checkFleet,
  componentIndex,
  componentName,
  fatTreeFleet,
  nodeOf,
  perNode,
  population,
} from './fleet.js';

describe('a fleet on two-layer fat trees', () => {
  it.each([
    ['the paper: 8 planes of 8 leaves and 4 spines', { nodes: 256, planes: 8 }, 64, 32, 2048],
    ['one fabric of the same nodes', { nodes: 256, planes: 1 }, 64, 32, 2048],
    ['leaves that are not full', { nodes: 33, planes: 8 }, 16, 8, 512],
    ['smaller switches', { nodes: 16, planes: 8, switchPorts: 16 }, 16, 8, 128],
  ])('%s', (_, options, leaves, spines, fabricLinks) => {
    expect(fatTreeFleet(options)).toMatchObject({ leaves, spines, fabricLinks, nicsPerNode: 8 });
  });

  it('every leaf has as many links up as down, and every node a port of every plane', () => {
    for (const nodes of [1, 7, 32, 100])
      for (const planes of [1, 2, 4, 8]) {
        const fleet = fatTreeFleet({ nodes, planes });
        expect(fleet.fabricLinks).toBe(fleet.leaves * 32);
        expect(fleet.leaves * 32).toBeGreaterThanOrEqual(nodes * fleet.nicsPerNode);
        expect(fleet.spines * 64).toBeGreaterThanOrEqual(fleet.fabricLinks);
      }
  });
});

describe('the components of a fleet', () => {
  const fleet = fatTreeFleet({ nodes: 12, spareNodes: 2, planes: 4 });

  it('are those of the job and its spares', () => {
    expect(Object.fromEntries(COMPONENT_KINDS.map((kind) => [kind, population(fleet, kind)]))).toEqual({
      gpu: 112,
      node: 14,
      nic: 112,
      'host-link': 112,
      'fabric-link': fleet.fabricLinks,
      switch: fleet.leaves + fleet.spines,
      plane: 4,
      job: 1,
    });
  });

  it('lie in nodes, as many in each, or in none', () => {
    for (const kind of COMPONENT_KINDS) {
      const members = perNode(fleet, kind);
      const nodes = Array.from({ length: population(fleet, kind) }, (_, at) => nodeOf(fleet, kind, at));
      if (members === 0) expect(new Set(nodes)).toEqual(new Set([-1]));
      else expect(nodes).toEqual(nodes.map((_, at) => Math.floor(at / members)));
    }
  });

  it.each([
    ['gpu', 'gpu/13/8', 'component must be one of the machine\'s 112 of kind gpu (got "gpu/13/8").'],
    ['gpu', 'gpu/14/0', 'component must be one of the machine\'s 112 of kind gpu (got "gpu/14/0").'],
    ['gpu', 'gpu/7', 'component must have the form gpu/0/0 (got "gpu/7").'],
    ['gpu', 'gpu/1/x', 'component must have the form gpu/0/0 (got "gpu/1/x").'],
    ['node', 'node/0/0', 'component must have the form node/0 (got "node/0/0").'],
    ['plane', 'plane/4', 'component must be one of the machine\'s 4 of kind plane (got "plane/4").'],
    ['plane', 'switch/0', 'component must be a plane, which the class strikes (got "switch/0").'],
    ['job', 'job/0', 'component must be job (got "job/0").'],
  ] as const)('%s is not named %s', (kind, name, message) => {
    expect(componentIndex(fleet, kind, name)).toBe(message);
  });

  it('have names that lead back to them', () => {
    for (const kind of COMPONENT_KINDS)
      for (const at of [0, population(fleet, kind) - 1])
        expect(componentIndex(fleet, kind, componentName(fleet, kind, at))).toBe(at);
  });

  it('are checked: nodes, GPUs and whole replicas', () => {
    expect(() => checkFleet(fleet)).not.toThrow();
    for (const wrong of [
      { nodes: 0 },
      { spareNodes: -1 },
      { gpusPerNode: 0 },
      { dataReplicas: 0 },
      { dataReplicas: 5 },
    ])
      expect(() => checkFleet({ ...fleet, ...wrong })).toThrow();
  });
});
