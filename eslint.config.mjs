import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const pureLibraries = [
  'base',
  'cluster',
  'parallelism',
  'replay',
  'profile',
  'serving',
  'experiments',
  'reports',
].map((lib) => `libs/${lib}/src/**/*.ts`);

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'coverage/**', 'apps/web/dist/**', 'out/**'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        fetch: 'readonly',
        AbortController: 'readonly',
        performance: 'readonly',
      },
    },
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      'no-console': 'error',
      // Published coefficients are written with all the digits of their source.
      'no-loss-of-precision': 'off',
    },
  },
  // Nest resolves constructor parameters by their run-time class, which a type-only import would erase.
  {
    files: ['apps/api/**', 'apps/runner/**', 'libs/database/**', 'libs/jobs/**', 'libs/service/**'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      globals: { require: 'readonly', module: 'writable', process: 'readonly', __dirname: 'readonly' },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    // One writer: concurrent transactions on SQLite's single connection lose rows (docs/operating.md).
    files: ['libs/database/**/*.ts', 'libs/jobs/**/*.ts', 'apps/**/*.ts'],
    ignores: ['libs/database/src/connection/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.property.name='transaction']",
          message: 'Write through the one writer of libs/database/src/connection.',
        },
      ],
    },
  },
  {
    files: ['libs/database/src/repositories/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.property.name=/^(transaction|save|remove)$/]',
          message: 'These open a transaction of their own: use insert, update and delete inside one write.',
        },
        {
          selector: 'CallExpression[callee.property.name=/^(rows|run|query)$/]',
          message: 'SQL by hand stands in libs/database/src/sql, which says why it is there.',
        },
      ],
    },
  },
  { files: ['bench/**', 'tools/**', 'bin/**', '.ci/**'], rules: { 'no-console': 'off' } },
  {
    // Prettier keeps to it but for comments and strings.
    files: ['**/*.{ts,tsx}'],
    ignores: ['libs/client/src/generated/**'],
    rules: { 'max-len': ['error', { code: 110 }] },
  },
  {
    files: ['**/*.{ts,tsx}'],
    ignores: ['**/*.spec.ts'],
    rules: { 'max-lines': ['error', { max: 400 }] },
  },
  {
    // A controller says what an address takes and answers; the work is in services.
    files: ['apps/api/**/*.controller.ts'],
    rules: { 'max-lines': ['error', { max: 120 }] },
  },
  {
    // A function reads like the formula or the figure that it implements.
    files: ['apps/**/*.{ts,tsx}', 'libs/**/*.ts', 'bench/**/*.ts', 'migrations/**/*.ts'],
    ignores: ['**/*.spec.ts', 'libs/client/src/generated/**'],
    rules: {
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: false, skipComments: false }],
      '@typescript-eslint/no-non-null-assertion': 'error',
    },
  },
  {
    files: pureLibraries,
    ignores: ['**/*.spec.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      'no-restricted-globals': [
        'error',
        'process',
        'Buffer',
        'setTimeout',
        'setInterval',
        'performance',
        'console',
        'fetch',
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Draw from a named stream of @railyard/base.' },
        { object: 'Date', property: 'now', message: 'Pure libraries have no clock.' },
        {
          object: 'Math',
          property: 'exp',
          message: 'Use the portable functions of @railyard/base: V8 versions may differ in the last bit.',
        },
        { object: 'Math', property: 'log', message: 'Use the portable functions of @railyard/base.' },
        { object: 'Math', property: 'pow', message: 'Use the portable functions of @railyard/base.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date']", message: 'Pure libraries have no clock.' },
        {
          selector: "CallExpression[callee.property.name='sort'][arguments.length=0]",
          message: 'Sort with a comparator.',
        },
        {
          selector: "BinaryExpression[operator='**']",
          message: 'Use the portable functions of @railyard/base.',
        },
      ],
    },
  },
);
