/**
 * The form of every message and hint in the source: a message is a sentence with a capital letter (or the
 * name of a field or option) and a full stop, a hint is an instruction. What is filled in at run time is
 * checked where it is made (libs/experiments/src/documents/issue-form.spec.ts).
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '..');
const FOLDERS = [
  'apps/cli/src',
  'apps/web/src',
  'libs/cluster/src',
  'libs/client/src',
  'libs/replay/src',
  'libs/profile/src',
  'libs/experiments/src',
  'libs/intake/src',
  'libs/parallelism/src',
  'libs/reports/src',
];
const MESSAGE = /^(?:[A-Z`"$]|--|[\w.]+(?: x \w+)? (?:must|has|is)\b).*(?:\.|\})$/s;
const IMPERATIVES =
  'Add|Ask|Begin|Check|Choose|Copy|Correct|Export|Follow|Give|Keep|Leave|Let|List|Look|Name|Quote|Raise|' +
  'Remove|Retry|Run|Set|Shorten|Sort|Split|Start|Swap|Sweep|Try|Unpack|Upgrade|Use|Write';
const HINT = new RegExp(`^(?:\\$|(?:${IMPERATIVES})\\b).*(?:\\.|\\})$`, 's');
const PRIVATE_WORDS = 'mend|anew|beside|whoever|told|wash|robbed|foresee|at fault|takes up|shall';
const WORDS = new RegExp(`\\b(?:${PRIVATE_WORDS})\\b|is no (?:number|list|size)`, 'i');

interface Words {
  readonly place: string;
  readonly kind: 'message' | 'hint';
  readonly text: string;
}

/** Places of message and hint among the arguments of what reports a mistake. */
function reported(node: ts.Node): readonly (readonly ['message' | 'hint', ts.Expression | undefined])[] {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const [first, second, third, fourth] = node.arguments;
    const { text } = node.expression.name;
    if (text === 'require' && fourth !== undefined)
      return [
        ['message', third],
        ['hint', fourth],
      ];
    if ((text === 'add' || text === 'refuse') && third !== undefined && first !== undefined)
      return [
        ['message', second],
        ['hint', third],
      ];
  }
  if (ts.isNewExpression(node) && node.expression.getText() === 'CliError')
    return [
      ['message', node.arguments?.[2]],
      ['hint', node.arguments?.[3]],
    ];
  if (ts.isNewExpression(node) && /^(?:RecordedLog|Trace)Error$/.test(node.expression.getText()))
    return [
      ['message', node.arguments?.[1]],
      ['hint', node.arguments?.[2]],
    ];
  if (ts.isNewExpression(node) && node.expression.getText() === 'InvalidArgumentError')
    return [['hint', node.arguments?.[0]]];
  return [];
}

/** The texts that an expression may be; what is filled in stands as `${}`. */
function texts(node: ts.Expression | undefined): readonly string[] {
  if (node === undefined) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [node.head.text + node.templateSpans.map(({ literal }) => `\${}${literal.text}`).join('')];
  if (ts.isParenthesizedExpression(node)) return texts(node.expression);
  if (ts.isConditionalExpression(node)) return [...texts(node.whenTrue), ...texts(node.whenFalse)];
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return texts(node.left).flatMap((left) => texts(node.right).map((right) => left + right));
  return [];
}

function wordsOf(file: string): readonly Words[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(ROOT, file), 'utf8'),
    ts.ScriptTarget.ES2023,
    true,
  );
  const found: Words[] = [];
  const visit = (node: ts.Node): void => {
    for (const [kind, expression] of reported(node))
      for (const text of texts(expression))
        if (text !== '')
          found.push({
            place: `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`,
            kind,
            text,
          });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && !name.startsWith('generated'))
    .map((name) => `${folder}/${name}`),
);

describe('messages and hints in the source', () => {
  const words = files.flatMap(wordsOf);

  it('are found', () => {
    expect(words.length).toBeGreaterThan(120);
  });

  it('have the form of a sentence, and of an instruction', () => {
    expect(words.filter(({ kind, text }) => !(kind === 'message' ? MESSAGE : HINT).test(text))).toEqual([]);
  });

  it('are in the words of the field', () => {
    expect(words.filter(({ text }) => WORDS.test(text.replace(/`[^`]*`/g, '')))).toEqual([]);
  });
});
