import { InvalidDocumentError } from '@railyard/base';
import { clusterOfDrafts, readTopologyFile } from './index.js';

const read = (text: string) => readTopologyFile({ name: 'node', text });

function messages(action: () => unknown): readonly string[] {
  try {
    action();
  } catch (error) {
    if (error instanceof InvalidDocumentError) return error.issues.map(({ message }) => message);
    throw error;
  }
  return [];
}

/** Rows of `nvidia-smi topo -m`; `cell` of GPUs i and j. */
function matrix(gpus: number, cell: (i: number, j: number) => string): string {
  const ids = Array.from({ length: gpus }, (_, i) => i);
  const rows = ids.map((i) =>
    [`GPU${i}`, ...ids.map((j) => (i === j ? 'X' : cell(i, j))), 'PIX', '0-31', '0'].join('\t'),
  );
  return `\t${ids.map((i) => `GPU${i}`).join('\t')}\tNIC0\tCPU Affinity\tNUMA Affinity\n${rows.join('\n')}\n`;
}

const dump = (targets: readonly (readonly number[])[]): string =>
  `<system version="1"><cpu numaid="0">${targets
    .map(
      (to, i) =>
        `<pci busid="0000:0${i}:00.0" class="0x030200"><gpu dev="${i}" sm="80" rank="${i}">${to
          .map((j) => `<nvlink target="0000:0${j}:00.0" count="12" tclass="0x030200"/>`)
          .join('')}</gpu></pci>`,
    )
    .join('')}</cpu></system>`;

const deviceOf = (text: string) =>
  clusterOfDrafts({ drafts: [read(text)] }).document['device'] as Record<string, unknown>;
const MUST =
  'NVLink must join all GPUs of a node, or none, or groups of one size, in each every two by as many links ';

describe('NVLink between some GPUs of a node only', () => {
  it('is a Cluster of pairs or fours, with the card in place of the board', () => {
    const pairs = matrix(4, (i, j) => (i >> 1 === j >> 1 ? 'NV12' : 'SYS'));
    expect(read(pairs).node).toMatchObject({ gpus: 4, nvlinkGpus: 2, nvlinkGBps: 300, device: 'a100-pcie' });
    const written = clusterOfDrafts({ drafts: [read(pairs)] });
    expect(written.issues).toEqual([]);
    expect(written.document['device']).toEqual({
      preset: 'a100-pcie',
      nvlinkGBps: 300,
      nvlinkAchievedGBps: 240,
      nvlinkGpus: 2,
    });
    expect(written.document['pxn']).toBe(true);
    const fours = matrix(8, (i, j) => (i >> 2 === j >> 2 ? 'NV6' : 'SYS'));
    expect(read(fours).node).toMatchObject({ gpus: 8, nvlinkGpus: 4, nvlinkGBps: 150 });
    expect(read(dump([[1], [0], [3], [2]])).node).toMatchObject({
      gpus: 4,
      nvlinkGpus: 2,
      nvlinkGBps: 300,
      device: 'a100-pcie',
    });
    expect(deviceOf(dump([[1], [0], [3], [2]]))).toMatchObject({ preset: 'a100-pcie', nvlinkGpus: 2 });
  });

  it('is numbered so that groups stand next to each other, and says so', () => {
    const { node, assumed } = read(matrix(4, (i, j) => (i % 2 === j % 2 ? 'NV12' : 'SYS')));
    expect(node).toMatchObject({ nvlinkGpus: 2 });
    expect(assumed).toContain(
      'GPUs that NVLink joins are not next to each other: they are numbered so that they are',
    );
    expect(read(matrix(4, (i, j) => (i >> 1 === j >> 1 ? 'NV12' : 'SYS'))).assumed).toHaveLength(1);
  });

  it('is taken as pairs where links lead back to the GPU that they leave', () => {
    expect(read(dump([[0], [1], [2], [3]])).node).toMatchObject({ nvlinkGpus: 2, nvlinkGBps: 300 });
    expect(read(dump([[0], [1]])).node).not.toHaveProperty('nvlinkGpus');
  });

  it('is refused in one sentence, of meshes, groups of several sizes and unequal links', () => {
    // Eight V100 in two meshes of four, joined one by one.
    const cube = matrix(8, (i, j) => (i >> 2 === j >> 2 || (i ^ j) === 4 ? 'NV1' : 'SYS'));
    expect(messages(() => read(cube))).toEqual([
      `${MUST}(node: it joins GPU1 to GPU0 and to GPU5, not these two).`,
    ]);
    const one = matrix(4, (i, j) => (i < 2 && j < 2 ? 'NV12' : 'SYS'));
    expect(messages(() => read(one))).toEqual([`${MUST}(node: it joins GPU0 to 1, GPU2 to 0 other GPUs).`]);
    const unequal = matrix(4, (i, j) => (i >> 1 === j >> 1 ? (i < 2 ? 'NV12' : 'NV4') : 'SYS'));
    expect(messages(() => read(unequal))).toEqual([`${MUST}(node: GPU2 and GPU3 have 4 links, others 12).`]);
    expect(messages(() => read(dump([[1], [0, 2], [1, 3], [2]])))).toHaveLength(1);
  });

  it('is none where it joins all or no GPUs', () => {
    expect(read(matrix(2, () => 'NV12')).node).toMatchObject({ gpus: 2, nvlinkGBps: 300 });
    expect(read(matrix(4, () => 'NODE')).node).toMatchObject({ gpus: 4, nvlinkGBps: 0 });
    expect(read(dump([[1], [0]])).node).toMatchObject({ gpus: 2, nvlinkGBps: 300 });
    for (const text of [matrix(4, () => 'NV6'), matrix(4, () => 'SYS'), dump([[1], [0]])])
      expect(read(text).node).not.toHaveProperty('nvlinkGpus');
  });
});
