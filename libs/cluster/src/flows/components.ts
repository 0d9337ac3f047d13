/**
 * Independent components: variables that share no binding link, directly or through others, never influence
 * each other.
 */
import { type Bundles, type Paths } from './bundles.js';

export interface Components {
  readonly count: number;
  /** [components + 1] variables of component c are `variable[start[c] .. start[c + 1])`, ascending. */
  readonly start: Int32Array;
  readonly variable: Int32Array;
}

/** Sizes of a component: variables, hops of their paths, flows. */
export interface Size {
  readonly variables: number;
  readonly hops: number;
  readonly flows: number;
}

export function sizeOf(
  { start, variable }: Components,
  component: number,
  { paths, memberStart }: Bundles,
): Size {
  let hops = 0;
  let flows = 0;
  for (let at = start[component]; at < start[component + 1]; at += 1) {
    const v = variable[at];
    hops += paths.start[v + 1] - paths.start[v];
    flows += memberStart[v + 1] - memberStart[v];
  }
  return { variables: start[component + 1] - start[component], hops, flows };
}

/** Components of variables over the links of their paths, numbered by their first variable. */
export function connectedComponents(paths: Paths, variables: number, links: number): Components {
  const parent = new Int32Array(links);
  for (let link = 0; link < links; link += 1) parent[link] = link;
  const find = (link: number): number => {
    while (parent[link] !== link) {
      parent[link] = parent[parent[link]];
      link = parent[link];
    }
    return link;
  };
  for (let v = 0; v < variables; v += 1) {
    const from = paths.start[v];
    if (from === paths.start[v + 1]) continue;
    let root = find(paths.link[from]);
    for (let hop = from + 1; hop < paths.start[v + 1]; hop += 1) {
      const other = find(paths.link[hop]);
      if (other !== root) {
        parent[Math.max(other, root)] = Math.min(other, root);
        root = Math.min(other, root);
      }
    }
  }
  const numberOf = new Int32Array(links).fill(-1);
  const component = new Int32Array(variables);
  let count = 0;
  for (let v = 0; v < variables; v += 1) {
    const from = paths.start[v];
    if (from === paths.start[v + 1]) {
      component[v] = count++;
      continue;
    }
    const root = find(paths.link[from]);
    if (numberOf[root] < 0) numberOf[root] = count++;
    component[v] = numberOf[root];
  }
  const start = new Int32Array(count + 1);
  for (let v = 0; v < variables; v += 1) start[component[v] + 1] += 1;
  for (let c = 0; c < count; c += 1) start[c + 1] += start[c];
  const next = start.slice(0, count);
  const variable = new Int32Array(variables);
  for (let v = 0; v < variables; v += 1) variable[next[component[v]]++] = v;
  return { count, start, variable };
}
