/** `railyard import <trace.json>`: what a recorded kernel profile holds. */
import { type Command } from 'commander';
import { type AnalyzedProfile } from '@railyard/profile';
import { print } from '../output/print.js';
import { writeText } from '../output/write-file.js';
import { HELP_DEFAULTS, type ImportOptions, profileRequest } from '../profile/profile-options.js';
import { profileAnswer } from '../profile/profile-tables.js';
import { hereOrThere } from '../service/here-or-there.js';
import { orByService } from '../service/service-options.js';
import { finiteNumber, wholeNumber } from './options.js';

export function registerImport(program: Command): void {
  orByService(program.command('import'))
    .description(
      'read a recorded profile (Chrome trace of the PyTorch profiler): time by stream and kind, ' +
        'overlap, exposed communication',
    )
    .argument('<trace>', 'JSON file; .gz is unpacked')
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
  railyard import train.json.gz --communication-sms 0`,
    )
    .action(async (file: string, options: ImportOptions, command: Command) => {
      const request = await profileRequest(options);
      const profile = await hereOrThere<AnalyzedProfile>(options, {
        source: file,
        here: async () => (await import('../profile/analyzed-here.js')).analyzedHere(file, request),
        there: async (calls) =>
          (await import('../profile/analyzed-there.js')).analyzedThere(calls, file, request),
      });
      if (options.workload !== undefined)
        await writeText(options.workload, `${JSON.stringify(profile.workload)}\n`);
      await print(command, profileAnswer(profile, file));
    });
}
