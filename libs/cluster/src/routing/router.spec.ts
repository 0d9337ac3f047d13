import { CLUSTERS } from '../presets/index.js';
import { type ClusterSpec } from '../definition/cluster-spec.js';
import { type FabricGraph, buildFabric, linkName } from '../topology/index.js';
import { type Route } from './route.js';
import { Router, type RouterOptions } from './router.js';

const routerOf = (spec: ClusterSpec, options: Partial<RouterOptions> = {}): { graph: FabricGraph; router: Router } => {
  const graph = buildFabric(spec);
  return { graph, router: new Router(graph, { policy: spec.routing, pxn: spec.pxn, ...options }) };
};
const named = (graph: FabricGraph, route: Route | undefined) => [...route!.links].map((link) => linkName(graph, link));

describe('Router', () => {
  it('keeps messages of a node on NVLink', () => {
    const { graph, router } = routerOf(CLUSTERS['h800-2048-mpft']!);
    expect(named(graph, router.route(0, 5))).toEqual(['node:0/gpu:0>node:0/nvswitch', 'node:0/nvswitch>node:0/gpu:5']);
  });

  it('crosses NVLink to the rail of the receiver, then one leaf (PXN)', () => {
    const { graph, router } = routerOf(CLUSTERS['h800-2048-mpft']!);
    expect(named(graph, router.route(0, 8 + 3))).toEqual([
      'node:0/gpu:0>node:0/nvswitch', 'node:0/nvswitch>node:0/gpu:3', 'node:0/gpu:3>node:0/pcie-switch:3', 'node:0/pcie-switch:3>node:0/nic:3',
      'node:0/nic:3>plane:3/leaf:0', 'plane:3/leaf:0>node:1/nic:3', 'node:1/nic:3>node:1/pcie-switch:3', 'node:1/pcie-switch:3>node:1/gpu:3',
    ]);
  });

  it('without PXN crosses spines in MRFT, and the host in MPFT', () => {
    const mrft = routerOf(CLUSTERS['h800-2048-mrft']!, { policy: 'static', pxn: false });
    const names = named(mrft.graph, mrft.router.route(0, 8 + 3));
    expect(names.slice(0, 3)).toEqual(['node:0/gpu:0>node:0/pcie-switch:0', 'node:0/pcie-switch:0>node:0/nic:0', 'node:0/nic:0>leaf:0']);
    expect(names[3]).toMatch(/^leaf:0>spine:\d+$/);
    expect(names[4]).toMatch(/^spine:\d+>leaf:3$/);
    const mpft = routerOf(CLUSTERS['h800-2048-mpft']!, { pxn: false });
    expect(named(mpft.graph, mpft.router.route(0, 8 + 3)).slice(0, 4)).toEqual([
      'node:0/gpu:0>node:0/pcie-switch:0', 'node:0/pcie-switch:0>node:0/host', 'node:0/host>node:0/pcie-switch:3', 'node:0/pcie-switch:3>node:0/nic:3',
    ]);
  });
});
