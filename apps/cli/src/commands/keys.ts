/** `railyard keys`: who may use a service that others can reach. */
import { type Command, InvalidArgumentError } from 'commander';
import { CliError, ExitCode } from '../exit-code.js';
import { print } from '../output/print.js';
import { collected, wholeNumber } from './options.js';
import { withStorage } from './storage.js';

const SCOPES = ['read', 'write', 'admin'] as const;
type Scope = (typeof SCOPES)[number];

interface CreateOptions {
  readonly tenant: string;
  readonly name: string;
  readonly scope: readonly string[];
  readonly days?: number;
  readonly database?: string;
}

const DAY_MS = 24 * 3600 * 1000;

export function registerKeys(program: Command): void {
  const keys = program
    .command('keys')
    .description('make, list and revoke API keys of the service')
    .addHelpText(
      'after',
      '\nExamples:\n  railyard keys create --name ci --scope write\n  railyard keys list\n  ' +
        'railyard keys revoke 3f9c',
    );
  for (const register of [registerCreate, registerList, registerRevoke]) register(keys);
}

function registerCreate(keys: Command): void {
  keys
    .command('create')
    .description('make a key; it is shown this once')
    .requiredOption('--name <text>', 'what it is for')
    .option('--tenant <name>', 'whose runs it sees', tenantName, 'default')
    .option('--scope <scope>', 'read, write or admin; repeatable (default: read and write)', collected, [])
    .option('--days <n>', 'days until it expires', wholeNumber(1))
    .option('--database <file|url>', 'SQLite file or postgres:// address (RAILYARD_DATABASE, DATABASE_URL)')
    .action(async ({ tenant, name, scope, days, database }: CreateOptions, command: Command) => {
      const scopes = scope.length === 0 ? (['read', 'write'] as const) : scope.map(scopeOf);
      const expiry = days === undefined ? {} : { expiresAtMs: Date.now() + days * DAY_MS };
      const { id, secret } = await withStorage(database, ({ records }) =>
        records.apiKeys.create({ tenant, name, scopes, ...expiry }),
      );
      await print(command, {
        data: { id, key: secret, tenant, scopes },
        tables: [{ columns: ['id', 'key'], rows: [[id, secret]] }],
        notes: ['Keep it now: it is not stored.'],
      });
    });
}

function registerList(keys: Command): void {
  keys
    .command('list')
    .description('keys without their secrets')
    .option('--database <file|url>', 'SQLite file or postgres:// address (RAILYARD_DATABASE, DATABASE_URL)')
    .action(async ({ database }: { readonly database?: string }, command: Command) => {
      const rows = await withStorage(database, ({ records }) => records.apiKeys.list());
      const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());
      const items = rows.map(({ id, tenant, name, scopes, createdAtMs, expiresAtMs, revokedAtMs }) => ({
        id,
        tenant,
        name,
        scopes: scopes.split(' '),
        createdAt: instant(createdAtMs),
        expiresAt: instant(expiresAtMs),
        revokedAt: instant(revokedAtMs),
      }));
      const columns = ['id', 'tenant', 'name', 'scopes', 'createdAt', 'expiresAt', 'revokedAt'] as const;
      await print(command, {
        data: { keys: items },
        names: items.map(({ id }) => id),
        tables: [
          {
            columns,
            rows: items.map((item) =>
              columns.map((column) => (column === 'scopes' ? item.scopes.join(' ') : item[column])),
            ),
          },
        ],
      });
    });
}

function registerRevoke(keys: Command): void {
  keys
    .command('revoke')
    .description('revoke a key immediately')
    .argument('<id>')
    .option('--database <file|url>', 'SQLite file or postgres:// address (RAILYARD_DATABASE, DATABASE_URL)')
    .action(async (id: string, { database }: { readonly database?: string }, command: Command) => {
      const revoked = await withStorage(database, ({ records }) => records.apiKeys.revoke(id));
      if (!revoked)
        throw new CliError(
          ExitCode.notFound,
          'not-found',
          `There is no active key \`${id}\`.`,
          'List them with `railyard keys list`.',
        );
      await print(command, { data: { revoked: id }, names: [id], tables: [], notes: [`${id} is revoked.`] });
    });
}

function scopeOf(words: string): Scope {
  const scope = SCOPES.find((known) => known === words);
  if (scope === undefined)
    throw new CliError(
      ExitCode.usage,
      'unknown-scope',
      `--scope must be one of ${SCOPES.join(', ')} (got ${words}).`,
      `Use one of ${SCOPES.join(', ')}.`,
    );
  return scope;
}

function tenantName(words: string): string {
  if (!/^[a-z0-9][a-z0-9._-]{0,63}$/.test(words))
    throw new InvalidArgumentError('Use small letters, digits, dots, dashes and underscores.');
  return words;
}
