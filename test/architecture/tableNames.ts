import ts from 'typescript';

/** The one place where a read names a table: with its visibility, or with the reason why it has none. */
export const HOME = 'rows.ts';

/** The tables of a Prisma schema, by their names in the database. */
export function tablesOf(prismaSchema: string): string[] {
  const models = prismaSchema.matchAll(/^model \w+ \{[^}]*?@@map\("(\w+)"\)/gm);
  return [...models].map(([, table]) => table ?? '');
}

/** Properties of a read type that only the home of table names may read. */
const KEPT = new Set(['table', 'visible', 'keptIn']);

/**
 * Where a file of src/read names a table by itself, reads what only the home of table names may read, or puts something behind
 * `from` and `join` that it made of a text.
 */
export function tableFaults(path: string, text: string, tables: readonly string[]): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const faults: string[] = [];
  const named = new RegExp(`\\b(${tables.join('|')})\\b`, 'i');
  const note = (node: ts.Node, fault: string): void => {
    faults.push(`${path}:${String(file.getLineAndCharacterOfPosition(node.getStart()).line + 1)} ${fault}`);
  };
  const checkText = (node: ts.Node, fragment: string): void => {
    // A constant of SQL is no name.
    const table = named.exec(fragment.replaceAll(/'[^']*'/g, ''))?.[1];
    if (table !== undefined) note(node, `names the table ${table}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'sql') {
      for (const { text: fragment, value } of fragmentsOf(node.template)) {
        checkText(node, fragment);
        if (/\b(from|join)\s+$/i.test(fragment) && value && isCallOf(value, 'raw'))
          note(value, 'makes a table of a text');
      }
      // What is read from rows ends their condition: nothing may widen it.
      for (const { before, fragment } of behind(node.template)) {
        if (/\.(from|join|leftJoin)\(/.test(before) && /^\s*(or|and)\b/i.test(fragment))
          note(node, 'goes on with a condition');
      }
    }
    if (isCallOf(node, 'raw')) node.arguments.forEach((argument) => visitTexts(argument, checkText));
    const isKept = ts.isPropertyAccessExpression(node) && KEPT.has(node.name.text);
    // Work.table is what a table costs.
    if (isKept && node.expression.getText() !== 'Work') note(node, `reads ${node.name.text}`);
    if (ts.isObjectBindingPattern(node)) {
      const bound = node.elements.map(({ name, propertyName }) => (propertyName ?? name).getText());
      for (const name of bound.filter((each) => KEPT.has(each))) note(node, `reads ${name}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return faults;
}

function isCallOf(node: ts.Node, name: string): node is ts.CallExpression {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name;
}

/** Every text in an expression. */
function visitTexts(node: ts.Node, check: (node: ts.Node, text: string) => void): void {
  if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
    check(node, node.text);
  }
  ts.forEachChild(node, (child) => {
    visitTexts(child, check);
  });
}

/** The texts of a template, each with the value behind it. */
function fragmentsOf(template: ts.TemplateLiteral): { text: string; value?: ts.Expression }[] {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return [{ text: template.text }];
  const texts = [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)];
  return texts.map((text, index) => ({ text, value: template.templateSpans[index]?.expression }));
}

/** The values of a template, each with the text behind it. */
function behind(template: ts.TemplateLiteral): { before: string; fragment: string }[] {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return [];
  return template.templateSpans.map(({ expression, literal }) => ({
    before: expression.getText(),
    fragment: literal.text,
  }));
}
