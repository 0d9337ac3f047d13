import { CLUSTERS } from '../presets/index.js';
import { Fabric, LinkAccount } from '../traffic/index.js';
import { accountMessages } from './account-messages.js';
import { messagesBetween } from './link-messages.js';

const cluster = { ...CLUSTERS['h800-2048-mpft'], nodes: 16 };
const fabric = new Fabric(cluster);
const group = Array.from({ length: 32 }, (_, gpu) => gpu);
const MIB = 2 ** 20;

it.each(['all-to-all', 'all-reduce'] as const)('%s: messages of a cable add up to its load', (collective) => {
  const ends = ['node:1/nic:0', 'plane:0/leaf:0'] as const;
  const found = messagesBetween({ cluster, collective, gpus: 32, bytes: MIB }, ends);
  const account = new LinkAccount(fabric, 1);
  accountMessages(account, collective, group, MIB);
  account.settle();
  const nic = fabric.graph.tables.gpuNic[8];
  const up = fabric.graph.tables.nicUplink[nic];
  const load = account.bytesOf(0, up) + account.bytesOf(0, up ^ 1);
  const sum = found.reduce((total, { bytes }) => total + bytes, 0);
  expect(load).toBeGreaterThan(0);
  expect(sum / load).toBeCloseTo(1, 9);
  expect(found[0]?.bytes).toBeGreaterThanOrEqual(found.at(-1)?.bytes ?? NaN);
});

it('nothing crosses a cable of a node that takes no part', () => {
  const ends = ['node:9/nic:0', 'plane:0/leaf:0'] as const;
  expect(messagesBetween({ cluster, collective: 'all-to-all', gpus: 32, bytes: MIB }, ends)).toEqual([]);
});
