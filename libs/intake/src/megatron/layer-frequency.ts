/** Megatron's lists of layers: `([0]*3+[1]*58)`, an interval, and the letters of a pipeline layout. */

/** 1 for each layer with experts; undefined when the text is neither a number nor such a list. */
export function layerFrequency(text: string, layers: number): readonly number[] | undefined {
  if (/^\d+$/.test(text.trim())) {
    const every = Number(text);
    return every < 1
      ? undefined
      : Array.from({ length: layers }, (_, layer) => (layer % every === 0 ? 1 : 0));
  }
  const plain = text.replaceAll(/[\s"'()]/g, '');
  if (!/^(\[[01,]+\](\*\d+)?\+?)+$/.test(plain)) return undefined;
  return [...plain.matchAll(/\[([01,]+)\](?:\*(\d+))?/g)].flatMap(([, items = '', times = '1']) =>
    Array.from({ length: Number(times) }, () => items.split(',').map(Number)).flat(),
  );
}

/**
 * Layers of each stage of `Et*2|(tt|)*5t|tmL`: t a layer, E the embedding, L the loss, m MTP; bars between
 * stages. Undefined when something else stands there.
 */
export function pipelineLayout(text: string): readonly number[] | undefined {
  let plain = text.replaceAll(/[\s"',]/g, '');
  for (let group = /\(([^()]*)\)\*(\d+)/.exec(plain); group; group = /\(([^()]*)\)\*(\d+)/.exec(plain))
    plain = plain.replace(group[0], (group[1] ?? '').repeat(Number(group[2])));
  plain = plain.replaceAll(/([A-Za-z])\*(\d+)/g, (_, letter: string, times: string) =>
    letter.repeat(Number(times)),
  );
  if (!/^[EtmL|]+$/.test(plain)) return undefined;
  return plain.split('|').map((stage) => [...stage].filter((letter) => letter === 't').length);
}
