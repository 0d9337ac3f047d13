/** An experiment as YAML: comments alongside what no file gave, and at the end what could not be stated. */
import { Document, type Node, isNode, isScalar, visit } from 'yaml';
import { type JobDraft } from '../source/index.js';
import { type ExperimentBody } from './experiment-body.js';

const WIDTH = 106;

export function writeExperiment(
  { document, comments }: ExperimentBody,
  drafts: readonly JobDraft[],
  heading: readonly string[],
): string {
  const yaml = new Document(document);
  for (const [path, comment] of Object.entries(comments)) {
    const node: unknown = yaml.getIn(path.split('.'), true);
    if (isNode(node)) annotate(node, comment);
  }
  flowLists(yaml);
  yaml.commentBefore = commentBlock(heading);
  yaml.comment = commentBlock(remarksOf(drafts));
  return yaml.toString({ lineWidth: WIDTH, flowCollectionPadding: false });
}

/** After a value on its line; before the first key of a mapping. */
function annotate(node: Node, comment: string): void {
  if ('items' in node) node.commentBefore = ` ${comment}`;
  else node.comment = ` ${comment}`;
}

/** Lists of words and numbers stay on one line. */
function flowLists(document: Document): void {
  visit(document, {
    Seq: (_, seq) => {
      if (seq.items.every(isScalar)) seq.flow = true;
    },
  });
}

function remarksOf(drafts: readonly JobDraft[]): readonly string[] {
  return drafts.flatMap((draft) => [
    ...listed(
      `${draft.source}: taken by default`,
      draft.defaults.map(({ key, text }) => `${key}: ${text}`),
    ),
    ...listed(
      `${draft.source}: cannot be stated; what is computed instead`,
      draft.unstated.map(({ key, text }) => `${key}: ${text}`),
    ),
    ...listed(`${draft.source}: not known, and not used`, draft.unknown),
    ...folded(`${draft.source}: without effect on time and memory`, draft.without),
  ]);
}

const listed = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`)];

function folded(title: string, words: readonly string[]): readonly string[] {
  return words.length === 0 ? [] : [`${title}:`, ...foldedWords(words.join(' '))];
}

/** Words on lines that fit, indented. */
export function foldedWords(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < WIDTH - 4)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines;
}

const commentBlock = (lines: readonly string[]): string | null =>
  lines.length === 0 ? null : lines.map((line) => ` ${line}`).join('\n');
