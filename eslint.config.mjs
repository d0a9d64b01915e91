import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Rules that any code here keeps, in TypeScript and in plain JavaScript. */
const everywhere = {
  // == null asks for null and undefined in one.
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-console': 'error',
  'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
  'no-param-reassign': 'error',
  'no-var': 'error',
  'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
  'object-shorthand': 'error',
  'prefer-const': 'error',
  'prefer-template': 'error',
};

const namedExportsOnly = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name: a file is named after what it exports.' },
  { selector: 'ExportSpecifier[exported.name="default"]', message: 'Export by name.' },
];

const environmentElsewhere = [
  {
    selector: 'MemberExpression[object.name="process"][property.name="env"]',
    message: 'Only src/lib/environment.ts reads the environment: take the setting from its Environment.',
  },
  {
    selector: 'VariableDeclarator[init.name="process"] > ObjectPattern > Property[key.name="env"]',
    message: 'Only src/lib/environment.ts reads the environment.',
  },
  {
    selector: 'ImportDeclaration[source.value=/^(node:)?process$/]',
    message: 'Use the global process, so that the rules about process.env can see it.',
  },
];

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'data/', 'src/database/generated/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...everywhere,
      'no-restricted-syntax': ['error', ...namedExportsOnly],
      // Since both decorator flags are on, the rule leaves files with decorators alone: emitDecoratorMetadata needs
      // the values of the classes that it names, and an import that is only a type would leave it with Object.
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // Models of type-graphql are classes of nothing but decorated fields.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Anchors count code points, and that is what spreading a string gives; the classes of models and inputs only
      // describe plain data, which comes without them and may be spread.
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 400 }],
      'no-restricted-syntax': ['error', ...namedExportsOnly, ...environmentElsewhere],
    },
  },
  {
    files: ['src/lib/environment.ts'],
    rules: { 'no-restricted-syntax': ['error', ...namedExportsOnly] },
  },
  {
    // The command line talks to a person on a terminal; a server's words go through the log.
    files: ['src/main.ts', 'src/commands/**/*.ts', 'scripts/**', 'bench/**', 'examples/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // A test that reaches for what is not there fails by itself, with a better trace than an if would give.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Jest's matchers, such as expect.any(String), are of type any, and stand inside expected objects.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  {
    // Called by Prisma and by jest, which ask for a default export.
    files: ['prisma.config.ts', 'test/support/globalSetup.ts', 'test/support/globalTeardown.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    // A package of its own, whose dependencies are there only where somebody measures: its types cannot be asked for.
    files: ['bench/**/*.ts'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { projectService: false } },
    // Keystone asks for a default export.
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.js', '**/*.cjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'console',
          'process',
          'performance',
          'Buffer',
          'URL',
          'fetch',
          'AbortSignal',
          'WebSocket',
          'setTimeout',
          'clearTimeout',
        ].map((name) => [name, 'readonly']),
      ),
    },
    rules: {
      ...everywhere,
      'no-undef': 'error',
      'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-unreachable': 'error',
      'no-dupe-keys': 'error',
      'no-console': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { module: 'writable', require: 'readonly', __dirname: 'readonly' },
    },
  },
);
