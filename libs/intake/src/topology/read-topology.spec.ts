import { InvalidDocumentError } from '@railyard/base';
import { clusterOfDrafts, readTopologyFile } from './index.js';
import { hostList } from './slurm.js';

const read = (text: string, name = 'file') => readTopologyFile({ name, text });
const topologyOf = (text: string) => clusterOfDrafts({ drafts: [read(text)] }).document['topology'];
function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof InvalidDocumentError) return error.issues.map(({ message }) => message).join(' ');
    throw error;
  }
  return '';
}

const DISCOVERED = `
#
# Topology file: generated on a test
#
vendid=0x2c9
devid=0xd2f0
switchguid=0xb8599f0300fc6de4(b8599f0300fc6de4)
Switch	41 "S-b8599f0300fc6de4"		# "MF0;leaf1:MQM8700/U1" enhanced port 0 lid 1 lmc 0
[1]	"H-0c42a1030079e2f4"[1](c42a1030079e2f4) 		# "node1 mlx5_0" lid 10 4xHDR
[2]	"H-0c42a1030079e2f8"[1](c42a1030079e2f8) 		# "node1 mlx5_1" lid 11 4xHDR
[3]	"H-1c42a1030079e2f4"[1](1c42a1030079e2f4) 		# "node2 mlx5_0" lid 12 4xHDR
[21]	"S-b8599f0300fc6de5"[1]		# "MF0;spine1:MQM9700/U1" lid 2 4xNDR
[22]	"S-b8599f0300fc6de5"[2]		# "MF0;spine1:MQM9700/U1" lid 2 4xNDR
[41]	"H-b8599f0300fc6dec"[1](b8599f0300fc6dec) 		# "Mellanox Technologies Aggregation Node" lid 3 4xHDR

switchguid=0xb8599f0300fc6de5(b8599f0300fc6de5)
Switch	65 "S-b8599f0300fc6de5"		# "MF0;spine1:MQM9700/U1" enhanced port 0 lid 2 lmc 0
[1]	"S-b8599f0300fc6de4"[21]		# "MF0;leaf1:MQM8700/U1" lid 1 4xNDR
[2]	"S-b8599f0300fc6de4"[22]		# "MF0;leaf1:MQM8700/U1" lid 1 4xNDR
gibberish

Ca	1 "H-0c42a1030079e2f4"		# "node1 mlx5_0"
[1](c42a1030079e2f4) 	"S-b8599f0300fc6de4"[1]		# lid 10 lmc 0 "MF0;leaf1:MQM8700/U1" lid 1 4xHDR

Ca	1 "H-0c42a1030079e2f8"		# "node1 mlx5_1"
[1](c42a1030079e2f8) 	"S-b8599f0300fc6de4"[2]		# lid 11 lmc 0 "MF0;leaf1:MQM8700/U1" lid 1 4xHDR

Ca	1 "H-1c42a1030079e2f4"		# "node2 mlx5_0"
[1](1c42a1030079e2f4) 	"S-b8599f0300fc6de4"[3]		# lid 12 lmc 0 "MF0;leaf1:MQM8700/U1" lid 1 4xHDR

Ca	1 "H-b8599f0300fc6dec"		# "Mellanox Technologies Aggregation Node"
[1](b8599f0300fc6dec) 	"S-b8599f0300fc6de4"[41]		# lid 3 lmc 0 "MF0;leaf1:MQM8700/U1" lid 1 4xHDR
`;

describe('ibnetdiscover', () => {
  it('gives hosts by the names of their adapters, cables once, rates by lanes', () => {
    const draft = read(DISCOVERED);
    expect(draft.node).toEqual({ nics: 2, nicGBps: 25, linkLayer: 'infiniband' });
    expect(draft.network).toEqual({
      hosts: [
        { nodes: 1, switches: ['S-b8599f0300fc6de4', 'S-b8599f0300fc6de4'] },
        { nodes: 1, switches: ['S-b8599f0300fc6de4'] },
      ],
      cables: [{ from: 'S-b8599f0300fc6de4', to: 'S-b8599f0300fc6de5', count: 2, bandwidthGBps: 50 }],
      switchPorts: 65,
    });
    expect(draft.assumed).toEqual(['hosts with fewer than 2 NICs have them repeated: node2']);
    expect(draft.unknown).toEqual([
      'line 20: gibberish',
      '1 aggregation nodes of switches (SHARP) are left out',
    ]);
  });
});

describe('a topology.conf of Slurm', () => {
  it('gives a tree whose lines carry what the hosts below can send', () => {
    const text =
      'SwitchName=s0 Nodes=n[0-5]\nSwitchName=s1 Nodes=n[6-9]\n# top\nSwitchName=top ' +
      'Switches=s[0-1] LinkSpeed=100\nBlockName=b Nodes=n[0-3]';
    expect(topologyOf(text)).toEqual({
      kind: 'cabled',
      switchPorts: 49,
      cables: [
        { from: 's0', to: 'top', bandwidthGBps: 6 * 8 * 50 },
        { from: 's1', to: 'top', bandwidthGBps: 4 * 8 * 50 },
      ],
      hosts: [
        { nodes: 6, switches: ['s0'] },
        { nodes: 4, switches: ['s1'] },
      ],
    });
    expect(read(text).unknown).toEqual([
      'LinkSpeed, which Slurm does not use either',
      'line 5: BlockName=b Nodes=n[0-3]',
    ]);
  });

  it('expands lists of hosts', () => {
    expect(hostList('a[08-10,12],b,c[1-2]x')).toEqual(['a08', 'a09', 'a10', 'a12', 'b', 'c1x', 'c2x']);
  });
});

describe('a table of cables', () => {
  it('knows hosts by their names, and rates in Gb/s', () => {
    const text =
      'Source;Target;Count;Speed;colour\nnode1;leaf1;2;400G;red\nnode2;leaf2;2;400G;\n' +
      'leaf1;spine1;4;800;\nleaf2;spine1;4;800;';
    expect(topologyOf(text)).toEqual({
      kind: 'cabled',
      switchPorts: 8,
      cables: [
        { from: 'leaf1', to: 'spine1', count: 4, bandwidthGBps: 100 },
        { from: 'leaf2', to: 'spine1', count: 4, bandwidthGBps: 100 },
      ],
      hosts: [
        { nodes: 1, switches: ['leaf1', 'leaf1'] },
        { nodes: 1, switches: ['leaf2', 'leaf2'] },
      ],
    });
    expect(read(text).unknown).toEqual(['column colour']);
  });

  it.each([
    ['from,to\na,', 'Row 2 must name two ends (got "a,").'],
    ['from,to,count\na,b,x', 'The count of row 2 must be a whole number from 1 to 1024 (got "x").'],
    ['from,to,gbps\na,b,fast', 'The rate of row 2 must be Gb/s above 0 (got "fast").'],
  ])('%j is refused', (text, message) => {
    expect(refusal(() => read(text))).toBe(message);
  });
});

describe('other files', () => {
  it('are refused in one sentence', () => {
    expect(refusal(() => clusterOfDrafts({ drafts: [], device: 'x1' }))).toBe(
      'device must be a preset (got "x1").',
    );
    for (const text of ['', 'hello', '{"a": 1}', 'x,y\n1,2', '<html><body/></html>'])
      expect(refusal(() => read(text, 'x.txt'))).toMatch(/^The file must be NCCL topology XML, .*\.$/);
    expect(refusal(() => read('<system version="1"><cpu numaid="0"></system>'))).toMatch(
      /^The file must be well-formed XML \(line 1: .*\)\.$/,
    );
  });

  it('expand no entities', () => {
    const bomb =
      '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><system version="1"><cpu ' +
      'numaid="&b;"><pci class="0x030200" busid="1"/></cpu></system>';
    expect(read(bomb).node).toMatchObject({ gpus: 1, nics: 0 });
  });
});
