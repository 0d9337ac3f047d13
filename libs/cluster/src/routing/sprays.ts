/**
 * How adaptive routing sprays a message from switch to switch over all shortest paths, whatever has become
 * slower or down.
 *
 * A pair of switches cannot know what else is on a link, so it claims of each what it would have had of it as
 * built, times the rate that is left: h x r, with h its share there while nothing is slower. Within these
 * claims it takes the most even flow (even-flow.ts). If its fullest link is filled to L times the claim, any
 * traffic that the network carries at a rate x as built, it carries at x / L at least, since claims on a link
 * add up to what is left of it. L is 1 where nothing is slower, and no smaller where more is.
 */
import { evenFlow } from './even-flow.js';
import { SwitchPaths } from './switch-paths.js';
import { type Spray, SwitchSprays } from './switch-sprays.js';

export class Sprays {
  private readonly known = new Map<number, Spray>();
  private readonly pathsAsBuilt: SwitchPaths;
  private readonly asBuilt: SwitchSprays;
  private lazyDetours: SwitchSprays | undefined;
  private lazyChanged: readonly number[] | undefined;
  /** [links] what the pair at hand claims of each link of its paths; of others, whatever stood there. */
  private readonly claims: Float64Array;

  constructor(private readonly paths: SwitchPaths) {
    const { graph, capacity } = paths;
    const healthy =
      capacity === graph.linkCapacity || capacity.every((rate, link) => rate === graph.linkCapacity[link]);
    this.pathsAsBuilt = healthy ? paths : new SwitchPaths(graph, graph.linkCapacity);
    this.asBuilt = new SwitchSprays(this.pathsAsBuilt);
    this.claims = new Float64Array(healthy ? 0 : graph.linkCount);
  }

  /** Division of a message over all shortest paths; undefined when there is no path. */
  between(from: number, to: number): Spray | undefined {
    const { paths } = this;
    if (paths.distance(from, to) === undefined) return undefined;
    if (paths === this.pathsAsBuilt) return this.asBuilt.between(from, to);
    const key = paths.pair(from, to);
    let spray = this.known.get(key);
    if (spray === undefined) {
      spray = this.divide(from, to);
      this.known.set(key, spray);
    }
    return spray;
  }

  /**
   * Adds to `loads` [links] what crosses each link when `inflow[s]` goes from every switch s, numbered from
   * the first, to `to`: the sum of the sprays of all of them.
   */
  pour(to: number, inflow: Float64Array, loads: Float64Array): void {
    if (this.paths === this.pathsAsBuilt) {
      this.asBuilt.pour(to, inflow, loads);
      return;
    }
    const asBuilt = inflow.slice();
    const { first } = this.paths;
    for (let s = 0; s < inflow.length; s += 1) {
      if (inflow[s] === 0 || this.isAsBuilt(first + s, to)) continue;
      asBuilt[s] = 0;
      const spray = this.between(first + s, to);
      if (spray === undefined) continue;
      spray.links.forEach((link, i) => (loads[link] += inflow[s] * spray.shares[i]));
    }
    this.asBuilt.pour(to, asBuilt, loads);
  }

  /** None of the links on the shortest paths of old is slower or down. */
  private isAsBuilt(from: number, to: number): boolean {
    const { graph } = this.paths;
    const paths = this.pathsAsBuilt;
    const length = paths.distance(from, to);
    if (length !== this.paths.distance(from, to)) return false;
    return !this.changedLinks.some((link) => {
      const before = paths.distance(from, graph.linkFrom[link]);
      const after = paths.distance(graph.linkTo[link], to);
      return before !== undefined && after !== undefined && before + 1 + after === length;
    });
  }

  /** Links between switches that are slower than they were built, or down. */
  private get changedLinks(): readonly number[] {
    this.lazyChanged ??= Array.from(this.paths.capacity.keys()).filter(
      (link) =>
        this.paths.capacity[link] !== this.paths.graph.linkCapacity[link] && this.paths.joinsSwitches(link),
    );
    return this.lazyChanged;
  }

  private divide(from: number, to: number): Spray {
    const { capacity, graph } = this.paths;
    const sameWay = this.paths.distance(from, to) === this.pathsAsBuilt.distance(from, to);
    const whole = (sameWay ? this.asBuilt : this.detours).between(from, to);
    if (whole.links.every((link) => capacity[link] === graph.linkCapacity[link])) return whole;
    for (let i = 0; i < whole.links.length; i += 1) {
      const link = whole.links[i];
      this.claims[link] = (whole.shares[i] * capacity[link]) / graph.linkCapacity[link];
    }
    return this.withinClaims(from, to);
  }

  /**
   * Where all shortest paths of old are down: the division over what is up, as if all of that ran at its full
   * rate.
   */
  private get detours(): SwitchSprays {
    const { capacity, graph } = this.paths;
    this.lazyDetours ??= new SwitchSprays(
      new SwitchPaths(
        graph,
        graph.linkCapacity.map((rate, link) => (capacity[link] === 0 ? 0 : rate)),
      ),
    );
    return this.lazyDetours;
  }

  private withinClaims(from: number, to: number): Spray {
    const { nodes, stretches } = this.stretches(from, to);
    const flows = evenFlow(nodes, stretches);
    const links: number[] = [];
    const shares: number[] = [];
    stretches.forEach((stretch, i) => {
      // The most even flow may leave a way alone whose end is reached better by others.
      if (flows[i] === 0) return;
      for (const link of stretch.links) {
        links.push(link);
        shares.push((flows[i] * this.claims[link]) / stretch.rate);
      }
    });
    return { links: Int32Array.from(links), shares: Float64Array.from(shares) };
  }

  /**
   * The shortest paths as a graph: switches numbered in the order in which they are met (0 the first, nodes -
   * 1 the last), cables side by side as one.
   */
  private stretches(from: number, to: number) {
    const number = new Map([[from, 0]]);
    const stretches: {
      readonly from: number;
      readonly to: number;
      readonly rate: number;
      readonly links: readonly number[];
    }[] = [];
    // The map is walked while it grows, breadth first; the last switch is met last.
    for (const [at, index] of number) {
      if (at === to) break;
      for (const [neighbour, { links }] of this.paths.byNeighbour(at, to)) {
        const next = number.get(neighbour) ?? number.size;
        number.set(neighbour, next);
        stretches.push({
          from: index,
          to: next,
          rate: links.reduce((sum, link) => sum + this.claims[link], 0),
          links,
        });
      }
    }
    return { nodes: number.size, stretches };
  }
}
