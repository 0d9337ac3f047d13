import { InvalidDocumentError } from '@railyard/base';
import { readTopologyFile } from './index.js';

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

describe('NVLink between some GPUs of a node only', () => {
  it('is refused in one sentence, of bridges and of meshes', () => {
    const sentence = (a: number, b: number): string =>
      `NVLink must join every two GPUs of a node, or none (node has it between GPU0 and GPU1, not between ` +
      `GPU${a} and GPU${b}).`;
    const pairs = matrix(4, (i, j) => (i >> 1 === j >> 1 ? 'NV12' : 'SYS'));
    expect(messages(() => read(pairs))).toEqual([sentence(0, 2)]);
    // Eight V100 in two meshes of four, joined one by one.
    const cube = matrix(8, (i, j) => (i >> 2 === j >> 2 || (i ^ j) === 4 ? 'NV1' : 'SYS'));
    expect(messages(() => read(cube))).toEqual([sentence(0, 5)]);
    expect(messages(() => read(dump([[1], [0], [3], [2]])))).toEqual([
      'NVLink must join every two GPUs of a node, or none (node has it between 0000:00:00.0 and ' +
        '0000:01:00.0, not between 0000:00:00.0 and 0000:02:00.0).',
    ]);
  });

  it('is none where it joins all or no GPUs', () => {
    expect(read(matrix(2, () => 'NV12')).node).toMatchObject({ gpus: 2, nvlinkGBps: 300 });
    expect(read(matrix(4, () => 'NODE')).node).toMatchObject({ gpus: 4, nvlinkGBps: 0 });
    expect(read(dump([[1], [0]])).node).toMatchObject({ gpus: 2, nvlinkGBps: 300 });
  });
});
