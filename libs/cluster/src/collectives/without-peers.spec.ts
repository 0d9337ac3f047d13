/** Groups of one GPU send nothing, on machines without any link between GPUs too. */
import { CLUSTERS } from '../presets/index.js';
import { Fabric } from '../traffic/index.js';
import { allGather, allReduce, allToAll, reduceScatter } from './index.js';

const base = CLUSTERS['h800-2048-mpft']!;
const alone = new Fabric({
  ...base,
  nodes: 1,
  gpusPerNode: 1,
  device: { ...base.device, nvlinkGBps: 0, nvlinkAchievedGBps: 0 },
  nic: { ...base.nic, perNode: 1 },
  topology: { kind: 'fat-tree', layers: 2, switchPorts: 64 },
  pxn: false,
});

it.each(Object.entries({ allGather, allReduce, allToAll, reduceScatter }))('%s', (_, collective) => {
  expect(collective(alone, { groups: [[0]], bytes: 1e9 })).toMatchObject({ seconds: 0, flows: 0 });
});
