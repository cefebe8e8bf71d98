import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** One argument for each item: more than a hundred thousand of them overflow the stack. */
const NO_SPREAD_INTO_PUSH = {
  selector: 'CallExpression[callee.property.name=/^(push|unshift)$/] > SpreadElement',
  message: 'A list may be longer than calls have arguments: add its items one by one.',
};

export default tseslint.config(
  {
    ignores: [
      'dist/',
      // compiled and run by test/clients
      'examples/**/*.ts',
      'console/src/api/schema.d.ts',
      'console/*.ts',
      'coverage/',
      'data/',
      'src/persistence/generated/',
      '*.config.*',
      '.dependency-cruiser.cjs',
    ],
  },
  { linterOptions: { noInlineConfig: true } },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Nest's modules are classes without a body
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowStaticOnly: true }],
      // Nest types its options as classes and takes plain objects
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 250 }],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          name: '@nestjs/swagger',
          message: 'Its decorators are in src/http/open-api.ts: the package itself loads with the document.',
          allowTypeImports: true,
        },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['src/**'],
    rules: { 'no-restricted-syntax': ['error', NO_SPREAD_INTO_PUSH] },
  },
  {
    // Whether an address may go on is decided in one place. admin/ip-whitelist/ tells what a list says, and decides nothing
    files: ['src/**'],
    ignores: [
      'src/network/ip-whitelist.guard.ts',
      'src/network/whitelist.ts',
      'src/admin/ip-whitelist/**',
      '**/*.spec.ts',
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        NO_SPREAD_INTO_PUSH,
        {
          selector: "CallExpression[callee.property.name='allows'], NewExpression[callee.name='AddressNotAllowed']",
          message: 'Addresses are decided about by IpWhitelistGuard (src/network/ip-whitelist.guard.ts).',
        },
      ],
    },
  },
  {
    files: ['src/main.ts', 'src/admin.ts', 'src/*.command.ts', 'test/**', 'bench/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // A JSX element is a string here, or the promise of one when a child is asynchronous
    files: ['**/*.tsx'],
    rules: {
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/restrict-plus-operands': 'off',
      '@typescript-eslint/restrict-template-expressions': 'off',
    },
  },
  {
    files: ['console/**'],
    plugins: { 'react-hooks': reactHooks },
    rules: reactHooks.configs.recommended.rules,
  },
  {
    files: ['**/*.spec.ts', '**/*.spec.tsx', 'test/**/*.ts'],
    rules: {
      'max-lines': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // deprecated only to stand out: the tests' servers speak plain http on loopback
      '@typescript-eslint/no-deprecated': [
        'error',
        {
          allow: [
            { from: 'package', name: 'allowInsecureRequests', package: 'openid-client' },
            { from: 'package', name: 'allowInsecureRequests', package: 'oauth4webapi' },
          ],
        },
      ],
    },
  },
);
