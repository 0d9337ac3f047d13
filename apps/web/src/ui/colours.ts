/** Hues of series, by order: eight that stay apart for colour-blind readers (Okabe and Ito, 2008). */
const HUES = 8;

export const colourOf = (names: readonly string[], name: string): number =>
  Math.max(0, names.indexOf(name)) % HUES;

/** The colour of a hue as the style sheet has it in the theme that is shown. */
export const hue = (index: number): string => variable(`--hue-${index % HUES}`);

export const variable = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();
