/**
 * Mutants that change nothing that a caller can see, with the reason. They are left out of the score. An
 * entry names the file and the change as the tool prints it; one that no longer matches a mutant is an error.
 */
const OVERWRITTEN = 'overwritten before it is read';
const EMPTY_CLASS = 'a second class of traffic stays empty';
const EMPTY_BATCH = 'an empty batch changes nothing';
const BATCH_SIZE = 'the size of a batch';
const COUNT_HAS_A_ROW = 'a count always gives a row';
const LOCK_ORDER = 'the order of inserts only spares PostgreSQL deadlocks, which are retried';

const ONE_OF_EACH = 'a step has one forward and one backward of every micro-batch: their sum is the same';
const PAST_THE_END = 'what is written past the end of a typed array is lost';

export const EQUIVALENT = [
  ...[
    [
      'for (let i = 0; i < taken && missed > 0; i += 1) missed *= Math.max(0, all - held - i) / (all - i);  |  > -> >=',
      'a shortcut: zero stays zero',
    ],
    [
      'for (let row = 0; row < drawn.length; row += groups) {  |  < -> <=',
      'a row without experts misses nothing',
    ],
    [
      'const missing = Float64Array.from({ length: topK + 1 }, (_, taken) => missProbability(size, held, taken));  |  1 -> 2',
      'a count that no token has',
    ],
  ].map(([change, reason]) => ({ file: 'libs/parallelism/src/experts/gate.ts', change, reason })),
  ...[
    ['for (let place = 0; place < routing.vector.length; place += 1) {  |  < -> <=', PAST_THE_END],
    [
      'for (let i = 0; i < count; i += 1) draws[i] = exp(deviation * normals[i] - variance / 2);  |  < -> <=',
      PAST_THE_END,
    ],
    ['for (let i = 0; i < size; i += 1) run[i] *= size / sum;  |  < -> <=', PAST_THE_END],
    ['if (variation === 0) return draws.fill(1);  |  1 -> 2', 'loads are divided by their mean'],
    [
      'for (let i = 0; i < count; i += 1) draws[i] = exp(deviation * normals[i] - variance / 2);  |  2 -> 3',
      'loads are divided by their mean',
    ],
  ].map(([change, reason]) => ({ file: 'libs/parallelism/src/experts/imbalance.ts', change, reason })),
  ...[
    ['if (other === last && part <= lastPart) continue;  |  continue; -> ;', 'a shortcut: the part is known'],
    [
      'if (from === to) continue;  |  continue; -> ;',
      'what would be marked are ends of the flows before and after, which are marked as well',
    ],
    ['lastPart = part;  |  lastPart = part; -> ;', 'the shortcut is not taken'],
    [
      'if (total > limit) return false;  |  > -> >=',
      'the limit has room for rounding, which no sum fills exactly',
    ],
  ].map(([change, reason]) => ({ file: 'libs/cluster/src/flows/prune.ts', change, reason })),
  ...['^ -> |', '0x9e3779b1 -> 2654435762'].map((change) => ({
    file: 'libs/cluster/src/flows/word-hash.ts',
    change: `const h = Math.imul(hash ^ word, 0x9e3779b1);  |  ${change}`,
    reason: 'a hash: flows of equal hashes are compared',
  })),
  ...[
    [
      'for (let i = from + 1; i < to && sorted; i += 1) sorted = bytes[order[i - 1]] <= bytes[order[i]];  |  <= -> <',
      'a shortcut: sorting keeps what is sorted',
    ],
  ].map(([change, reason]) => ({ file: 'libs/cluster/src/flows/bundles.ts', change, reason })),
  {
    file: 'libs/cluster/src/flows/fair-share.ts',
    change: 'summed[link] = 1;  |  1 -> 2',
    reason: 'a flag: any value but 0',
  },
  {
    file: 'libs/cluster/src/flows/fair-share.ts',
    change: 'this.setFairShare(link, likely);  |  this.setFairShare(link, likely); -> ;',
    reason: 'a first guess: the passes that follow find the same fair shares',
  },
  {
    file: 'libs/cluster/src/flows/progressive-filling.ts',
    change: '} else if (own !== at && fairShare < elsewhere) elsewhere = fairShare;  |  < -> <=',
    reason: 'the value that is there already',
  },
  ...[
    ['if (end === Infinity) continue;  |  continue; -> ;', 'a shortcut: such a run is never the soonest'],
    [
      'this.activeCount = kept;  |  this.activeCount = kept; -> ;',
      'only compares runs that have ended once more',
    ],
    ['if (end < soonest) {  |  < -> <=', 'of runs that end at once either may be the first'],
    [
      'for (let link = 0; link < run.share.on.links; link += 1) {  |  < -> <=',
      'no flow crosses the entry past the last link',
    ],
  ].map(([change, reason]) => ({ file: 'libs/cluster/src/flows/layered-run.ts', change, reason })),
  ...[
    [
      'for (let c = 0; c < components.count; c += 1)  |  < -> <=',
      'past the last component there are no variables',
    ],
    [
      'for (let g = 0; g < groups.count; g += 1) {  |  < -> <=',
      'past the last group there are no components',
    ],
  ].map(([change, reason]) => ({ file: 'libs/cluster/src/flows/simulate-flows.ts', change, reason })),
  ...[
    ['private fullest = 1;  |  1 -> 2', OVERWRITTEN],
    ['private node = 1;  |  1 -> 2', OVERWRITTEN],
  ].map(([change, reason]) => ({ file: 'libs/parallelism/src/chunk/alone.ts', change, reason })),
  ...['wire', 'latest', 'latestForward', 'waited'].map((field) => ({
    file: 'libs/parallelism/src/chunk/overlapped.ts',
    change: `private ${field} = 0;  |  0 -> 1`,
    reason: OVERWRITTEN,
  })),
  {
    file: 'libs/parallelism/src/step/expert-groups.ts',
    change:
      'const latest = runs.reduce((last, next) => (next.executed.makespan > last.executed.makespan ? next : last));  |  > -> >=',
    reason: 'of groups that end at once either may stand for both',
  },
  {
    file: 'libs/parallelism/src/step/expert-groups.ts',
    change:
      'const squares = sample.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);  |  - -> +',
    reason: 'the sum of (x + m)(x - m) is that of (x - m)(x - m), m being the mean',
  },
  ...[
    [
      'const key = (place * OP_KINDS + schedule.kind[op]) * 2 + timer.isEdge(op);  |  + -> -',
      'each kind of op still has a key of its own',
    ],
    ['const last = new Int32Array(stages).fill(-1);  |  1 -> 2', 'no op: any negative number'],
    [
      'const place = (schedule.forwardStage[op] + 1) * (schedule.stages + 1) + schedule.backwardStage[op] + 1;  |  + -> -',
      'each pair of stages still has a place of its own',
    ],
    [
      'const key = (place * OP_KINDS + schedule.kind[op]) * 2 + timer.isEdge(op);  |  2 -> 3',
      'each kind of op still has a key of its own',
    ],
    ['duration: 0,  |  0 -> 1', OVERWRITTEN],
    ['outputLag: 0,  |  0 -> 1', OVERWRITTEN],
    ['weightPart: 0,  |  0 -> 1', OVERWRITTEN],
    ['exposed: 0,  |  0 -> 1', OVERWRITTEN],
    ['unreduced: 0,  |  0 -> 1', OVERWRITTEN],
  ].map(([change, reason]) => ({ file: 'libs/parallelism/src/step/op-times.ts', change, reason })),
  ...['>= -> >', 'steady.clear(); -> ;'].map((change) => ({
    file: 'libs/parallelism/src/step/price-step.ts',
    change: `if (steady.size >= MOST_STEADY) steady.clear();  |  ${change}`,
    reason: 'more is kept: what is drawn again is the same',
  })),
  ...[
    'for (let rank = 0; rank < ranks; rank += 1) {  |  < -> <=',
    'for (let replica = 0; replica < pipelines.count && bytes > 0; replica += 1) {  |  < -> <=',
  ].map((change) => ({
    file: 'libs/parallelism/src/step/step-traffic.ts',
    change,
    reason: 'past the last there are no ops and no GPUs',
  })),
  {
    file: 'libs/parallelism/src/step/price-step.ts',
    change:
      'const drawn = drawImbalance(seed, { ...spread, window: 0 }, { ...group, microBatches: 1 });  |  1 -> 2',
    reason: 'without a window part a second micro-batch is the first again',
  },
  ...[
    [
      'if (shards[gpu] > 0) traffic.sendBy(router.toStorage(gpu), shards[gpu]);  |  > -> >=',
      'no bytes take no time',
    ],
    ['for (let pipeline = 0; pipeline < count; pipeline += 1)  |  < -> <=', PAST_THE_END],
  ].map(([change, reason]) => ({ file: 'libs/parallelism/src/step/checkpoint.ts', change, reason })),
  {
    file: 'libs/parallelism/src/step/simulate-step.ts',
    change: 'const MOST_DRAWN = 8;  |  8 -> 9',
    reason: 'one more is kept: what is drawn again is the same',
  },
  {
    file: 'libs/parallelism/src/step/step-under-flap.ts',
    change: 'if (begin >= back || begin + work <= from) return begin + work;  |  <= -> <',
    reason: 'work that ends as the standstill begins has nothing left to wait',
  },
  {
    file: 'libs/parallelism/src/step/struck-ranks.ts',
    change: 'const key = from * ranks + to;  |  * -> /',
    reason: 'each pair of ranks still has a key of its own',
  },
  ...[
    [
      'const nodes = [...groupMembers(groups, 0)].map((gpu) => Math.floor(gpu / gpusPerNode));  |  0 -> 1',
      'groups lie alike',
    ],
    ['return nodes.every((node) => node === nodes[0]);  |  0 -> 1', 'any member of a group stands for it'],
  ].map(([change, reason]) => ({ file: 'libs/parallelism/src/step/recorded-exchanges.ts', change, reason })),
  {
    file: 'libs/parallelism/src/step/expert-communication.ts',
    change:
      'links.reduce((sum, link) => sum + (link < 0 ? 0 : account.bytesOf(0, link)), 0) / gpus;  |  < -> <=',
    reason: 'link 0 is a PCIe link, neither of a NIC nor of NVLink',
  },
  {
    file: 'libs/parallelism/src/step/expert-communication.ts',
    change: 'Math.max(...others.map((other) => fabric.router.route(first, other)?.latency ?? 0));  |  0 -> 1',
    reason: 'members without a route have failed before',
  },
  {
    file: 'libs/parallelism/src/step/step-traffic.ts',
    change: 'if (next < 0 || next >= stages) return;  |  >= -> >',
    reason: PAST_THE_END,
  },
  {
    file: 'libs/parallelism/src/step/step-traffic.ts',
    change: 'for (let from = 0; from < schedule.ranks; from += 1) {  |  < -> <=',
    reason: 'past the last rank there are no bytes',
  },
  ...[
    ['const isBackward = next < stage;  |  < -> <=', 'the next stage is never the stage itself'],
    ['const isBackward = next < stage;  |  < -> >=', ONE_OF_EACH],
    [
      'passes.blockGathers[rank] += split * (isBackward ? ofBackward : ofInput) + again.blocks * ofInput;  |  isBackward -> !(isBackward)',
      ONE_OF_EACH,
    ],
  ].map(([change, reason]) => ({ file: 'libs/parallelism/src/step/step-traffic.ts', change, reason })),
  {
    file: 'libs/parallelism/src/step/state-traffic.ts',
    change:
      'const passes = microBatches.subarray(rank * schedule.stages, (rank + 1) * schedule.stages);  |  1 -> 2',
    reason: 'those of the next rank are not read',
  },
  {
    file: 'libs/parallelism/src/step/checkpoint.ts',
    change:
      'const firstGpus = all.flatMap((nodes) => nodes.slice(0, nodes.length / fewer)).sort((a, b) => a - b);  |  - -> +',
    reason: 'flows that start together have no order',
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
    [
      'while ((await this.database.write((session) => cancelSome(session, id))) > 0);  |  0 -> 1',
      'one that is left is less than a batch, so it is the last',
    ],
  ].map(([change, reason]) => ({ file: 'libs/database/src/repositories/sweeps.ts', change, reason })),
  ...[
    ['const CHUNK = 100;  |  100 -> 101', BATCH_SIZE],
    ['for (let from = 0; from < ends.length; from += CHUNK)  |  < -> <=', EMPTY_BATCH],
    ['if (begun.length > 0)  |  > -> >=', 'SQLite accepts an empty list; on PostgreSQL a test fails'],
  ].map(([change, reason]) => ({ file: 'libs/database/src/sql/leases.ts', change, reason })),
  {
    file: 'libs/database/src/sql/outbox.ts',
    change: 'return Number(row?.count ?? 0);  |  0 -> 1',
    reason: COUNT_HAS_A_ROW,
  },
  ...[
    ['for (let from = 0; from < experimentIds.length; from += CHUNK) {  |  < -> <=', EMPTY_BATCH],
    ['known += Number(row?.count ?? 0);  |  0 -> 1', COUNT_HAS_A_ROW],
    ['const CHUNK = 100;  |  100 -> 101', BATCH_SIZE],
    ['for (let from = 0; from < newRuns.length; from += CHUNK)  |  < -> <=', EMPTY_BATCH],
    [
      "const missing = newRuns.filter((newRun) => !liveBefore.has(liveKeyOf(newRun) ?? ''));  |  ?? -> &&",
      'a run that lives is found again when its insert conflicts',
    ],
    ['].sort((a, b) => (a.id < b.id ? -1 : 1));  |  a.id < b.id -> !(a.id < b.id)', LOCK_ORDER],
    ['].sort((a, b) => (a.id < b.id ? -1 : 1));  |  < -> <=', LOCK_ORDER],
    ['].sort((a, b) => (a.id < b.id ? -1 : 1));  |  < -> >=', LOCK_ORDER],
    ['].sort((a, b) => (a.id < b.id ? -1 : 1));  |  1 -> 2', LOCK_ORDER],
  ].map(([change, reason]) => ({ file: 'libs/database/src/sql/submissions.ts', change, reason })),
];
