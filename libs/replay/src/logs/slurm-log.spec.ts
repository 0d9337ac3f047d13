/** What Slurm writes itself: the controller's log, and the end of a job in the job's own output. */
import { isoOf, readOperatorLog } from './index.js';

const zone = { zone: 'Europe/Berlin' };

describe("the controller's log", () => {
  const log = [
    '[2026-03-01T09:59:00.000] sched: Allocate JobId=1234 NodeList=n[001-064] #CPUs=6144 Partition=gpu',
    '[2026-03-01T10:00:00.120] Killing JobId=1234 on failed node n017',
    '[2026-03-01T10:00:00.123] error: Nodes n[017-018] not responding, setting DOWN',
    '[2026-03-01T10:40:00.123] Node n018 now responding',
    '[2026-03-01T12:00:00.000] requeue job JobId=77 due to failure of node n030',
    '[2026-03-01T12:00:00.500] node_did_resp: node n030 returned to service',
  ];

  it('has a node down from the first line that says so until it answers again', () => {
    const { format, events, read, ignored } = readOperatorLog(log.join('\n'), zone);
    expect([format, read, ignored]).toEqual(['slurmctld', 6, 1]);
    expect(
      events.map((event) => [
        isoOf(event.timeUs),
        event.node,
        event.jobEffect,
        event.durationS,
        event.merged ?? [],
      ]),
    ).toEqual([
      ['2026-03-01T09:00:00.120Z', 'n017', 'kills', null, ['job 1234']],
      ['2026-03-01T09:00:00.123Z', 'n018', 'maybe', 2400, []],
      ['2026-03-01T11:00:00Z', 'n030', 'kills', 0.5, ['job 77']],
    ]);
    expect(new Set(events.map(({ faultClass }) => faultClass))).toEqual(new Set(['gpu_hard']));
  });

  it('needs the zone of its stamps', () => {
    expect(() => readOperatorLog(log.join('\n'), {})).toThrow('zone is required by this kind of log.');
  });

  it('goes down again after it was back', () => {
    const again = '[2026-03-02T10:00:00.000] error: Nodes n018 not responding, setting DOWN';
    const { events } = readOperatorLog([...log, again].join('\n'), zone);
    expect(events.filter(({ node }) => node === 'n018').map(({ durationS }) => durationS)).toEqual([
      2400,
      null,
    ]);
  });
});

describe('the output of a job', () => {
  const ended = (what: string, at: string, why: string): string =>
    `slurmstepd: error: *** ${what} ON n001 CANCELLED AT ${at}${why} ***`;
  const failure = ' DUE TO NODE FAILURE, SEE SLURMCTLD LOG FOR DETAILS';
  const iteration = '[2026-03-01 09:58:01] iteration 1200/ 500000 | elapsed time per iteration (ms): 20171.4';

  it('has one event for the job and its steps, and the node that srun names', () => {
    const log = [
      iteration,
      'srun: error: Node failure on n017',
      ended('JOB 1234', '2026-03-01T10:00:00', failure),
      ended('STEP 1234.0', '2026-03-01T10:00:01', failure),
      iteration,
      ended('JOB 1234', '2026-03-03T08:00:00', failure),
      'srun: error: Node failure on n040',
      ended('JOB 1234', '2026-03-05T08:00:00', ' DUE TO TIME LIMIT'),
      ended('JOB 1235', '2026-03-06T08:00:00', ''),
    ];
    const { format, events, read, ignored, notes } = readOperatorLog(log.join('\n'), zone);
    expect([format, read, ignored]).toEqual(['slurm-job-output', 9, 4]);
    expect(events.map(({ timeUs, node, component, code }) => [isoOf(timeUs), node, component, code])).toEqual(
      [
        ['2026-03-01T09:00:00Z', 'n017', 'job 1234', 'NODE_FAIL'],
        ['2026-03-03T07:00:00Z', 'n040', 'job 1234', 'NODE_FAIL'],
      ],
    );
    expect(notes).toEqual([
      'Cancelled due to time limit: no fault (1 line).',
      'Cancelled by its user: no fault (1 line).',
    ]);
  });

  it("holds NCCL's watchdog too", () => {
    const watchdog =
      '[rank5]:[E0301 08:30:00.000000000 ProcessGroupNCCL.cpp:607] [Rank 5] Watchdog caught collective ' +
      'operation timeout: WorkNCCL(SeqNum=9, OpType=ALLREDUCE, NumelIn=1, NumelOut=1, Timeout(ms)=600000) ' +
      'ran for 600012 milliseconds before timing out.';
    const log = [iteration, watchdog, ended('JOB 1', '2026-03-01T10:00:00', failure)].join('\n');
    const { events, read, ignored } = readOperatorLog(log, { zone: 'UTC', year: 2026 });
    expect([read, ignored]).toEqual([3, 1]);
    expect(events.map(({ code, faultClass }) => [code, faultClass])).toEqual([
      ['NCCL timeout', 'nccl_hang'],
      ['NODE_FAIL', 'gpu_hard'],
    ]);
  });
});

it('lines that begin with a time in brackets are no JSON', () => {
  expect(() => readOperatorLog('[2026-03-01 09:58:01] loss is 2.1', zone)).toThrow(
    'The log must be of a known kind.',
  );
});
