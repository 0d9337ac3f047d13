import { FAULT_PROFILES, fatTreeFleet } from '../faults/index.js';
import { DEFAULT_POLICY, type RecoveryPolicySpec } from '../job/index.js';
import { replayWarnings } from './check-replay.js';

const profile = FAULT_PROFILES['llama3-h100'];
const SHRINK: RecoveryPolicySpec = { ...DEFAULT_POLICY, whenNoSpare: 'shrink' };
const messages = (
  policy: RecoveryPolicySpec,
  fleet: { readonly spareNodes: number; readonly dataReplicas: number },
  device?: string,
): readonly string[] =>
  replayWarnings(profile, policy, fatTreeFleet({ nodes: 64, planes: 8, ...fleet }), device).map(
    ({ code, message }) => `${code}: ${message}`,
  );

describe('replayWarnings', () => {
  const withSpares = { spareNodes: 2, dataReplicas: 1 };

  it.each<[string, readonly string[]]>([
    ['h100', []],
    ['h100-96gb', []],
    ['h800', ['rates-of-another-device: No public source gives H800 failure rates: H100 figures stand in.']],
    ['a100', ['rates-of-another-device: The failure rates are those of H100, not of a100.']],
  ])('says of a job on %s whose rates it was given', (device, expected) => {
    expect(messages(DEFAULT_POLICY, withSpares, device)).toEqual(expected);
  });

  it('says what a job without spares does: it waits, or it shrinks where it can', () => {
    const waits = 'no-spare: Nodes are drained but spareNodes is 0: the job waits for each repair.';
    expect(messages(DEFAULT_POLICY, { spareNodes: 0, dataReplicas: 1 }, 'h100')).toEqual([waits]);
    expect(messages(SHRINK, { spareNodes: 0, dataReplicas: 16 }, 'h100')).toEqual([
      'no-spare: Nodes are drained but spareNodes is 0: the job gives up a data replica until ' +
        'nodes are repaired.',
    ]);
    expect(messages(SHRINK, { spareNodes: 0, dataReplicas: 1 }, 'h100')[0]).toBe(waits);
  });

  it('says that a job of one replica cannot shrink', () => {
    expect(messages(SHRINK, { spareNodes: 2, dataReplicas: 1 }, 'h100').join()).toMatch(/^cannot-shrink: /);
    expect(messages(SHRINK, { spareNodes: 2, dataReplicas: 16 }, 'h100')).toEqual([]);
  });

  it('says that replicas which a waiting job could give up change nothing', () => {
    expect(messages(DEFAULT_POLICY, { spareNodes: 2, dataReplicas: 16 }, 'h100')).toEqual([
      'never-shrinks: whenNoSpare is wait, so that dataReplicas (16) changes nothing. Use shrink to ' +
        'let the job give up data replicas.',
    ]);
  });
});
