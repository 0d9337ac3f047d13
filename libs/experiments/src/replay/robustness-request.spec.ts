import { CLUSTERS, buildFabric } from '@railyard/cluster';
import { DrawnTrace, FAULT_PROFILES, FABRIC_FLAP, withClasses } from '@railyard/replay';
import { faultsOf } from './condition-faults.js';
import { idealNics, robustnessRequest } from './robustness-request.js';

const { deployed, singleFabric, multiPort } = robustnessRequest(10);

describe('the robustness request', () => {
  it('gives all three networks the same links, so that they meet the same faults', () => {
    for (const { fleet } of [singleFabric, multiPort]) {
      expect([fleet.nodes, fleet.nicsPerNode, fleet.fabricLinks, fleet.leaves + fleet.spines]).toEqual([
        256, 8, 2048, 96,
      ]);
    }
    const profile = withClasses(FAULT_PROFILES['llama3-h100-physical']!, FABRIC_FLAP);
    const traces = [deployed.fleet, singleFabric.fleet, multiPort.fleet].map((fleet) => {
      const trace = new DrawnTrace(profile, fleet, 1);
      trace.start(3);
      return Array.from({ length: 200 }, () => {
        const fault = [trace.timeS, trace.classIndex, trace.component, trace.durationS];
        trace.advance();
        return fault;
      });
    });
    expect(traces[1]).toEqual(traces[0]);
    expect(traces[2]).toEqual(traces[0]);
  });

  it('lays the ideal ports on the switches of the deployed network, with its bandwidth', () => {
    const mpft = CLUSTERS['h800-2048-mpft']!;
    const [real, ideal] = [buildFabric(mpft), buildFabric(idealNics(mpft))];
    expect([ideal.range('leaf').count, ideal.range('spine').count]).toEqual([
      real.range('leaf').count,
      real.range('spine').count,
    ]);
    const uplinkRate = ({ tables, linkCapacity }: typeof real): number =>
      tables.nicUplink.reduce((sum, link) => sum + linkCapacity[link]!, 0);
    expect(uplinkRate(ideal) / uplinkRate(real)).toBeCloseTo(1, 12);
    expect(idealNics(CLUSTERS['h800-2048-mrft']!)).toBe(CLUSTERS['h800-2048-mrft']);
    // One deployed link is the port of one plane on each of a node's NICs; one leaf-spine cable is eight thin
    // ones.
    const none = {
      worstNicsLost: 0,
      nodesWithLostNics: 0,
      leavesDown: 0,
      worstSpinesDown: 0,
      spinesDown: 0,
      planesDown: 0,
      worstFabricLinksDown: 0,
      slowdown: 1,
      dataReplicas: 1,
    };
    expect(faultsOf(ideal, deployed.fleet, { ...none, worstNicsLost: 1, nodesWithLostNics: 1 })).toHaveLength(
      8,
    );
    expect(faultsOf(ideal, deployed.fleet, { ...none, worstFabricLinksDown: 1 })).toHaveLength(8);
  });
});
