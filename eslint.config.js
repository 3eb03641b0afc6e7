import tseslint from 'typescript-eslint';
import { projectionSql } from './scripts/lint/projection-sql.js';

const runtimeOnly = 'Take it from the runtime port (src/base/runtime.ts), so that tests can run time as they like.';

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'node_modules/', 'src/api/generated/', 'src/web/generated/', '.data/'] },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.{ts,tsx}'] })),
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // `cause` and guards against what the types do not know (rows, environments) are worth more than the rule.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // winston's transports are typed by two packages that disagree on the base class.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Errors are made by factories (src/base/errors.ts), which the rule does not see through.
      '@typescript-eslint/only-throw-error': 'off',
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 400 }],
      'no-console': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'anywhere' }],
    },
  },
  {
    files: ['src/**/*.ts', 'projections/**/*.ts', 'scripts/**/*.ts'],
    plugins: { ledger: { rules: { 'projection-sql': projectionSql } } },
    rules: { 'ledger/projection-sql': 'error' },
  },
  {
    files: ['src/**/*.{ts,tsx}', 'projections/**/*.ts'],
    // The one of the processes, and the one of browsers.
    ignores: ['src/base/runtime.ts', 'src/web/clock.ts'],
    rules: {
      'max-lines-per-function': ['error', { max: 90, skipBlankLines: true, skipComments: true }],
      'no-restricted-globals': [
        'error',
        ...['setTimeout', 'setInterval', 'setImmediate'].map((name) => ({ name, message: runtimeOnly })),
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: runtimeOnly },
        { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: runtimeOnly },
        { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: runtimeOnly },
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/unbound-method': 'off',
      'max-lines': ['error', { max: 700 }],
      'no-console': 'off',
    },
  },
);
