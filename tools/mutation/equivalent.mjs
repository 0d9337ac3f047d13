/**
 * Mutants that change nothing that a caller can see, with the reason. They are left out of the score. An entry
 * names the file and the change as the tool prints it; one that no longer matches a mutant is an error.
 */
const PAST_THE_END = 'a typed array ignores what is written past its end';
const OVERWRITTEN = 'overwritten before it is read';
const EMPTY_CLASS = 'a second class of traffic stays empty';

export const EQUIVALENT = [
  ...[
    ['if (other === last && part <= lastPart) continue;  |  continue; -> ;', 'a shortcut: the part is known'],
    ['lastPart = part;  |  lastPart = part; -> ;', 'the shortcut is not taken'],
    [
      'if (total > limit) return false;  |  > -> >=',
      'the limit has room for rounding, which no sum fills exactly',
    ],
  ].map(([change, reason]) => ({ file: 'libs/cluster/src/flows/prune.ts', change, reason })),
  ...[
    ['private fullest = 1;  |  1 -> 2', OVERWRITTEN],
    ['private node = 1;  |  1 -> 2', OVERWRITTEN],
  ].map(([change, reason]) => ({ file: 'libs/parallelism/src/chunk/alone.ts', change, reason })),
  ...['wire', 'latest', 'latestForward', 'waited'].map((field) => ({
    file: 'libs/parallelism/src/chunk/overlapped.ts',
    change: `private ${field} = 0;  |  0 -> 1`,
    reason: OVERWRITTEN,
  })),
  ...[
    [
      'for (let e = 0; e < experts; e += 1) scores[e] = 1 / (1 + exp(-stream.normal()));  |  < -> <=',
      `${PAST_THE_END}; the one draw more only shifts the stream`,
    ],
    ['let best = -1;  |  1 -> 2', 'any start below the scores, which are positive'],
    ['let second = -1;  |  1 -> 2', 'a second best that is missing counts as 0 whatever stands for it'],
    ['if (score > best) {  |  > -> >=', 'equal scores have the same sum'],
    ['} else if (score > second) second = score;  |  > -> >=', 'equal scores have the same sum'],
    ['scores[best] = -2;  |  2 -> 3', 'any value below those of masked experts'],
    [
      'for (let k = 0; k < chosen.length; k += 1) {  |  < -> <=',
      `${PAST_THE_END}; the scores are not read again`,
    ],
  ].map(([change, reason]) => ({ file: 'libs/parallelism/src/experts/gate.ts', change, reason })),
  {
    file: 'libs/parallelism/src/step/op-times.ts',
    change: 'const time: OpTime = { duration: 0, outputLag: 0, weightPart: 0, exposed: 0 };  |  0 -> 1',
    reason: OVERWRITTEN,
  },
  ...['expert-communication', 'expert-contention'].map((file) => ({
    file: `libs/parallelism/src/step/${file}.ts`,
    change: 'const account = new LinkAccount(fabric, 1);  |  1 -> 2',
    reason: EMPTY_CLASS,
  })),
  {
    file: 'libs/parallelism/src/step/checkpoint.ts',
    change: 'const links = new LinkAccount(fabric, 1);  |  1 -> 2',
    reason: EMPTY_CLASS,
  },
  {
    file: 'libs/parallelism/src/step/checkpoint.ts',
    change:
      'const readSeconds = back.capacity.every((rate, link) => rate === flows.capacity[link])  |  === -> !==',
    reason: 'a shortcut: equal capacities simulate to the same time',
  },
  ...[
    ['for (let last = -1; ;) {  |  1 -> 2', 'positions begin at 0'],
    ['if (idle.length > 0)  |  > -> >=', EMPTY_BATCH],
    [
      'while ((await this.database.write((session) => cancelSome(session, id))) > 0);  |  0 -> 1',
      'one that is left is less than a batch, so it is the last',
    ],
  ].map(([change, reason]) => ({ file: 'libs/database/src/repositories/sweeps.ts', change, reason })),
];
