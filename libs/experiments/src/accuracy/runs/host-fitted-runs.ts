/**
 * Runs that the host's launches under Megatron and DeepSpeed are fitted to (docs/model/software.md,
 * section 2):
 * vTrain's single-node rows with hidden size 1,024 and twelve layers whose id hashes to an even number: every
 * number of tensor ranks and size of micro-batch. They are printed, and never counted.
 */
const NUMBERS =
  '0091 0106 0108 0116 0118 0149 0159 0163 0250 0291 0312 0317 0343 0363 0410 0417 0419 0469 0533 0570 ' +
  '0604 0680 0681 0682 0685 0692 0766 0806 0819 0821 0924 0930 0963 0973 1024 1028 1061 1064 1089 1092 ' +
  '1110 1119 1158 1201 1202 1205 1216 1224 1264 1274 1277 1316 1389';

const FITTED = new Set(NUMBERS.split(' ').map((number) => `vtrain-single-${number}`));

export const isHostFitted = (id: string): boolean => FITTED.has(id);
