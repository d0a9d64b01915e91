import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import ts from 'typescript';

/** What the rules of the architecture ask about one file. Paths are relative to src, such as models/party.model.ts. */
export interface Source {
  path: string;
  /** Files of src that it imports, re-exports from, or names in an import type; without the ones erased as types. */
  imports: string[];
  /** The same for imports that are only types: they bind the design, but load nothing. */
  typeImports: string[];
  exports: string[];
  exportsDefault: boolean;
  /** Whether it does something when node is started with it: a program is named after what it does. */
  isProgram: boolean;
  /** Lines that reach process.env in any of its spellings. */
  environmentLines: number[];
}

/** Every TypeScript file under src but declarations of other packages and the generated Prisma client. */
export function readSources(root: string): Source[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts') && !path.startsWith('database/generated/'))
    .sort()
    .map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')));
}

export function parseSource(path: string, text: string): Source {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const source: Source = {
    path,
    imports: [],
    typeImports: [],
    exports: [],
    exportsDefault: false,
    isProgram: path === 'main.ts' || text.includes('require.main === module'),
    environmentLines: [],
  };
  visit(file, source);
  return source;
}

function visit(node: ts.Node, source: Source): void {
  readImport(node, source);
  readExport(node, source);
  if (reachesEnvironment(node)) {
    source.environmentLines.push(node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1);
  }
  ts.forEachChild(node, (child) => {
    visit(child, source);
  });
}

function readImport(node: ts.Node, source: Source): void {
  const found = importOf(node);
  if (!found?.specifier.startsWith('.')) return;
  const target = join(dirname(source.path), found.specifier).replace(/\.(js|ts)$/, '');
  (found.typeOnly ? source.typeImports : source.imports).push(`${target}.ts`);
}

function importOf(node: ts.Node): { specifier: string; typeOnly: boolean } | undefined {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const clause = node.importClause;
    const named = clause?.namedBindings;
    const allTypes =
      named !== undefined &&
      ts.isNamedImports(named) &&
      clause?.name === undefined &&
      named.elements.length > 0 &&
      named.elements.every((element) => element.isTypeOnly);
    return {
      specifier: node.moduleSpecifier.text,
      typeOnly: clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || allTypes,
    };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
    return { specifier: node.moduleSpecifier.text, typeOnly: node.isTypeOnly };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
    return { specifier: node.argument.literal.text, typeOnly: true };
  }
  if (ts.isCallExpression(node) && node.arguments[0] && ts.isStringLiteralLike(node.arguments[0])) {
    const called = node.expression;
    const loads = called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === 'require');
    if (loads) return { specifier: node.arguments[0].text, typeOnly: false };
  }
  return undefined;
}

function readExport(node: ts.Node, source: Source): void {
  if (ts.isExportAssignment(node)) source.exportsDefault = true;
  if (ts.isExportDeclaration(node) && node.exportClause && ts.isNamedExports(node.exportClause)) {
    source.exports.push(...node.exportClause.elements.map((element) => element.name.text));
  }
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  if (modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)) {
    source.exports.push(...declaredNames(node));
    if (modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword)) source.exportsDefault = true;
  }
  if (source.exports.includes('default')) source.exportsDefault = true;
}

function declaredNames(node: ts.Node): string[] {
  if (ts.isVariableStatement(node)) {
    return node.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
  }
  const declares =
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node);
  return declares && node.name ? [node.name.text] : [];
}

function reachesEnvironment(node: ts.Node): boolean {
  const isProcess = (expression: ts.Node | undefined) =>
    expression !== undefined && ts.isIdentifier(expression) && expression.text === 'process';
  if (ts.isPropertyAccessExpression(node)) return isProcess(node.expression) && node.name.text === 'env';
  if (ts.isElementAccessExpression(node)) return isProcess(node.expression);
  if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name) && isProcess(node.initializer)) {
    return node.name.elements.some((element) => {
      const name = (element.propertyName ?? element.name).getText();
      return name === 'env' || element.dotDotDotToken !== undefined;
    });
  }
  return ts.isImportDeclaration(node) && /^'(node:)?process'$/.test(node.moduleSpecifier.getText());
}
