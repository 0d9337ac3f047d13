import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { chakraProfile } from './chakra-summary.js';
import { CHAKRA_COLLECTIVES, CHAKRA_SORTS, type ChakraNode, readChakra } from './chakra-trace.js';
import { timelineGraphs } from './timeline-graph.js';
import { writeChakra } from './write-chakra.js';

const bytesOf = (file: string): Uint8Array => {
  const bytes = readFileSync(join(__dirname, '../../../../test/data/traces', file));
  return file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
};

const whole = (most: number) => fc.integer({ min: 0, max: most });

/** Nodes that a file can hold: an operation of a collective, a peer of a transfer. */
const nodes: fc.Arbitrary<readonly ChakraNode[]> = fc
  .array(
    fc.record({
      name: fc.string({ unit: 'binary' }),
      sort: fc.constantFrom(...CHAKRA_SORTS),
      durationUs: whole(Number.MAX_SAFE_INTEGER),
      after: fc.array(whole(2 ** 40), { maxLength: 4 }),
      onHost: fc.boolean(),
      operation: fc.constantFrom(...CHAKRA_COLLECTIVES),
      bytes: fc.option(whole(2 ** 50), { nil: undefined }),
      peer: whole(99),
      tag: whole(2 ** 31),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((rows) =>
    rows.map(({ operation, bytes, peer, tag, ...node }, id): ChakraNode => ({
      id,
      ...node,
      ...(node.sort === 'collective' ? { operation } : {}),
      ...(bytes === undefined ? {} : { bytes }),
      ...(node.sort === 'send' || node.sort === 'receive' ? { peer, tag } : {}),
    })),
  );

describe('Chakra traces out', () => {
  it('every graph comes back as it was written', () => {
    fc.assert(
      fc.property(nodes, (written) => {
        const read = readChakra(writeChakra({ version: '0.0.4', nodes: written }));
        expect(read).toEqual({ format: 'protobuf', version: '0.0.4', nodes: written });
      }),
    );
  });

  it.each(['all_gather.0.et', 'custom_allreduce.0.et', 'chakra.0.json.gz', 'chakra-small.0.json'])(
    'a file of others comes back after a round: %s',
    (file) => {
      const trace = readChakra(bytesOf(file));
      const again = readChakra(writeChakra(trace));
      expect(again.nodes).toEqual(trace.nodes);
      const { format: _, ...profile } = chakraProfile(trace);
      expect(chakraProfile(again)).toMatchObject({ ...profile, version: trace.version || '0.0.4' });
    },
  );
});

describe('a recorded step as graphs', () => {
  const slice = (name: string, startS: number, durationS: number, args = {}) => ({
    name,
    category: /^(?:activations|combine|reduce)/.test(name) ? 'communication' : 'forward',
    startS,
    durationS,
    args,
  });
  const sent = { bytes: 64, microBatch: 0, fromStage: 0, toStage: 1 };
  const timeline = {
    ranks: [
      {
        rank: 0,
        name: 'rank 0',
        streams: [
          {
            name: 'compute',
            slices: [
              slice('F0', 0, 1e-3, { forwardMicroBatch: 0, forwardStage: 0 }),
              slice('F1', 1e-3, 1e-3, { forwardMicroBatch: 1, forwardStage: 0 }),
            ],
          },
          { name: 'combine', slices: [slice('combine', 1e-3, 4e-4)] },
          { name: 'send activations', slices: [slice('activations 0 to rank 4', 1.4e-3, 1e-4, sent)] },
        ],
      },
      {
        rank: 4,
        name: 'rank 4',
        streams: [
          {
            name: 'compute',
            slices: [
              { ...slice('bubble', 0, 1.5e-3), category: 'bubble' },
              slice('F0', 1.5e-3, 2e-3, { forwardMicroBatch: 0, forwardStage: 1 }),
              slice('reduce dense gradients', 4e-3, 1e-3),
            ],
          },
          { name: 'receive activations', slices: [slice('activations 0 from rank 0', 1.4e-3, 1e-4, sent)] },
        ],
      },
      {
        rank: 8,
        name: 'network and storage',
        streams: [{ name: 'fault: leaf:3', slices: [slice('leaf:3', 0, 1)] }],
      },
    ],
  };
  const [first, second, ...others] = timelineGraphs(timeline);

  it('waits for its stream, for what ended elsewhere as it began, and for what arrives', () => {
    expect(first!.nodes.map(({ name, sort, after }) => [name, sort, after])).toEqual([
      ['F0', 'computation', []],
      ['combine', 'collective', [0]],
      ['F1', 'computation', [0]],
      ['activations 0 to rank 4', 'send', [1]],
    ]);
    expect(second!.nodes.map(({ name, sort, after }) => [name, sort, after])).toEqual([
      ['activations 0 from rank 0', 'receive', []],
      ['F0', 'computation', [0]],
      ['reduce dense gradients', 'collective', [1]],
    ]);
    expect(first!.nodes[1]!.operation).toBe('all-to-all');
    expect(second!.nodes[2]!.operation).toBe('reduce-scatter');
    expect(others).toEqual([]);
  });

  it('a send and its receive find each other', () => {
    expect(first!.nodes[3]).toMatchObject({ peer: 4, tag: 0, bytes: 64, durationUs: 100 });
    expect(second!.nodes[0]).toMatchObject({ peer: 0, tag: 0, bytes: 64, durationUs: 100 });
  });

  it('the longest chain of a rank is its work without waiting for others', () => {
    expect(chakraProfile(first!).criticalMs).toBeCloseTo(2, 9);
    expect(chakraProfile(second!).criticalMs).toBeCloseTo(3.1, 9);
  });
});
