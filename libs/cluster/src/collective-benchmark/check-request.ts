/**
 * What the network and the kernels say of a request whose values are of their types and in their ranges. A
 * rule applies where nothing was reported of the keys that it reads, so a request may be checked in parts.
 */
import { type IssueList } from '@railyard/base';
import { MOST_EXPERT_GPUS } from '../collectives/index.js';
import { type ClusterSpec, ECMP_OPTIONS, routingOf } from '../definition/index.js';
import { checkFaults, checkFlaps, parseFault, parseFlap } from '../faults/index.js';
import { hashedPaths } from '../routing/index.js';
import { buildFabric, type FabricGraph } from '../topology/index.js';
import { checkPxn } from '../validation/index.js';
import { checkRails } from './concurrent.js';
import { messagesOf } from './message-count.js';
import { type CollectiveName, isExpert, isLowLatency } from './named-collective.js';
import { type BenchmarkRequest, FOLLOWED_MESSAGES, PAUSED_MESSAGES } from './request.js';

type Given = Partial<BenchmarkRequest>;

/** Reports what keeps a request from being run, at its keys. The cluster is one that can be built. */
export function checkBenchmark(given: Given, issues: IssueList): void {
  issues.relate(given, ['cluster'], ({ cluster }) =>
    issues
      .at('cluster')
      .require(
        cluster.nodes * cluster.gpusPerNode > 1,
        'too-small',
        'A collective must have 2 GPUs or more (got a cluster of 1).',
        'Use more nodes, or more GPUs in each.',
      ),
  );
  checkRouting(given, issues);
  checkChoices(given, issues);
  issues.relate(given, ['cluster', 'gpus'], ({ cluster, gpus }) => {
    const total = cluster.nodes * cluster.gpusPerNode;
    issues
      .at('gpus')
      .require(
        gpus <= total,
        'out-of-range',
        `gpus must be 2 to ${total}, the GPUs of the cluster (got ${gpus}).`,
        `Use 2 to ${total}.`,
      );
  });
  issues.relate(given, ['cluster', 'gpus', 'collective', 'beside'], ({ cluster, gpus, collective, beside }) =>
    checkGroup(
      cluster,
      gpus,
      [collective, ...(beside === undefined ? [] : [beside.collective])],
      issues.at('gpus'),
    ),
  );
  checkConcurrent(given, issues);
  checkControl(given, issues);
  checkParts(given, issues);
}

/** Choices of routing, at their keys. */
export function checkRouting(given: Given, issues: IssueList): void {
  for (const key of [...ECMP_OPTIONS, 'seeds'] as const)
    issues.relate(
      given,
      ['cluster', 'routing', key],
      ({ cluster, routing = cluster.routing, [key]: value }) =>
        issues
          .at(key)
          .require(
            value === undefined || routing === 'ecmp',
            'not-applicable',
            `${key} must be left out under ${routing} routing, which hashes no header values (got ${value}).`,
            'Remove it, or use ecmp as the routing.',
          ),
    );
  issues.relate(given, ['cluster', 'pxn'], ({ cluster, pxn }) => {
    if (pxn === true) checkPxn(cluster, true, issues.at('pxn'));
  });
}

/** Choices that only something else in the request gives a meaning. */
function checkChoices(given: Given, issues: IssueList): void {
  issues.relate(given, ['algorithm', 'collective', 'beside'], ({ algorithm, collective, beside }) =>
    issues
      .at('algorithm')
      .require(
        algorithm === undefined || [collective, beside?.collective].includes('all-reduce'),
        'not-applicable',
        `algorithm must be left out for ${collective}, which has one algorithm (got ${algorithm}).`,
        'Remove it, or use all-reduce.',
      ),
  );
  issues.relate(given, ['reroute', 'flap'], ({ reroute, flap = [] }) =>
    issues
      .at('reroute')
      .require(
        reroute === undefined || flap.length > 0,
        'not-applicable',
        `reroute must be given with \`flap\` (got ${reroute}).`,
        'Add `flap`; traffic has left what is in `fail` already.',
      ),
  );
}

/** How many GPUs each collective can run on. */
function checkGroup(
  { gpusPerNode }: ClusterSpec,
  gpus: number,
  named: readonly CollectiveName[],
  at: IssueList,
): void {
  if (named.some((collective) => isExpert(collective) && !isLowLatency(collective)))
    at.require(
      gpus % gpusPerNode === 0 && gpus <= MOST_EXPERT_GPUS,
      'does-not-divide',
      `gpus must be whole nodes, at most ${MOST_EXPERT_GPUS} GPUs, for DeepEP's kernels with NVLink ` +
        `forwarding (got ${gpus}).`,
      `Use whole nodes of ${gpusPerNode} GPUs, up to ${MOST_EXPERT_GPUS}: each of 256 experts stands ` +
        `there once, or twice where a place is left.`,
    );
  if (named.includes('send-receive'))
    at.require(
      gpus % 2 === 0,
      'does-not-divide',
      `gpus must be even for send-receive (got ${gpus}).`,
      'Use an even number.',
    );
}

function checkConcurrent(given: Given, issues: IssueList): void {
  const keys = ['cluster', 'gpus', 'collective', 'beside', 'algorithm'] as const;
  issues.relate(given, keys, ({ cluster, gpus, collective, beside, algorithm }) => {
    if (beside === undefined) return;
    const [first, second] = [collective, beside.collective].map((name) =>
      messagesOf(name, gpus, cluster.gpusPerNode, algorithm),
    );
    issues
      .at('beside')
      .require(
        first + second <= FOLLOWED_MESSAGES,
        'too-large',
        `Two collectives at once must have at most ${FOLLOWED_MESSAGES} messages (got ${first + second}).`,
        'Use fewer GPUs.',
      );
  });
  issues.relate(given, ['cluster', 'rails', 'beside', 'fail'], ({ cluster, rails, beside, fail = [] }) => {
    if (rails !== undefined)
      checkRails(
        cluster,
        rails,
        { concurrent: beside !== undefined, atFault: fail.length > 0 },
        issues.at('rails'),
      );
  });
}

/** Pauses are followed on single paths, and message by message. */
function checkControl(given: Given, issues: IssueList): void {
  issues.relate(
    given,
    ['cluster', 'control', 'beside', 'routing', ...ECMP_OPTIONS],
    ({ cluster, control, beside, ...asked }) => {
      if (control === undefined) return;
      const options = { ...cluster, ...routingOf(asked) };
      const paths = hashedPaths(options);
      const at = issues.at('control');
      at.require(
        beside !== undefined,
        'not-applicable',
        `control must be given with a second collective (got ${control}).`,
        'Add `beside`, or remove control.',
      );
      at.require(
        options.routing === 'static' || (options.routing === 'ecmp' && paths === 1),
        'not-applicable',
        `control must be given with messages that keep to one path (got ${options.routing} routing` +
          `${paths === 1 ? '' : ` over ${paths} header values`}).`,
        'Use ecmp or static routing; pauses of sprayed messages are not modelled.',
      );
    },
  );
  issues.relate(given, ['cluster', 'gpus', 'collective', 'beside', 'algorithm', 'control'], (request) => {
    const { cluster, gpus, collective, beside, algorithm, control } = request;
    if (control === undefined || beside === undefined) return;
    const messages = [collective, beside.collective]
      .map((name) => messagesOf(name, gpus, cluster.gpusPerNode, algorithm))
      .reduce((sum, count) => sum + count, 0);
    issues
      .at('control')
      .require(
        messages <= PAUSED_MESSAGES,
        'too-large',
        `Two collectives under pauses must have at most ${PAUSED_MESSAGES} messages (got ${messages}).`,
        'Use fewer GPUs.',
      );
  });
}

/** Parts of the network by their names. */
function checkParts(given: Given, issues: IssueList): void {
  let built: FabricGraph | undefined;
  issues.relate(given, ['cluster', 'fail'], ({ cluster, fail = [] }) => {
    if (fail.length === 0) return;
    built = buildFabric(cluster);
    checkFaults(built, fail.map(parseFault), issues.at('fail'));
  });
  issues.relate(given, ['cluster', 'flap'], ({ cluster, flap = [] }) => {
    if (flap.length > 0) checkFlaps(built ?? buildFabric(cluster), flap.map(parseFlap), issues.at('flap'));
  });
}
