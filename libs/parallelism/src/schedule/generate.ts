/** From a request to its schedule. */
import { assertUnreachable } from '@railyard/base';
import { dualPipe, dualPipeV } from './dualpipe.js';
import { gpipe } from './gpipe.js';
import { interleaved, oneForwardOneBackward } from './one-f-one-b.js';
import { pairedOneForwardOneBackward } from './pairs.js';
import { type ScheduleRequest } from './request.js';
import { type Schedule } from './schedule.js';
import { zb1p, zbH1 } from './zb-h1.js';
import { zbV } from './zb-v.js';

/** @throws InvariantError when a precondition of checkScheduleRequest does not hold. */
export function generateSchedule(request: ScheduleRequest): Schedule {
  const { name, ranks, microBatches } = request;
  switch (name) {
    case 'gpipe':
      return gpipe(ranks, microBatches);
    case '1f1b':
      return request.pairs === true
        ? pairedOneForwardOneBackward({ ...request, name })
        : oneForwardOneBackward(request);
    case 'interleaved':
      return request.pairs === true
        ? pairedOneForwardOneBackward({ ...request, name })
        : interleaved(request, request.chunksPerDevice);
    case 'zb-h1':
      return zbH1(ranks, microBatches);
    case 'zb1p':
      return zb1p(ranks, microBatches);
    case 'zb-v':
      return zbV(ranks, microBatches);
    case 'dualpipe':
      return dualPipe(request);
    case 'dualpipe-v':
      return dualPipeV(request);
    default:
      return assertUnreachable(name);
  }
}
