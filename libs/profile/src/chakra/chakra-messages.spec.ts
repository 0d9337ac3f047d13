import { TraceError } from '../trace/index.js';
import { chakraMessages, rankOfFile, readChakra, writeChakra } from './index.js';
import { type ChakraNode, type ChakraTrace } from './chakra-trace.js';

const node = (id: number, more: Partial<ChakraNode>): ChakraNode => ({
  id,
  name: `node ${id}`,
  sort: 'computation',
  durationUs: 10,
  after: [],
  onHost: false,
  ...more,
});
const trace = (nodes: readonly ChakraNode[]): ChakraTrace =>
  readChakra(writeChakra({ version: '0.0.4', nodes }));

describe('messages of Chakra traces', () => {
  it('are the sends of every rank, when what they wait for has ended', () => {
    const first = trace([
      node(0, {}),
      node(1, { durationUs: 30 }),
      node(2, { sort: 'send', peer: 9, bytes: 4096, durationUs: 5, after: [0, 1] }),
      node(3, { sort: 'send', peer: 8, bytes: 100, after: [2] }),
      node(4, { sort: 'collective', operation: 'all-reduce', bytes: 1 }),
    ]);
    const second = trace([
      node(0, { sort: 'receive', peer: 0, bytes: 100 }),
      node(1, { sort: 'send', peer: 0, bytes: 7 }),
      node(2, { sort: 'send', peer: 8, bytes: 7 }),
      node(3, { sort: 'send', peer: 0, bytes: 7, onHost: true }),
    ]);
    expect(
      chakraMessages([
        { rank: 0, trace: first },
        { rank: 8, trace: second },
      ]),
    ).toEqual({
      text: 'from,to,bytes,start_us\n0,9,4096,30\n0,8,100,35\n8,0,7,0',
      messages: 3,
      leftOut: 1,
    });
    expect(() => chakraMessages([{ rank: 0, trace: trace([node(0, {})]) }])).toThrow(TraceError);
  });

  it('are of the rank that the file is named after', () => {
    expect(['chakra/rank.12.et', 'et_3.et.gz', 'trace.et'].map(rankOfFile)).toEqual([12, 3, undefined]);
  });
});
