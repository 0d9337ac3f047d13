/** Suggestions of sections 3 and 4.4: arithmetic, formats on the wire, who moves the tokens. */
import { type Changes } from './changes.js';
import { to, type Suggestion } from './suggestion.js';

/**
 * Operations that promote FP8 sums to FP32, per 128 of depth, so that GEMMs of DeepSeek-V3's shapes gain what
 * fast accumulation is measured to: 1.10 and 1.20 times (pytorch/ao issue 2377).
 */
const promotion = (promotionOps: number, wgradPromotionOps: number): Changes => ({
  'cluster.device': {
    preset: 'h800',
    calibration: {
      source: 'FP8 sums kept in FP32 by the tensor cores',
      kernels: { promotionOps, wgradPromotionOps },
    },
  },
});
export const FASTER_GEMMS = { usual: promotion(0.41, 1.55), most: promotion(0, 0.75) } as const;

const FEWER_BYTES: Changes = {
  'workload.communication.combinePrecision': 'logfmt10',
  'workload.communication.codecShare': 0,
};
const COPROCESSOR: Changes = { 'workload.communication.coprocessor': true };
const IDEAL_PORTS: Changes = {
  'cluster.topology': { kind: 'multi-port-mpft', planes: 8, switchPorts: 512 },
};

export const TRAINING_SUGGESTIONS: readonly Suggestion[] = [
  {
    id: 'S01',
    section: '3.1.2',
    name: 'accumulation precision',
    machine: 'FP8 products are summed in FP32: no promotion every 128 of depth',
    changes: [{ job: 'training', cases: [to({}), to(FASTER_GEMMS.usual), to(FASTER_GEMMS.most)] }],
    needs:
      'Wider accumulators in the tensor core. No gain of accuracy is priced: the loss is below .25 % ' +
      'already. ' +
      'Decode does not move: its products wait for memory, and the layer of experts has no promotion ' +
      'of its own.',
    oneKnobWith: ['S02'],
    source: 'GEMMs 1.0 to 1.20 times as fast: pytorch/ao issue 2377; 1550 of 1979 TFLOPS is the bound',
  },
  {
    id: 'S02',
    section: '3.1.2',
    name: 'native fine-grained scaling',
    machine: 'scales of groups are applied by the tensor core: the same knob as S01',
    changes: [],
    needs:
      'Its gain is that of S01, not one more: what is promoted is what is scaled. Making the scales ' +
      'stays a cost ' +
      '(MXFP8 is .749 of BF16 where it is not fused, marin issue 7282); FP8 is in use already, so ' +
      'published 1.22 to ' +
      '1.30 times against BF16 do not apply.',
    oneKnobWith: ['S01'],
    source: 'pytorch.org, MXFP8 on 1,856 B200; NVIDIA/TransformerEngine PR 2157',
  },
  {
    id: 'S03',
    section: '3.2.2',
    name: 'compression in the path',
    machine: 'combine in LogFMT of 10 bits, coded in hardware (LogFMT of 10 bits coded on SMs would lose)',
    changes: [
      {
        job: 'training',
        cases: [
          to(FEWER_BYTES),
          to(FEWER_BYTES),
          to({ ...FEWER_BYTES, 'workload.communication.combinePrecision': 'logfmt8' }),
        ],
      },
      {
        job: 'decode, 8 sequences',
        cases: [to({ 'communication.combinePrecision': 'logfmt10', 'communication.codecShare': 0 })],
      },
    ],
    needs: 'A codec at line rate next to the copy engine, and tiles of 128 that stay whole.',
    oneKnobWith: ['S32'],
    source: '9,184 of 14,336 B: DeepEP tests/legacy/test_low_latency.py; 50 to 100 % on SMs: section 3.2.1',
  },
  {
    id: 'S04',
    section: '4.4.2',
    name: 'convergence with hardware deduplication',
    machine: 'the NIC, not SMs, copies a token to the GPUs of a node: SMs are those of S06',
    changes: [],
    needs:
      'At four nodes a token the NIC sends what it sends today, and NVLink has room: no time but that ' +
      'of S06. ' +
      'Lifting the limit to eight nodes doubles the bytes, and no effect on accuracy is published: its ' +
      'price is 0.',
    oneKnobWith: ['S06'],
    source: 'section 4.3: 160 GB/s inside, 40 outside',
  },
  {
    id: 'S05',
    section: '4.4.2',
    name: 'unified adapter',
    machine: 'messages for another rail need no hop over NVLink',
    changes: [
      { job: 'training', cases: [to({ ...IDEAL_PORTS, 'cluster.pxn': false })] },
      { job: 'decode, 8 sequences', cases: [to({ ...IDEAL_PORTS, 'cluster.pxn': false })] },
    ],
    needs: "At most the 3.33 us of table 5 for each exchange; DeepEP's training kernels stay on their rail.",
    oneKnobWith: ['S14'],
    source: 'no public figure: bounded by table 5',
  },
  {
    id: 'S06',
    section: '4.4.2',
    name: 'communication co-processor',
    machine: 'no SM moves tokens: 132 compute in place of 112, memory and links are shared as today',
    changes: [
      {
        job: 'training',
        cases: [to(COPROCESSOR), to(COPROCESSOR), to({ 'workload.communication.sms': 0 })],
      },
    ],
    needs:
      'A unit that copies and sums rows. Against kernels of DeepEP V2, which hold 4 to 6 SMs in place ' +
      'of 20, a ' +
      'quarter to a third of it is left: software took the rest. The upper end has no contention for ' +
      'memory either.',
    oneKnobWith: ['S04', 'S30', 'S31'],
    source: '20 of 132 SMs: section 4.4.1; 4 to 6: deepseek-ai/DeepEP PR 605',
  },
  {
    id: 'S07',
    section: '4.4.2',
    name: 'broadcast and reduction in the scale-up switch',
    machine: 'an all-reduce of eight GPUs as over links of 215 in place of 160 GB/s (NVLink SHARP on H800)',
    changes: [
      {
        job: 'decode, Llama 3 70B over 8 GPUs',
        cases: [to({ 'cluster.device.nvlinkGBps': 269, 'cluster.device.nvlinkAchievedGBps': 215 })],
      },
    ],
    needs:
      'Tensor parallelism: DeepSeek-V3 trains and decodes without, so neither moves; the row is ' +
      'another model. An ' +
      'all-gather gains nothing (350 to 300 GB/s).',
    source: 'NVIDIA/nccl issues 1374 and 1506',
  },
];
