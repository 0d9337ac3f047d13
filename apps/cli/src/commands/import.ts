/** `railyard import <traces>`: what recorded kernel profiles hold, and how they differ. */
import { type Command } from 'commander';
import {
  type AnalyzedProfile,
  type KindRule,
  type ProfileDifference,
  type RankComparison,
} from '@railyard/profile';
import { type Answer } from '../output/format.js';
import { print } from '../output/print.js';
import { writeText } from '../output/write-file.js';
import {
  HELP_DEFAULTS,
  type ImportOptions,
  profileRequest,
  requireComparable,
} from '../profile/profile-options.js';
import { ownKinds } from '../profile/own-kinds.js';
import { profileAnswer } from '../profile/profile-tables.js';
import { type TraceSource } from '../profile/trace-sources.js';
import { hereOrThere } from '../service/here-or-there.js';
import { orByService, serviceAddress } from '../service/service-options.js';
import { collected, finiteNumber, wholeNumber } from './options.js';

export function registerImport(program: Command): void {
  orByService(program.command('import'))
    .description(
      'read a recorded profile (Chrome trace of the PyTorch profiler): time by stream and kind, ' +
        'overlap, exposed communication',
    )
    .argument(
      '<traces...>',
      'JSON or Chakra (.et) files, .gz is unpacked; several, a folder or a tar archive: ranks of a job',
    )
    .option(
      '--against <trace|experiment>',
      "show what differs from another recording, or from the twin's own step",
    )
    .option('--kind <kind=pattern>', 'kernels of this name are of that kind; repeatable', collected, [])
    .option('--retarget <device>', 'execute the profile on another device (a preset)')
    .option('--communication-sms <n>', 'SMs that communication holds there; 0: none', wholeNumber(0))
    .option('--nic-gbps <rate>', 'what a NIC reaches there, GB/s', finiteNumber(0.001))
    .option('--recorded-on <device>', 'device of the recording, where the trace does not say it')
    .option(
      '--recorded-sms <n>',
      `SMs that communication held in the recording; default: ${HELP_DEFAULTS.recordedSms}`,
      wholeNumber(0),
    )
    .option(
      '--recorded-nic-gbps <rate>',
      `what a NIC reached in the recording, GB/s; default: ${HELP_DEFAULTS.recordedNicGbps}`,
      finiteNumber(0.001),
    )
    .option('--workload <file>', 'write the profile as a workload that can be executed again')
    .addHelpText(
      'after',
      `
Examples:
  railyard import train.json.gz
  railyard import train.json --json > profile.json
  railyard import train.json.gz --retarget h200
  railyard import profiles.tar.gz --json
  railyard import chakra/rank.0.et
  railyard import before.json.gz --against after.json.gz
  railyard import rank0.json.gz --against deepseek-v3-mpft
  railyard import train.json.gz --communication-sms 0`,
    )
    .action(async (names: readonly string[], options: ImportOptions, command: Command) => {
      const compared = await comparison(names, options);
      if (compared !== undefined) return print(command, compared);
      const [file = ''] = names;
      const request = await profileRequest(options);
      const kinds = await ownKinds(options);
      const profile = await hereOrThere<AnalyzedProfile>(options, {
        source: file,
        here: async () => (await import('../profile/analyzed-here.js')).analyzedHere(file, request, kinds),
        there: async (calls) =>
          (await import('../profile/analyzed-there.js')).analyzedThere(calls, file, request),
      });
      if (options.workload !== undefined)
        await writeText(options.workload, `${JSON.stringify(profile.workload)}\n`);
      await print(command, profileAnswer(profile, file));
    });
}

/** Undefined where one trace is asked for by itself. */
async function comparison(names: readonly string[], options: ImportOptions): Promise<Answer | undefined> {
  const { traceSource } = await import('../profile/trace-sources.js');
  const source = await traceSource(names);
  if (serviceAddress(options) === undefined) {
    const { chakraAnswer } = await import('../profile/chakra-here.js');
    const chakra = await chakraAnswer(source);
    if (chakra !== undefined) return chakra;
  }
  const isOne = source.paths.length === 1 && source.paths[0] === names[0];
  if (isOne && options.against === undefined) return undefined;
  requireComparable(source, options);
  const kinds = await ownKinds(options);
  const tables = await import('../profile/comparison-tables.js');
  return options.against === undefined
    ? tables.ranksAnswer(await ranks(source, kinds, options))
    : tables.differenceAnswer(
        source.name,
        options.against,
        await difference(source, options.against, kinds, options),
      );
}

const ranks = (
  source: TraceSource,
  kinds: readonly KindRule[],
  options: ImportOptions,
): Promise<RankComparison> =>
  hereOrThere<RankComparison>(options, {
    source: source.name,
    here: async () => (await import('../profile/compared-here.js')).ranksCompared(source, kinds),
    there: async (calls) => (await import('../profile/compared-there.js')).ranksComparedThere(calls, source),
  });

/** Against a trace, both are one source. */
async function difference(
  one: TraceSource,
  against: string,
  kinds: readonly KindRule[],
  options: ImportOptions,
): Promise<ProfileDifference> {
  const { isTraceName } = await import('@railyard/profile');
  const { traceSource } = await import('../profile/trace-sources.js');
  const isTrace = isTraceName(against);
  const source = isTrace ? { ...(await traceSource([...one.paths, against])), name: one.name } : one;
  const experiment = isTrace ? undefined : against;
  return hereOrThere<ProfileDifference>(options, {
    source: source.name,
    here: async () =>
      (await import('../profile/compared-here.js')).differenceBetween(source, kinds, experiment),
    there: async (calls) =>
      (await import('../profile/compared-there.js')).differenceThere(calls, source, experiment),
  });
}
