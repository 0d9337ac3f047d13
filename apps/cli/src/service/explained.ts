/** What a service refuses, or why it cannot be asked, as sentences and exit codes. */
import { type RefusedError } from '@railyard/client';
import { CliError, ExitCode } from '../exit-code.js';
import { aboutAll } from '../output/errors.js';
import { type ServiceAddress } from './service-options.js';

/** Awaits the calls of `work`; `source` is the document that they are about. */
export async function explained<T>(
  address: ServiceAddress,
  source: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw await aboutAll(source, inWords(address, error));
  }
}

async function inWords(address: ServiceAddress, error: unknown): Promise<unknown> {
  const { ForeignAnswerError, RefusedError, UnreachableError } = await import('@railyard/client');
  if (error instanceof UnreachableError)
    return new CliError(
      ExitCode.unreachable,
      'unreachable',
      error.message,
      'Start a service with `railyard serve`, or add --local to compute here.',
    );
  if (error instanceof ForeignAnswerError) {
    return new CliError(
      ExitCode.unreachable,
      'foreign-answer',
      `The server at ${address.url} is not Railyard, or is a proxy in front of it (status ${error.status}).`,
      'Check the address.',
    );
  }
  return error instanceof RefusedError ? refusal(address, error) : error;
}

/** Mistakes in the document stay issues, each at its place; other refusals are one sentence. */
async function refusal(address: ServiceAddress, error: RefusedError): Promise<Error> {
  const { status, problem } = error;
  if (problem.issues.length === 0 || (status !== 400 && status !== 422)) return sentenceOf(address, error);
  const { InvalidDocumentError } = await import('@railyard/base');
  return new InvalidDocumentError(
    problem.issues.map(({ path, code, message, hint }) => ({ path, code, message, hint })),
  );
}

function sentenceOf(address: ServiceAddress, error: RefusedError): CliError {
  const { status, code, message, retryAfterS } = error;
  const { requestId, title } = error.problem;
  const hint = hintIn(error);
  switch (status) {
    case 401:
    case 403:
      return keyRefusal(address, error);
    case 404:
    case 405:
      return nothingThere(address, error);
    case 429:
      return new CliError(
        ExitCode.unreachable,
        code,
        message,
        retryAfterS === null ? hint || 'Try again later.' : `Try again in ${Math.ceil(retryAfterS)} s.`,
      );
    case 500:
      return new CliError(
        ExitCode.unexpected,
        code,
        `The service failed: ${title}.`,
        `Look in its log for ${requestId}.`,
      );
    default:
      return new CliError(
        status > 500 ? ExitCode.unreachable : ExitCode.usage,
        code,
        `${title}: ${message}`,
        hint,
      );
  }
}

/** A refusal without a place has its words as the hint too. */
const hintIn = ({ message, problem }: RefusedError): string =>
  problem.issues.map(({ hint }) => hint).find((words) => words !== message) ?? '';

function keyRefusal({ url, apiKey }: ServiceAddress, { status, code, message }: RefusedError): CliError {
  if (status === 403)
    return new CliError(
      ExitCode.notFound,
      code,
      `The service does not allow it: ${message}`,
      'Ask for a key with that scope.',
    );
  return new CliError(
    ExitCode.notFound,
    code,
    `The service at ${url} requires an API key.`,
    apiKey === undefined ? 'Set RAILYARD_API_KEY to a key made with `railyard keys create`.' : message,
  );
}

/** What was asked for, or, of a service of another version, the route itself. */
function nothingThere({ url }: ServiceAddress, error: RefusedError): CliError {
  const { code, message } = error;
  const route = /^There is no ((?:GET|POST|PUT|DELETE) \S+)\.$/.exec(message)?.[1];
  if (route === undefined) return new CliError(ExitCode.notFound, code, message, hintIn(error));
  return new CliError(
    ExitCode.unreachable,
    'older-service',
    `The service at ${url} has no ${route}: its version differs from that of this command.`,
    'Upgrade it, or use the command of its version.',
  );
}
