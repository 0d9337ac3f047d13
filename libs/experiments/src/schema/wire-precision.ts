/** Formats of dispatched and combined tokens: the same keys in a job and in a service. */
import { LOGFMT_CODEC_SHARE, WIRE_PRECISIONS, type WirePrecision } from '@railyard/parallelism';
import { choice, ratio } from './json-schema.js';

export const wireFields = (dispatch: WirePrecision, combine: WirePrecision) => ({
  dispatchPrecision: choice('Format of dispatched tokens.', WIRE_PRECISIONS, { default: dispatch }),
  combinePrecision: choice('Format of combined tokens.', WIRE_PRECISIONS, { default: combine }),
  codecShare: ratio(
    'Of logfmt8 and logfmt10: what encoding and decoding take over the exchange itself, .5 to 1 on ' +
      'SMs, 0 in ' +
      `hardware. Absent: ${LOGFMT_CODEC_SHARE.value}.`,
    0,
    4,
  ),
});
