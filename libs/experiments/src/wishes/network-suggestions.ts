/** Suggestions of sections 5, 6.3 and 6.5: NICs, switches, and what networks do by themselves. */
import { entryOf } from '@railyard/base';
import { FAULT_PROFILES } from '@railyard/replay';
import { type Changes } from './changes.js';
import { from, to, type Suggestion } from './suggestion.js';

const PORTS: Changes = { 'cluster.topology': { kind: 'multi-port-mpft', planes: 8, switchPorts: 512 } };
/** InfiniBand's hops, of table 5. */
const SHORT_HOPS: Changes = { 'cluster.nic.switchLatencyUs': 0.45, 'cluster.nic.endpointLatencyUs': 2.35 };
/**
 * Faults of the founding cluster with those of links `ratio` times as often, and flaps of `flapS` seconds.
 */
function linkFaults({ ratio = 1, flapS }: { readonly ratio?: number; readonly flapS?: number }): Changes {
  const profile = entryOf(FAULT_PROFILES, 'llama3-h100-physical');
  const classes = profile.classes.map((spec) => {
    if (spec.ratePerLinkYear === undefined) return spec;
    const rarer = { ...spec, ratePerLinkYear: ratio * spec.ratePerLinkYear };
    return flapS === undefined || spec.effect.kind !== 'flap'
      ? rarer
      : { ...rarer, duration: { kind: 'fixed', seconds: flapS } };
  });
  return { 'replay.faults': { ...profile, classes } };
}
const victim = (control: string) => [from({ control: 'pfc' }, { control })] as const;

export const NETWORK_SUGGESTIONS: readonly Suggestion[] = [
  {
    id: 'S12',
    section: '5.1',
    name: 'true multi-plane NIC',
    machine: 'one NIC with a port on each of eight planes, messages over all of them',
    changes: [
      { job: 'training', cases: [to(PORTS)] },
      {
        job: 'days under faults',
        cases: [to({ ...PORTS, ...linkFaults({ ratio: 1 / 8 }), 'replay.recovery.networkFault': 'reroute' })],
      },
      {
        job: 'network for 16,384 GPUs',
        cases: [to({ topology: { kind: 'mpft', planes: 8, switchPorts: 64 } })],
      },
    ],
    needs:
      'S13, and ports that fail an eighth as often as the cable that they share. The step must not ' +
      'move at 2,048 GPUs (`railyard reproduce table4` shows both networks). The cost is that of ' +
      'two tiers where one fabric needs three.',
    oneKnobWith: ['S27'],
    cost: 'saves the third tier (`railyard reproduce table3` prices both)',
    source: 'sections 5.1.1 and 5.1.2',
  },
  {
    id: 'S13',
    section: '5.1',
    name: 'out-of-order placement',
    machine: 'packets of one queue pair may arrive in any order',
    changes: [],
    needs: 'It has no gain of its own: S12 and S16 need it, and its round trip is that of S08.',
    oneKnobWith: ['S08', 'S29'],
    source: 'meta-pytorch/torchcomms PR 3881: reads and writes today, atomics by choice',
  },
  {
    id: 'S14',
    section: '5.1',
    name: 'planes crossed without NVLink',
    machine: 'the same knob as S05',
    changes: [],
    needs: 'The hop that it spares is that of S05.',
    oneKnobWith: ['S05'],
    source: 'section 5.1.1; no public figure',
  },
  {
    id: 'S15',
    section: '5.2.2',
    name: 'low-latency Ethernet switches',
    machine: 'hops of .45 in place of 1.0 us, endpoints of 2.35 in place of 2.6 us',
    changes: [
      { job: 'training on RoCE', cases: [to(SHORT_HOPS)] },
      { job: 'decode, 8 sequences, RoCE', cases: [to(SHORT_HOPS)] },
    ],
    needs:
      'The founding cluster has InfiniBand: only its twin on RoCE gains. More ports are another ' +
      'matter: 128 in place ' +
      'of 64 put 8,192 endpoints on two tiers; no price of such a switch is public.',
    source: 'table 5',
  },
  {
    id: 'S16',
    section: '5.2.2',
    name: 'adaptive routing',
    machine: 'every packet takes the emptiest path in place of the one that its flow hashes to',
    changes: [
      { job: 'training on RoCE', cases: [to({ 'cluster.routing': 'adaptive' })] },
      { job: 'decode, 8 sequences, RoCE', cases: [to({ 'cluster.routing': 'adaptive' })] },
    ],
    needs:
      'S13. InfiniBand has it. Expert traffic stays below one leaf here; what collides are sends ' +
      'between stages. One ' +
      'hash is drawn; another collides elsewhere.',
    oneKnobWith: ['S26'],
    source: 'facts/network.csv: a hashed permutation takes 5 times the ideal, a sprayed one 1.33',
  },
  {
    id: 'S17',
    section: '5.2.2',
    name: 'virtual output queues',
    machine: 'a queue for each pair: a message next to an incast waits for nobody else',
    changes: [{ job: 'send next to an incast, RoCE', cases: [from({ control: 'pfc' }, {})] }],
    needs:
      'About 500 queues on every leaf port; none is sold, so this is the full cure, an upper bound. A ' +
      'step has no ' +
      'incast, and does not move.',
    oneKnobWith: ['S18', 'S25'],
    source: 'facts/hardware-directions.md, C1',
  },
  {
    id: 'S18',
    section: '5.2.2',
    name: 'congestion control',
    machine: 'senders slow down by round-trip time in place of pauses alone',
    changes: [{ job: 'send next to an incast, RoCE', cases: victim('rtt') }],
    needs: 'DeepSeek runs InfiniBand without control and saw no congestion: the step does not move.',
    oneKnobWith: ['S17', 'S25'],
    source: 'no figure of RTTCC is public; deepseek-ai/DeepEP docs/legacy.md line 110',
  },
  {
    id: 'S24',
    section: '6.3',
    name: 'co-packaged optics',
    machine: 'links fail .3 (0.1 to 1.0) times as often, and a port of 800G takes 5.5 in place of 15.5 W',
    changes: [
      {
        job: 'days under faults',
        cases: [to({}), to(linkFaults({ ratio: 0.3 })), to(linkFaults({ ratio: 0.1 }))],
      },
    ],
    needs:
      'No step time. Power: 8,192 ends of 400G links at half of the watts of 800G ones are 63 kW, and ' +
      '22 kW then. Ten ' +
      "times fewer failures is a vendor's claim.",
    cost: '-20 to +30 % of a pluggable port (guess: no list price)',
    source: 'mapyourtech.com; onmine.io; facts/failures.csv HPN-01, FF-22',
  },
  {
    id: 'S25',
    section: '6.3',
    name: 'credits and control at the endpoints',
    machine: 'receivers grant what senders may send',
    changes: [{ job: 'send next to an incast, RoCE', cases: victim('credits') }],
    needs: 'InfiniBand has credits from hop to hop; those alone spread congestion as pauses do.',
    oneKnobWith: ['S17', 'S18'],
    source: 'facts/hardware-directions.md, C1 and C2',
  },
  {
    id: 'S26',
    section: '6.3',
    name: 'adaptive routing as a standard',
    machine: 'the same knob as S16',
    changes: [],
    needs: 'Never both.',
    oneKnobWith: ['S16'],
    source: 'see S16',
  },
  {
    id: 'S27',
    section: '6.3',
    name: 'link retry and failover',
    machine: 'a flap stalls for .5 s (failover in software) to 2 us (retry in the link) in place of seconds',
    changes: [
      {
        job: 'days under faults',
        cases: [to({}), to(linkFaults({ flapS: 0.5 })), to(linkFaults({ flapS: 2e-6 }))],
      },
    ],
    needs:
      'Retry in the link itself takes .3 to 2 us an event (bound: a round trip and its code); NCCL ' +
      '2.29.7 fails over in ' +
      'software, first after 500 ms. Links that stay down are S12.',
    oneKnobWith: ['S12'],
    source: '.179 flash cuts a host link and year: facts/failures.csv FF-22',
  },
  {
    id: 'S28',
    section: '6.3',
    name: 'dynamic bandwidth',
    machine: 'classes of traffic with weights that change',
    changes: [],
    needs:
      'The founding cluster trains one job: no other traffic, no gain. On a shared link what one class ' +
      'gains another ' +
      'loses (`railyard network ... --beside` shows both).',
    source: 'up to 50 % lost on a shared Dragonfly+, secondary: arXiv 2408.14090',
  },
  {
    id: 'S30',
    section: '6.5',
    name: 'multicast of dispatch',
    machine: 'switches copy a token: a sender sends it once',
    changes: [],
    needs:
      'Receivers take in as many copies as before, and in a balanced all-to-all each GPU receives what ' +
      'it sends: the ' +
      'time does not fall. A flow model of both directions has nothing to save; fused kernels reach ' +
      '1.79 times in the ' +
      "authors' simulation.",
    oneKnobWith: ['S06'],
    source: 'arXiv 2605.05607, abstract',
  },
  {
    id: 'S31',
    section: '6.5',
    name: 'reduction of combine',
    machine: 'switches add rows up: a receiver takes one in',
    changes: [],
    needs:
      'The mirror of S30: senders send as many rows as before. The rate of sums in a switch would be a cap.',
    oneKnobWith: ['S06'],
    source: 'SHARP 1.17 times in data parallelism, 2021; no figure for experts',
  },
  {
    id: 'S32',
    section: '6.5',
    name: 'LogFMT in the network',
    machine: 'the codec of S03 in the NIC: NVLink and memory carry BF16',
    changes: [],
    needs: 'Never with S03. Bytes over NICs are those of S03, and NICs are what its exchange waits for.',
    oneKnobWith: ['S03'],
    source: 'see S03',
  },
];
