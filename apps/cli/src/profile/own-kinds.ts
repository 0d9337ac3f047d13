/** Rows that a user puts before the table of kernel kinds: `gemm=^my_matmul`. */
import { type KernelKind, type KindRule } from '@railyard/profile';
import { CliError, ExitCode } from '../exit-code.js';
import { serviceAddress } from '../service/service-options.js';
import { type ImportOptions } from './profile-options.js';

/** @throws CliError on a kind that there is not, or a pattern that is none */
export async function ownKinds(options: ImportOptions): Promise<readonly KindRule[]> {
  const { kind: texts = [] } = options;
  if (texts.length === 0) return [];
  if (serviceAddress(options) !== undefined)
    throw new CliError(
      ExitCode.usage,
      'not-applicable',
      '--kind must be used on this machine (got --server).',
      'Add --local.',
    );
  const { KERNEL_KINDS } = await import('@railyard/profile');
  return texts.map((text): KindRule => {
    const at = text.indexOf('=');
    const [kind, pattern] = [text.slice(0, at), text.slice(at + 1)];
    const known = KERNEL_KINDS.find((one): one is KernelKind => one === kind);
    if (at < 1 || known === undefined)
      throw new CliError(
        ExitCode.usage,
        'usage',
        `--kind must be a kind of kernels and a pattern joined by = (got ${text}).`,
        `Use one of ${KERNEL_KINDS.join(', ')}, for example gemm=^my_matmul.`,
      );
    try {
      return [known, new RegExp(pattern, 'i')];
    } catch {
      throw new CliError(
        ExitCode.usage,
        'usage',
        `The pattern of --kind must be a regular expression (got ${pattern}).`,
        'Write a backslash before brackets and stars that are meant as they stand.',
      );
    }
  });
}
