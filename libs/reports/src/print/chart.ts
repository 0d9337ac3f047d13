/**
 * A chart of the reports on a page: the shapes that its SVG is made of (rectangles, text, paths, circles,
 * groups), so that a figure is the same in every form.
 */
import { invariant } from '@railyard/base';
import { XMLParser } from 'fast-xml-parser';
import { type Chart } from '../charts/index.js';
import { CONTENT_WIDTH, INK, LINE, PAGE, type Pdf, SOFT, type Sheet, printable } from './sheet.js';

/** As `preserveOrder` gives it: one key names the element, `:@` has its attributes. */
type Node = Readonly<Record<string, unknown>>;
type Attributes = Readonly<Record<string, string>>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  trimValues: false,
});

/** Sizes of a chart's own, in its pixels. */
const FONT_SIZE = 11;
const CURVE_WIDTH = 1.8;
/** Width of most charts: narrower ones are set in letters of the same size. */
const USUAL_WIDTH = 760;

export function drawChart(sheet: Sheet, { title, width, height, body }: Chart): void {
  const { pdf } = sheet;
  const scale = Math.min(
    CONTENT_WIDTH / Math.max(width, USUAL_WIDTH),
    (PAGE.height - 2 * PAGE.margin - 60) / height,
  );
  sheet.require(height * scale + 24);
  sheet.paragraph(title, 8, { colour: SOFT, after: 4 });
  pdf.save().translate(PAGE.margin, sheet.y).scale(scale);
  for (const node of parser.parse(body) as Node[]) drawNode(sheet, node, 1);
  pdf.restore();
  sheet.y += height * scale + 14;
}

function drawNode(sheet: Sheet, node: Node, opacity: number): void {
  const { pdf } = sheet;
  const [name] = Object.keys(node).filter((key) => key !== ':@');
  const attributes = (node[':@'] ?? {}) as Attributes;
  const at = (key: string): number => Number(attributes[key] ?? 0);
  switch (name) {
    case 'rect':
      pdf.rect(at('x'), at('y'), at('width'), at('height')).fillOpacity(opacity).fill(attributes['fill']);
      return;
    case 'circle':
      pdf.circle(at('cx'), at('cy'), at('r')).fillOpacity(opacity).fill(attributes['fill']);
      return;
    case 'path':
      drawPath(pdf, attributes);
      return;
    case 'text':
      drawText(sheet, attributes, wordsIn(node['text'] as Node[]));
      return;
    case 'g':
      for (const child of node['g'] as Node[])
        drawNode(sheet, child, opacity * Number(attributes['fill-opacity'] ?? 1));
      return;
    default:
      invariant(false, 'a chart is made of shapes that a page can show', { name });
  }
}

const wordsIn = (children: readonly Node[]): string =>
  children.map((child) => String(child['#text'] ?? '')).join('');

function drawPath(pdf: Pdf, attributes: Attributes): void {
  const { d = '', stroke = LINE } = attributes;
  const dashes = attributes['stroke-dasharray'];
  if (dashes === undefined) pdf.undash();
  else {
    const [length = 4, space = length] = dashes.split(' ').map(Number);
    pdf.dash(length, { space });
  }
  pdf
    .path(d)
    .lineWidth(attributes['class'] === 'curve' ? CURVE_WIDTH : 1)
    .strokeColor(stroke)
    .stroke()
    .undash();
}

function drawText(sheet: Sheet, attributes: Attributes, words: string): void {
  const { pdf } = sheet;
  sheet.font(FONT_SIZE);
  const wide = pdf.widthOfString(printable(words));
  const anchor = attributes['text-anchor'];
  const left = anchor === 'end' ? wide : anchor === 'middle' ? wide / 2 : 0;
  const [, x = '0', y = '0', turn = '0'] =
    /^translate\(([\d.-]+) ([\d.-]+)\) rotate\(([\d.-]+)\)$/.exec(attributes['transform'] ?? '') ?? [];
  pdf
    .save()
    .fillOpacity(1)
    .translate(Number(attributes['x'] ?? x), Number(attributes['y'] ?? y))
    .rotate(Number(turn));
  // SVG places the baseline, PDF the top of the letters.
  sheet.put(words, -left, -ASCENT * FONT_SIZE, attributes['class'] === 'soft' ? SOFT : INK);
  pdf.restore();
}

/** Of Helvetica, in sizes of the font. */
const ASCENT = 0.718;
