import { describe, expect, it } from '@jest/globals';
import { misspelledSettings } from './misspelled-settings.js';
import { settingNames } from './settings.js';

describe('a variable that is no setting', () => {
  it.each([
    ['DATABASE_ULR', 'DATABASE_URL'],
    ['DATABSE_URL', 'DATABASE_URL'],
    ['DATABASEURL', 'DATABASE_URL'],
    ['database_url', 'DATABASE_URL'],
    ['ISUER', 'ISSUER'],
    ['ISUER_X', undefined],
    ['ISSSUER', 'ISSUER'],
    ['SECRETKEY', 'SECRET_KEY'],
    ['TRUST_PROXIES', undefined],
    ['TRUSTED_PROXY', 'TRUST_PROXY'],
    ['DATADIR', 'DATA_DIR'],
    ['SECOND_FACTOR_ADMIN', 'SECOND_FACTOR_ADMINS'],
  ])('%s is taken for %s', (name, meant) => {
    expect(misspelledSettings({ [name]: 'x' })).toEqual(meant === undefined ? [] : [[name, meant]]);
  });

  it('is not looked for among the settings, short names, and what systems and shells set', () => {
    const names = [
      ...settingNames(),
      ...[
        'PORTS',
        'HOSTS',
        'HOSTNAME',
        'HOSTTYPE',
        'PATH',
        'HOME',
        'PWD',
        'OLDPWD',
        'SHLVL',
        'LOGNAME',
        'MAIL',
        'SHELL',
      ],
      ...['LANG', 'LC_ALL', 'TERM', 'USER', 'EDITOR', 'NODE_ENV', 'NODE_OPTIONS', 'NODE_VERSION', 'YARN_VERSION'],
      ...['PGHOST', 'PGPORT', 'PGDATA', 'PGDATABASE', 'PGUSER', 'PGPASSWORD', 'POSTGRES_PASSWORD', 'POSTGRES_USER'],
      ...[
        'KUBERNETES_PORT',
        'KUBERNETES_SERVICE_HOST',
        'KUBERNETES_SERVICE_PORT',
        'LATCHKEY_PORT',
        'LATCHKEY_SERVICE_HOST',
      ],
      ...[
        'npm_config_cache',
        'npm_package_version',
        'npm_lifecycle_event',
        'INIT_CWD',
        'HTTP_PROXY',
        'NO_PROXY',
        'TMPDIR',
      ],
    ];
    expect(misspelledSettings(Object.fromEntries(names.map((name) => [name, 'x'])))).toEqual([]);
  });
});
