/** Published model configurations, by the names that documents use. */
import { type ModelSpec } from '../model-spec.js';
import { DEEPSEEK } from './deepseek.js';
import { GEMMA } from './google.js';
import { GPT } from './gpt.js';
import { LLAMA } from './llama.js';
import { MISTRAL } from './mistral.js';
import { MPT } from './mpt.js';
import { NEMOTRON } from './nemotron.js';
import { OPEN } from './open.js';
import { QWEN } from './qwen.js';

export const MODELS: Readonly<Record<string, ModelSpec>> = {
  ...DEEPSEEK,
  ...QWEN,
  ...LLAMA,
  ...GPT,
  ...MISTRAL,
  ...MPT,
  ...GEMMA,
  ...NEMOTRON,
  ...OPEN,
};
