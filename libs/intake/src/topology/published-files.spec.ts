import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkedNetworkCost, runNetworkCost } from '@railyard/experiments';
import { clusterOfDrafts, readTopologyFile } from './index.js';

const FOLDER = join(__dirname, '../../../../test/data/topology');
const read = (name: string) => readTopologyFile({ name, text: readFileSync(join(FOLDER, name), 'utf8') });
const clusterOf = (...names: readonly string[]) => clusterOfDrafts({ drafts: names.map(read) });

/** Nodes, GPUs and NICs of one, device, rate and link layer of a NIC; counted in the files by hand. */
const FILES: Readonly<Record<string, readonly [string, number, number, number, string, number, string]>> = {
  'a100-nvlink-status.txt': ['nvidia-smi-nvlink', 1, 8, 8, 'a100', 50, 'infiniband'],
  'azure-ncv4-topo.xml': ['nccl-xml', 1, 4, 1, 'a100-pcie', 12.5, 'roce'],
  'azure-ndv4-topo.xml': ['nccl-xml', 1, 8, 8, 'a100', 25, 'infiniband'],
  'azure-ndv5-topo.xml': ['nccl-xml', 1, 8, 8, 'h100', 50, 'infiniband'],
  'oci-H100-topology.xml': ['nccl-xml', 1, 8, 16, 'h100', 22.5, 'roce'],
  'h100-hgx-topo-m.tsv': ['nvidia-smi-topo', 1, 8, 8, 'h100', 50, 'infiniband'],
  'h100-infiniband-sysfs.csv': ['infiniband-sysfs', 1, 8, 8, 'h100', 50, 'infiniband'],
  'ibsim-net': ['ibnetdiscover', 2, 8, 1, 'h100', 50, 'infiniband'],
  'ibsim-net.2sw2path4hca': ['ibnetdiscover', 4, 8, 1, 'h100', 50, 'infiniband'],
  'lingjun-2023-hosts.csv': ['hosts-csv', 847, 8, 8, 'h100', 50, 'infiniband'],
};

describe('published files of machines', () => {
  it('are all read', () => {
    expect(
      readdirSync(FOLDER)
        .filter((name) => name !== 'README.md')
        .sort(),
    ).toEqual(Object.keys(FILES).sort());
  });

  it.each(Object.entries(FILES))('%s', (name, expected) => {
    const { document, issues, files } = clusterOf(name);
    const { nodes, gpusPerNode, device, nic } = document as unknown as {
      nodes: number;
      gpusPerNode: number;
      device: { preset: string };
      nic: { perNode: number; bandwidthGBps: number; linkLayer: string };
    };
    expect([
      files[0]!.format,
      nodes,
      gpusPerNode,
      nic.perNode,
      device.preset,
      nic.bandwidthGBps,
      nic.linkLayer,
    ]).toEqual(expected);
    expect(issues).toEqual([]);
    expect(runNetworkCost(checkedNetworkCost({ cluster: document })).endpoints).toBe(nodes * nic.perNode);
  });

  it('say what they have that a Cluster has not', () => {
    expect(clusterOf('h100-hgx-topo-m.tsv').files[0]!.unknown).toContain(
      'NICs under no PCIe switch with a GPU are left out of the network: NIC3, NIC4',
    );
    expect(clusterOf('azure-ncv4-topo.xml').files[0]).toMatchObject({
      assumed: expect.arrayContaining([
        'NVLinks lead back to the GPU that they leave: they are taken as bridges of pairs',
      ]),
      unknown: expect.arrayContaining(['1 NIC hangs on the CPU, not under a PCIe switch with a GPU']),
    });
  });

  it('take the NVLink rate of the file', () => {
    // 12 links of 25 GB/s between PCIe cards.
    expect(clusterOf('azure-ncv4-topo.xml').document['device']).toEqual({
      preset: 'a100-pcie',
      nvlinkGBps: 300,
      nvlinkAchievedGBps: 240,
      nvlinkGpus: 2,
    });
    for (const file of ['h100-hgx-topo-m.tsv', 'oci-H100-topology.xml', 'azure-ndv4-topo.xml'])
      expect(clusterOf(file).document['device']).not.toHaveProperty('nvlinkGpus');
  });

  it('count 847 hosts on 119 switches below three below one', () => {
    const { document } = clusterOf('lingjun-2023-hosts.csv');
    const cost = runNetworkCost(checkedNetworkCost({ cluster: document }));
    expect(cost.tiers.map(({ tier, switches }) => [tier, switches])).toEqual([
      ['leaf', 119],
      ['spine', 3],
      ['core', 1],
    ]);
    expect(cost.tiers[0]!.oversubscription).toBe(1);
    expect(cost.links).toBe(122);
  });

  it('join a node and a network, and refuse what contradicts', () => {
    const { document } = clusterOf('a100-nvlink-status.txt', 'ibsim-net');
    expect(document).toMatchObject({
      nodes: 2,
      gpusPerNode: 8,
      device: { preset: 'a100' },
      nic: { perNode: 1 },
    });
    expect(() => clusterOf('azure-ndv4-topo.xml', 'azure-ncv4-topo.xml')).toThrow(
      /must be the same in all files/,
    );
    expect(() => clusterOf('ibsim-net', 'lingjun-2023-hosts.csv')).toThrow(
      'One file must describe the network',
    );
  });
});
