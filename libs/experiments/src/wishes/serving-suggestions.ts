/** Suggestions that serving feels: latency of exchanges, the host, memory, and larger domains. */
import { SDC_DETECTORS } from '@railyard/replay';
import { type Changes } from './changes.js';
import { from, to, type Suggestion } from './suggestion.js';

const overtaken = [
  from({}, {}),
  from({ 'communication.signalRoundTrips': 0.5 }, {}),
  from({ 'communication.signalRoundTrips': 1 }, {}),
] as const;
/** DeepSeek's share of prompt tokens whose cache is kept (open-infra-index, day 6). */
const CACHED: Changes = { 'requests.cachedShare': 0.563, 'transfer.sharing': 'fair' };
const shared = (then: Changes) => [from(CACHED, { ...CACHED, ...then })] as const;
const memory = (prefix: string, job: 'training' | 'decode, 96 sequences' | 'decode, 8 sequences') =>
  ({
    job,
    cases: [to({ [prefix]: 4800 }), to({ [prefix]: 8000 }), to({ [prefix]: 22_000 })],
  }) as const;
/** 72 GPUs of the founding cluster in one domain of 900 GB/s, of which SM100 reaches 726. */
const RACK: Changes = {
  'cluster.nodes': 28,
  'cluster.gpusPerNode': 72,
  'cluster.nic.perNode': 72,
  'cluster.device.nvlinkGBps': 900,
  'cluster.device.nvlinkAchievedGBps': 726,
};
const detected = (kind: 'checksum' | 'vendor-diagnostic'): Changes => ({
  'replay.recovery.detectors': [SDC_DETECTORS[kind]],
});

export const SERVING_SUGGESTIONS: readonly Suggestion[] = [
  {
    id: 'S08',
    section: '4.4.2',
    name: 'hardware synchronisation',
    machine: 'a flag is seen after the data that it announces: no round trip between them',
    changes: [{ job: 'decode, 8 sequences', cases: overtaken }],
    needs:
      'One path keeps order by itself, as the founding cluster does today: the low end. The other end ' +
      'is what S12 or ' +
      'S16 would cost without it: a quarter of an exchange, where software that puts flags into the ' +
      'data gained up to 20 %. Training sends large chunks: 0.',
    oneKnobWith: ['S13', 'S29'],
    source: 'one round trip for each put and signal: deepseek-ai/DeepEP PR 437',
  },
  {
    id: 'S09',
    section: '4.5.2',
    name: 'priorities on NVLink and PCIe',
    machine: 'dispatch and combine before the cache of prompts on the link of each GPU',
    changes: [
      { job: 'decode, 8 sequences', cases: shared({ 'transfer.sharing': 'experts-first' }) },
      { job: 'prefill', cases: shared({ 'transfer.sharing': 'experts-first' }) },
    ],
    needs: 'Traffic classes that drivers do not offer. The cache comes later by what the exchange gains.',
    oneKnobWith: ['S10'],
    source: '54 of 64 GB/s: gahow/agentic-kvc; eight virtual channels in the specification, one used',
  },
  {
    id: 'S10',
    section: '4.5.2',
    name: 'NIC in the I/O die',
    machine: 'the NIC is not behind the link that the cache comes over',
    changes: [{ job: 'decode, 8 sequences', cases: shared({ 'transfer.sharing': 'apart' }) }],
    needs: 'Then S09 has nothing left to gain. .2 to 1 us less latency is a guess and not priced.',
    oneKnobWith: ['S09'],
    source: 'no public figure',
  },
  {
    id: 'S11',
    section: '4.5.2',
    name: 'CPU and GPU in one scale-up domain',
    machine: 'a host link of 450 GB/s, apart from the NIC',
    changes: [
      {
        job: 'prefill',
        cases: shared({ 'transfer.sharing': 'apart', 'cluster.device.pcieGBps': 450 }),
      },
    ],
    needs:
      "The host's memory must give as much: 600 to 700 GB/s a node today (S22). Software that relays " +
      'through other GPUs ' +
      'reaches 245 GB/s, and takes NVLink for it.',
    oneKnobWith: ['S22'],
    source: 'NVLink-C2C of GH200; arXiv 2512.16056',
  },
  {
    id: 'S19',
    section: '5.2.3',
    name: 'messages issued by the GPU',
    machine:
      'no thread of the host between a kernel and its NIC (the founding cluster has this: what it is worth)',
    changes: [
      {
        job: 'decode, 8 sequences',
        cases: [
          from({}, {}),
          from({ 'communication.hostProxy': 1.7 }, {}),
          from({ 'communication.hostProxy': 2.4 }, {}),
        ],
      },
    ],
    needs: 'Not for training: large chunks. A good proxy need not lose (TransferEngine): the low end.',
    source: '1.0 to 2.4: arXiv 2510.27656; uccl PR 505 (another NIC) against DeepEP docs/legacy.md',
  },
  {
    id: 'S20',
    section: '6.1.2',
    name: 'checksums in hardware',
    machine: 'every step is checked for silent corruption',
    changes: [
      { job: 'days under corruption', cases: [to(detected('checksum'))] },
      { job: 'time under corruption', cases: [to(detected('checksum'))] },
    ],
    needs:
      'Clean goodput counts no step after a corruption that nobody found, and most are unnoticed ' +
      'without a check: one that stays spoils the rest of the run. By time alone a check is a cost.',
    oneKnobWith: ['S21'],
    cost: '.86 % of the time in software, 0 to 1 % in a unit; no price',
    costOf: { amount: 0.86, unit: '% of the time' },
    source: 'AEGIS (OSDI 2026), recall .95; rate of its fleet',
  },
  {
    id: 'S21',
    section: '6.1.2',
    name: 'diagnostics of the vendor',
    machine: 'a scan of every node in each week',
    changes: [
      { job: 'days under corruption', cases: [to(detected('vendor-diagnostic'))] },
      { job: 'time under corruption', cases: [to(detected('vendor-diagnostic'))] },
    ],
    needs:
      'Hours of scan (.5 to 4 a node and month) and coverage (10 to 90 %) are not public; recall .4 is ' +
      'taken.',
    oneKnobWith: ['S20'],
    source: 'three studies, recall .25 to .70',
  },
  {
    id: 'S22',
    section: '6.2',
    name: 'host memory of 1 TB/s',
    machine: 'memory of the host is no limit behind 160 lanes of PCIe',
    changes: [],
    needs:
      'Eight links of 54 GB/s are 435 GB/s, less than the 600 to 700 GB/s of today: nothing waits for ' +
      'it until links ' +
      'are those of S11, or both ways are full.',
    oneKnobWith: ['S11'],
    source: 'arXiv 2512.16056, table 1',
  },
  {
    id: 'S23',
    section: '6.2',
    name: 'faster CPU cores',
    machine: 'host time between steps of 1.5 in place of 2 ms (3 to 4 GHz); 0 where graphs hide it',
    changes: [
      {
        job: 'decode, 8 sequences',
        cases: [
          to({}),
          from({ 'decode.hostMs': 2 }, { 'decode.hostMs': 1.5 }),
          from({ 'decode.hostMs': 4 }, { 'decode.hostMs': 3 }),
        ],
      },
    ],
    needs:
      'No curve of time over clock is public: 2 ms (0 to 4) is assumed. Training: 0 to 3 %, a guess, ' +
      'not priced.',
    source: 'assumed; starved cores: 1.36 to 5.40 times the time to the first token, arXiv 2603.22774',
  },
  {
    id: 'S29',
    section: '6.4',
    name: 'acquire and release by region',
    machine: 'the same knob as S08: the receiver orders, the sender does not wait',
    changes: [],
    needs:
      'Its round trips are those of S08; software that puts flags into the data gains up to 20 % of an ' +
      'exchange.',
    oneKnobWith: ['S08', 'S13'],
    source: 'section 6.4; deepseek-ai/DeepEP PR 437',
  },
  {
    id: 'S33',
    section: '6.6.2',
    name: 'memory stacked on the accelerator',
    machine: 'memory of 8 TB/s (4.8 to 22) in place of 3.35, as large as today',
    changes: [
      memory('cluster.device.memoryBandwidthGBps', 'training'),
      memory('cluster.device.memoryBandwidthGBps', 'decode, 8 sequences'),
      memory('cluster.device.memoryBandwidthGBps', 'decode, 96 sequences'),
    ],
    needs:
      'Capacity and bandwidth are two inputs; only the second moves here. Stacks of 10 to 80 GB are ' +
      'not shown yet.',
    source: '4.8 (H200), 8.0 (B200), 22 (announced): spheron.network, cloudnews.tech',
  },
  {
    id: 'S34',
    section: '6.6.2',
    name: 'system on wafer',
    machine: 'another machine: 44 GB at 21 PB/s, 150 GB/s in and out, 23 kW',
    changes: [],
    needs:
      'No switch of this cluster: it replaces GPU, NVLink and memory at once. 671 GB of weights need ' +
      'at least 16 wafers, ' +
      'and then 150 GB/s a wafer is the limit. Compare by dollar and kW, never by device.',
    cost: '16 wafers of 2 to 3 M$ each: 32 to 48 M$, list estimate',
    source: 'zubnet.ai, awesomeagents.ai (secondary)',
  },
  {
    id: 'S35',
    section: '2.3.2',
    name: 'large scale-up domain',
    machine: '72 GPUs in one domain of 900 GB/s (726 reached): tokens leave the NICs',
    changes: [{ job: 'decode, 72 GPUs', cases: [to(RACK)] }],
    needs:
      'The same GPUs: figures of GB200 mix in its memory and FP4. S04, S30 and S31 have nothing left then.',
    source: 'deepseek-ai/DeepEP README: 726 and 740 GB/s on SM100',
  },
];
