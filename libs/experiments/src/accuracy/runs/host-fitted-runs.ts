/**
 * Runs that the host's launches under Megatron and DeepSpeed are fitted to (docs/model/software.md,
 * section 2):
 * vTrain's single-node rows with hidden size 1,024, no tensor parallelism and one sequence in a micro-batch,
 * whose id hashes to an even number. They are printed, and never counted.
 */
const NUMBERS =
  '0005 0078 0165 0196 0298 0365 0410 0411 0418 0419 0421 0465 0682 0684 0692 0822 0845 0857 0940 0973 ' +
  '1028 ' +
  '1061 1087 1110 1116 1119 1163 1205 1222 1226 1228 1301 1314 1388';

const FITTED = new Set(NUMBERS.split(' ').map((number) => `vtrain-single-${number}`));

export const isHostFitted = (id: string): boolean => FITTED.has(id);
