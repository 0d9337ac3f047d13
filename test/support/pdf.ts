/** A PDF as a reader finds it. */
import { inflateSync } from 'node:zlib';

/** What a reader of PDF finds: the operators of every page, and the text of its lines. */
export function readPdf(bytes: Uint8Array): {
  readonly pages: number;
  readonly marks: string;
  readonly lines: string[];
} {
  const file = Buffer.from(bytes).toString('latin1');
  const streams = [...file.matchAll(/\/Filter \/FlateDecode\n>>\nstream\n([^]*?)\nendstream/g)].map(
    ([, data]) => inflateSync(Buffer.from(data ?? '', 'latin1')).toString('latin1'),
  );
  const marks = streams.join('\n');
  const lines = [...marks.matchAll(/\[([^\]]*)\] TJ/g)].map(([, parts]) =>
    [...(parts ?? '').matchAll(/<([\da-f]*)>/g)]
      .map(([, hex]) => Buffer.from(hex ?? '', 'hex').toString('latin1'))
      .join(''),
  );
  return { pages: file.match(/\/Type \/Page\n/g)?.length ?? 0, marks, lines };
}
