/** The mutants of a TypeScript file: one small change each, at a place that runs. */
import ts from 'typescript';

const SyntaxKind = ts.SyntaxKind;

/** Operator -> what replaces it: arithmetic, the boundary of a comparison, its negation, logic. */
const OPERATORS = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
  '&': ['|'],
  '|': ['&'],
  '^': ['|'],
  '<<': ['>>'],
  '>>': ['<<'],
  '>>>': ['<<'],
  '+=': ['-='],
  '-=': ['+='],
  '*=': ['/='],
  '/=': ['*='],
  '|=': ['&='],
  '&=': ['|='],
};
/** In the text of an SQL statement: conditions negated and weakened, counters turned round. */
const SQL_CHANGES = [
  [/(?<= )IS NULL/g, 'IS NOT NULL'],
  [/(?<= )IS NOT NULL/g, 'IS NULL'],
  [/(?<= |^)AND(?= )/g, 'OR'],
  [
    /(?<=(?:WHERE|AND|ON) (?:\w+\.)?"\w+"(?:\."\w+")? )(?:=|<>)(?= )/g,
    (found) => (found === '=' ? '<>' : '='),
  ],
  [/(?<="\w+" )\+(?= 1)/g, '-'],
  [/(?<="\w+" )>=(?= )/g, '>'],
  [/(?<="\w+" )[<>](?= )/g, (found) => `${found}=`],
  [/NOT EXISTS/g, 'EXISTS'],
];
const isSql = (text) => /"\w+"/.test(text) && /\b(SELECT|UPDATE|INSERT|DELETE|WHERE|AND|JOIN)\b/.test(text);
const OPPOSITE_CALLS = { min: 'max', max: 'min', floor: 'ceil', ceil: 'floor' };

/** Invariants state what callers guarantee; a correct program never fails one. */
const isInvariant = (node) =>
  ts.isCallExpression(node) &&
  ts.isIdentifier(node.expression) &&
  ['invariant', 'assertUnreachable'].includes(node.expression.text);

const conditionOf = (node) =>
  ts.isIfStatement(node) || ts.isWhileStatement(node)
    ? node.expression
    : ts.isConditionalExpression(node)
      ? node.condition
      : undefined;

const isText = (node) =>
  ts.isStringLiteral(node) ||
  ts.isNoSubstitutionTemplateLiteral(node) ||
  ts.isTemplateHead(node) ||
  ts.isTemplateMiddle(node) ||
  ts.isTemplateTail(node);

function* sqlChangesAt(node) {
  const text = node.getText();
  if (!isSql(text)) return;
  for (const [pattern, replacement] of SQL_CHANGES)
    for (const { 0: found, index } of text.matchAll(pattern)) {
      const from = node.getStart() + index;
      const by = typeof replacement === 'string' ? replacement : replacement(found);
      yield { from, to: from + found.length, by };
    }
}

function* changesAt(node) {
  const replace = (part, by) => ({ from: part.getStart(), to: part.getEnd(), by });
  if (isText(node)) yield* sqlChangesAt(node);
  if (ts.isBinaryExpression(node))
    for (const operator of OPERATORS[node.operatorToken.getText()] ?? [])
      yield replace(node.operatorToken, operator);
  const condition = conditionOf(node);
  if (condition !== undefined) yield replace(condition, `!(${condition.getText()})`);
  if (ts.isNumericLiteral(node)) {
    const value = Number(node.getText().replaceAll('_', ''));
    yield replace(node, String(Number.isInteger(value) ? value + 1 : value * 1.5));
  }
  if (node.kind === SyntaxKind.TrueKeyword) yield replace(node, 'false');
  if (node.kind === SyntaxKind.FalseKeyword) yield replace(node, 'true');
  if (ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken)
    yield { from: node.getStart(), to: node.getStart() + 1, by: '' };
  if (ts.isPropertyAccessExpression(node) && node.expression.getText() === 'Math') {
    const opposite = OPPOSITE_CALLS[node.name.text];
    if (opposite !== undefined) yield replace(node.name, opposite);
  }
  if (ts.isExpressionStatement(node) || ts.isContinueStatement(node) || ts.isBreakStatement(node))
    yield replace(node, ';');
}

/** Types, imports and messages do not run, and the step of a counting loop only makes it endless. */
const isSkipped = (node) =>
  ts.isTypeNode(node) ||
  ts.isImportDeclaration(node) ||
  ts.isExportDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  isInvariant(node) ||
  (ts.isExpressionStatement(node) && isInvariant(node.expression)) ||
  (ts.isForStatement(node.parent) && node.parent.incrementor === node);

export function mutantsOf(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const mutants = [];
  const visit = (node) => {
    if (isSkipped(node)) return;
    for (const { from, to, by } of changesAt(node)) {
      const line = source.getLineAndCharacterOfPosition(from).line;
      const lineStart = source.getPositionOfLineAndCharacter(line, 0);
      const lineEnd = text.indexOf('\n', from);
      const short = (code) => code.replace(/\s+/g, ' ').slice(0, 60);
      mutants.push({
        file,
        line: line + 1,
        change: `${text.slice(lineStart, lineEnd).trim()}  |  ${short(text.slice(from, to))} -> ${short(by)}`,
        source: text.slice(0, from) + by + text.slice(to),
      });
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return mutants;
}

/** `count` of the mutants, the same for the same seed, in the order of the files. */
export function sample(mutants, count, seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return mutants
    .map((mutant, at) => ({ mutant, at, draw: next() }))
    .sort((a, b) => a.draw - b.draw)
    .slice(0, count)
    .sort((a, b) => a.at - b.at)
    .map(({ mutant }) => mutant);
}
