/** A flap as it is written in a document. */
import { type Flap, parseFlap } from '@railyard/cluster';

export interface StepFlap extends Flap {
  /** The part as it was named, with the share of its rate that it keeps. */
  readonly part: string;
  /** Seconds of the step; left out where the flap may begin at any moment of it. */
  readonly begins?: number;
}

/** `node:0/nic:2@4+3`: from 4 s of the step on, for 3 s; `node:0/nic:2+3` at any moment. */
export function parseStepFlap(text: string): StepFlap {
  const isTimed = text.includes('@');
  const flap = parseFlap(isTimed ? text : text.replace(/\+([^+]*)$/, '@0+$1'));
  const part = text.slice(0, Math.max(0, text.lastIndexOf(isTimed ? '@' : '+')));
  return isTimed ? { ...flap, part, begins: flap.startSeconds } : { ...flap, part };
}
