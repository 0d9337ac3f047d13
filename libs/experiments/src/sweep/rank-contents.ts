/** Numbers for what pipeline ranks hold, so that ranks of many layouts with the same layers are found. */
import { elementAt } from '@railyard/base';
import { type StageLayers } from '@railyard/parallelism';

/** Different stages of one search, at most: pairs of numbers stay exact. */
const MOST_CONTENTS = 16_777_216;

/** Of one search: a number stands for the same layers in all of its layouts. */
export class RankContents {
  private readonly stages = new Map<string, number>();
  private readonly sequences = new Map<number, number>();

  /**
   * [stages] in the order of the forward.
   * @param isOrdered which layers, not only how many of each kind: they are gathered one by one
   */
  ofStages(stages: readonly StageLayers[], isOrdered: boolean): Int32Array {
    const contents = new Int32Array(stages.length);
    let before: StageLayers | undefined;
    stages.forEach((stage, index) => {
      const isSame = !isOrdered && before !== undefined && holdSame(before, stage);
      contents[index] = isSame ? (contents[index - 1] ?? 0) : this.ofStage(stage, isOrdered);
      before = stage;
    });
    return contents;
  }

  private ofStage(
    { firstLayer, kinds, embedding, head, mtpModules }: StageLayers,
    isOrdered: boolean,
  ): number {
    const text = `${isOrdered ? firstLayer : ''} ${kinds.join(' ')} ${embedding} ${head} ${mtpModules}`;
    let content = this.stages.get(text);
    if (content === undefined) this.stages.set(text, (content = this.stages.size + 1));
    return content;
  }

  /** What a rank holds with one stage more. @param held 0: nothing before it */
  and(held: number, content: number): number {
    const pair = held * MOST_CONTENTS + content;
    let sequence = this.sequences.get(pair);
    if (sequence === undefined) this.sequences.set(pair, (sequence = this.sequences.size + 1));
    return sequence;
  }
}

/**
 * A number for ranks that hold the same kinds of layers, MTP modules and head or not, one of several pipeline
 * ranks or the only one, layers gathered one by one or not. Kinds count as powers of two.
 */
export function needsOf(stages: readonly StageLayers[], isOrdered: boolean, ranks: number): number {
  let needs = (isOrdered ? 1 : 0) + (ranks > 1 ? 2 : 0);
  if (stages.some(({ head }) => head)) needs += 4;
  if (stages.some(({ mtpModules }) => mtpModules > 0)) needs += 8;
  const { length } = elementAt(stages, 0).kinds;
  for (let kind = 0, place = 16; kind < length; kind += 1, place *= 2)
    if (stages.some(({ kinds }) => (kinds[kind] ?? 0) > 0)) needs += place;
  return needs;
}

const holdSame = (a: StageLayers, b: StageLayers): boolean =>
  a.embedding === b.embedding &&
  a.head === b.head &&
  a.mtpModules === b.mtpModules &&
  a.kinds.every((layers, kind) => layers === b.kinds[kind]);
