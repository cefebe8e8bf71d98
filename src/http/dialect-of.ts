import { detailDialect } from './detail.dialect.js';
import type { Dialect } from './dialect.js';
import { envelopeDialect } from './envelope.dialect.js';
import { oauthDialect } from './oauth.dialect.js';
import { pageDialect } from './page.dialect.js';
import { problemDialect } from './problem.dialect.js';

/** The dialect of a path by its first matching prefix. All other paths use problem details. */
const FACES: readonly (readonly [prefix: string, dialect: Dialect])[] = [
  ['/auth', envelopeDialect],
  ['/oauth/authorize', pageDialect],
  ['/oauth/end-session', pageDialect],
  ['/oauth', oauthDialect],
  ['/interaction', pageDialect],
  ['/device', pageDialect],
  ['/console', pageDialect],
  ['/api/v1/login', detailDialect],
];

export function dialectOf(url: string): Dialect {
  const path = pathOf(url);
  const face = FACES.find(([prefix]) => path === prefix || path.startsWith(`${prefix}/`));
  return face?.[1] ?? problemDialect;
}

export function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}
