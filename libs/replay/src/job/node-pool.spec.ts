/** Nodes are neither made nor lost: each is in the job, stands by, or is in repair. */
import fc from 'fast-check';
import { type FleetShape, fatTreeFleet } from '../faults/index.js';
import { NodePool } from './node-pool.js';

const shapeOf = (nodesPerReplica: number, dataReplicas: number, spareNodes: number): FleetShape =>
  fatTreeFleet({ nodes: nodesPerReplica * dataReplicas, spareNodes, planes: 1, dataReplicas });
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

function counts(pool: NodePool, shape: FleetShape) {
  const all = numbers(shape.nodes + shape.spareNodes);
  const inJob = all.filter((node) => pool.inJob(node)).length;
  const out = all.filter((node) => pool.isOut(node)).length;
  return { inJob, out, spare: all.length - inJob - out };
}

function fresh(shape: FleetShape): NodePool {
  const pool = new NodePool(shape);
  pool.reset();
  return pool;
}

describe('the nodes of a machine', () => {
  it('the job has its replicas less what is missing, whatever happens', () => {
    const happenings = fc.array(
      fc.tuple(fc.constantFrom('drain', 'back', 'fill', 'shrink', 'grow'), fc.nat(1000)),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(4),
        happenings,
        (nodesPerReplica, dataReplicas, spareNodes, all) => {
          const shape = shapeOf(nodesPerReplica, dataReplicas, spareNodes);
          const pool = fresh(shape);
          const nodes = numbers(shape.nodes + shape.spareNodes);
          for (const [what, which] of all) {
            const drained = nodes.filter((node) => pool.isOut(node));
            const others = nodes.filter((node) => !pool.isOut(node));
            if (what === 'drain' && others.length > 0) pool.drain(others[which % others.length]!);
            if (what === 'back' && drained.length > 0) pool.returnNode(drained[which % drained.length]!);
            if (what === 'grow' && pool.canGrow()) pool.grow();
            if (what === 'fill') {
              const { spare } = counts(pool, shape);
              const joined: number[] = [];
              const wanted = pool.missing;
              expect(pool.fill((node) => joined.push(node))).toBe(spare >= wanted);
              expect(joined).toHaveLength(Math.min(spare, wanted));
              expect(joined.every((node) => pool.inJob(node))).toBe(true);
            }
            if (what === 'shrink') {
              const before = pool.dataReplicas;
              expect(pool.shrink()).toBe(before > 1);
              expect(pool.dataReplicas).toBe(Math.max(1, before - 1));
            }
            expect(pool.missing).toBeGreaterThanOrEqual(0);
            expect(counts(pool, shape).inJob).toBe(pool.dataReplicas * nodesPerReplica - pool.missing);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('begins whole, and again at each reset', () => {
    const shape = shapeOf(3, 2, 2);
    const pool = fresh(shape);
    const begin = counts(pool, shape);
    expect(begin).toEqual({ inJob: 6, out: 0, spare: 2 });
    expect([5, 6].map((node) => pool.inJob(node))).toEqual([true, false]);
    expect(pool.drain(1)).toBe(1);
    pool.shrink();
    pool.reset();
    expect([counts(pool, shape), pool.missing, pool.dataReplicas]).toEqual([begin, 0, 2]);
    expect(pool.drain(1)).toBe(1);
  });

  it('spares join in the order in which they came', () => {
    const pool = fresh(shapeOf(4, 1, 2));
    for (const node of [0, 1, 2]) pool.drain(node);
    pool.returnNode(1);
    const joined: number[] = [];
    expect(pool.fill((node) => joined.push(node))).toBe(true);
    expect(joined).toEqual([4, 5, 1]);
  });

  it('counts how often each node was drained', () => {
    const pool = fresh(shapeOf(4, 1, 0));
    for (const times of [1, 2, 3]) {
      expect(pool.drain(2)).toBe(times);
      pool.returnNode(2);
    }
    expect(pool.drain(3)).toBe(1);
  });

  it('a replica that was given up is taken back when its nodes stand by', () => {
    const pool = fresh(shapeOf(2, 2, 0));
    pool.drain(0);
    expect(pool.canGrow()).toBe(false);
    expect([pool.shrink(), pool.missing, pool.canGrow()]).toEqual([true, 0, false]);
    pool.returnNode(0);
    expect(pool.canGrow()).toBe(true);
    pool.grow();
    expect([pool.missing, pool.fill(() => undefined), pool.dataReplicas]).toEqual([2, true, 2]);
    expect(pool.canGrow()).toBe(false);
  });

  it('a drained spare no longer stands by, the others do', () => {
    const three = fresh(shapeOf(4, 1, 3));
    three.drain(4);
    for (const node of [0, 1]) three.drain(node);
    const joined: number[] = [];
    expect([three.fill((node) => joined.push(node)), joined]).toEqual([true, [5, 6]]);
  });

  it('a job without spares is not whole when a drained spare is out', () => {
    const pool = fresh(shapeOf(2, 1, 1));
    pool.drain(2);
    expect(pool.missing).toBe(0);
    pool.drain(0);
    expect(pool.fill(() => undefined)).toBe(false);
  });
});
