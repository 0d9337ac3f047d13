/** Error of wire formats on data like activations: root mean square of the error over that of the data. */
import { RandomStream, exp } from '@railyard/base';
import { FLOAT_FORMATS, roundTile, roundTo } from './floats.js';
import { LOGFMT_TILE, decodeLogFmt, encodeLogFmt } from './logfmt.js';

/**
 * `normal`; `log-normal` with deviation one and a random sign; `outliers`: normal, one in 128 is 30 times
 * as large.
 */
const FORMAT_DATA = ['normal', 'log-normal', 'outliers'] as const;
type FormatData = (typeof FORMAT_DATA)[number];

const OUTLIER = 30;

function tileOf(data: FormatData, stream: RandomStream): Float64Array {
  const outlier = Math.floor(stream.uniform() * LOGFMT_TILE);
  return Float64Array.from({ length: LOGFMT_TILE }, (_, i) => {
    const normal = stream.normal();
    if (data === 'normal') return normal;
    if (data === 'log-normal') return Math.sign(stream.uniform() - 0.5) * exp(normal);
    return i === outlier ? OUTLIER * normal : normal;
  });
}

const CODECS: Readonly<Record<string, (tile: Float64Array) => Float64Array>> = {
  E4M3: (tile) => roundTile(FLOAT_FORMATS.e4m3, tile),
  E5M2: (tile) => roundTile(FLOAT_FORMATS.e5m2, tile),
  'LogFMT-8': (tile) => decodeLogFmt(encodeLogFmt(tile, 8)),
  'LogFMT-10': (tile) => decodeLogFmt(encodeLogFmt(tile, 10)),
  E5M6: (tile) => roundTile(FLOAT_FORMATS.e5m6, tile),
  BF16: (tile) => tile.map((value) => roundTo(FLOAT_FORMATS.bf16, value)),
};

export interface FormatError {
  readonly format: string;
  readonly data: FormatData;
  /** Of the whole, and of each element over itself (those that are not zero), per cent. */
  readonly rmsPct: number;
  readonly relativePct: number;
  /** Mean error over the mean magnitude, per cent: 0 is unbiased. */
  readonly biasPct: number;
}

export function formatErrors(tiles: number, seed: number): readonly FormatError[] {
  return FORMAT_DATA.flatMap((data) =>
    Object.entries(CODECS).map(([format, codec]): FormatError => {
      const stream = new RandomStream(seed, `formats/${data}`);
      let [power, error, relative, bias, magnitude] = [0, 0, 0, 0, 0];
      for (let i = 0; i < tiles; i += 1) {
        const tile = tileOf(data, stream);
        codec(tile).forEach((value, j) => {
          const exact = tile[j];
          const off = value - exact;
          power += exact * exact;
          error += off * off;
          relative += (off / exact) * (off / exact);
          bias += Math.abs(value) - Math.abs(exact);
          magnitude += Math.abs(exact);
        });
      }
      const percent = (share: number): number => 100 * share;
      return {
        format,
        data,
        rmsPct: percent(Math.sqrt(error / power)),
        relativePct: percent(Math.sqrt(relative / (tiles * LOGFMT_TILE))),
        biasPct: percent(bias / magnitude),
      };
    }),
  );
}
