/** What follows from the lengths of requests: contexts that passes meet, and lengths under way. */
import { type LengthPoint, lengthPoints } from './lengths.js';
import { type RequestsSpec } from './serving-spec.js';

export const promptPoints = ({ promptTokens, promptLengths }: RequestsSpec): readonly LengthPoint[] =>
  lengthPoints(promptTokens, promptLengths);

const answerPoints = ({ outputTokens, outputLengths }: RequestsSpec): readonly LengthPoint[] =>
  lengthPoints(outputTokens, outputLengths);

/** Tokens of a prompt whose cache is not kept from before. */
export const computedTokens = ({ promptTokens, cachedShare }: RequestsSpec): number =>
  promptTokens * (1 - cachedShare);

const meanSquare = (points: readonly LengthPoint[]): number =>
  points.reduce((sum, { tokens, share }) => sum + share * tokens * tokens, 0);

/**
 * Keys that a token of decode meets on average: the prompt, and half of an answer as they are met. A long
 * answer is under way for longer, so that it is met more often.
 */
export function decodeContext(requests: RequestsSpec): number {
  const { promptTokens, outputTokens, outputLengths } = requests;
  if (outputLengths === undefined) return promptTokens + outputTokens / 2;
  return promptTokens + meanSquare(answerPoints(requests)) / outputTokens / 2;
}

/** Keys that a computed token of a prompt meets on average: long prompts have more of both. */
export function prefillContext(requests: RequestsSpec): number {
  const { promptTokens, promptLengths } = requests;
  const seen = promptTokens - computedTokens(requests) / 2;
  if (promptLengths === undefined) return seen;
  return (seen * meanSquare(promptPoints(requests))) / (promptTokens * promptTokens);
}

/** A request that is being answered. */
interface RequestUnderWay {
  readonly promptTokens: number;
  readonly outputTokens: number;
  readonly share: number;
}

/** Requests as decode holds them: each as often as its answer is long. */
export function requestsUnderWay(requests: RequestsSpec): readonly RequestUnderWay[] {
  return promptPoints(requests).flatMap(({ tokens: promptTokens, share }) =>
    answerPoints(requests).map((answer) => ({
      promptTokens,
      outputTokens: answer.tokens,
      share: (share * answer.share * answer.tokens) / requests.outputTokens,
    })),
  );
}
