import { ID_TOKEN_CLAIMS, type IdTokenClaims } from '../protocol/client-metadata.js';
import { FACTOR_POLICIES, type FactorPolicy } from '../protocol/factor-policy.js';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '../protocol/signing-algorithm.js';
import { BoundSettings } from './bound-settings.js';
import { mailServer, oneOf, onOff, Setting, text, url, wholeNumber, wholeNumberOrAuto } from './setting-kinds.js';

/**
 * Every setting of the server, by the name of its environment variable. `.env.example` and
 * docs/reference/settings.md are generated from here, in this order: those inherited first.
 */
export class SettingsSchema extends BoundSettings {
  @Setting(wholeNumberOrAuto(1, 64), {
    about:
      'Passwords hashed at the same time by one process; `auto` is as many as there are cores, which they leave to everything else first.',
    example: '2',
    fallback: 'auto',
  })
  PASSWORD_HASH_CONCURRENCY!: number | 'auto';

  @Setting(oneOf(FACTOR_POLICIES), {
    about:
      'Whether people need a second factor: `off` does not offer one, `required` has it set up at the next sign-in with a browser. Of this, the role, the application and its brand the strictest counts.',
    example: 'required',
    fallback: 'optional',
  })
  SECOND_FACTOR!: FactorPolicy;

  @Setting(oneOf(FACTOR_POLICIES), {
    about: 'The same for administrators.',
    example: 'required',
    unset: 'as `SECOND_FACTOR`',
  })
  SECOND_FACTOR_ADMINS?: FactorPolicy;

  @Setting(oneOf(FACTOR_POLICIES), {
    about: 'The same for members.',
    example: 'required',
    unset: 'as `SECOND_FACTOR`',
  })
  SECOND_FACTOR_MEMBERS?: FactorPolicy;

  @Setting(url(['https:', 'http:']), {
    about:
      'Service that new passwords of people are looked up at, by range: it is told the first five digits of a SHA-1 hash. A private address must stand in `FETCH_ALLOW_NETWORKS`. A service that does not answer refuses nothing.',
    example: 'https://api.pwnedpasswords.com/range',
    unset: 'no service is asked',
  })
  PASSWORD_BREACH_URL?: string;

  @Setting(oneOf(SIGNING_ALGORITHMS), {
    about:
      'Algorithm that access tokens are signed with; under `fapi2`, which does not allow RS256, ES256 stands for that. The algorithm of id_tokens is a setting of each application, RS256 by default.',
    example: 'ES256',
    fallback: 'ES256',
  })
  SIGNING_ALG!: SigningAlgorithm;

  @Setting(oneOf(ID_TOKEN_CLAIMS), {
    about:
      'Claims about the person in the id_tokens of applications made by hand: `by_scope`, those of the granted scopes, which most applications read there; `minimal`, in the code flow only those that the `claims` parameter names, and the others from userinfo. An application may say otherwise (`id_token_claims`). One that registered itself has `minimal` unless its owner or an administrator sets another.',
    example: 'minimal',
    fallback: 'by_scope',
  })
  ID_TOKEN_CLAIMS!: IdTokenClaims;

  @Setting(wholeNumber(1, 3650), {
    about: 'Days until a signing key is replaced.',
    example: '30',
    fallback: '30',
  })
  SIGNING_KEY_ROTATION_DAYS!: number;

  @Setting(wholeNumber(1, 36_500), {
    about: 'Days an audit event is kept, and an e-mail address that an account had before.',
    example: '365',
    fallback: '90',
  })
  AUDIT_RETENTION_DAYS!: number;

  @Setting(oneOf(['auto', 'on', 'off']), {
    about:
      'Whether statements are prepared by name, which saves planning. `auto` does so unless a pooler is found in between; `on` is for poolers that keep them (PgBouncer from 1.21 with `max_prepared_statements`).',
    example: 'auto',
    fallback: 'auto',
  })
  PREPARED_STATEMENTS!: 'auto' | 'on' | 'off';

  @Setting(onOff, {
    about:
      'Whether nodes wake each other with LISTEN/NOTIFY. Switch it off behind a transaction pooler; polling remains.',
    example: 'off',
    fallback: 'on',
  })
  FEED_NOTIFY!: boolean;

  @Setting(mailServer, {
    about:
      'Mail server that messages are sent through: `smtps://` where TLS begins with the connection (port 465), `smtp://` where it begins with STARTTLS (port 587).',
    example: 'smtps://user:password@mail.example.com',
    unset: 'mails become files in `DATA_DIR/mail`, which are removed after a day',
    secret: true,
  })
  SMTP_URL?: string;

  @Setting(text(/^[^\r\n]*[^\s@]{1,64}@[^\s@]{1,189}$/, 'must be an e-mail address, with a name before it or not'), {
    about: 'Sender of the mails.',
    example: 'Example Accounts <accounts@example.com>',
    unset: '`no-reply` at the host of `ISSUER`',
  })
  MAIL_FROM?: string;

  @Setting(wholeNumber(1, 65_535), {
    about: 'Port of `GET /metrics` in Prometheus format. Keep it from the public.',
    example: '9464',
    unset: 'no metrics are served',
  })
  METRICS_PORT?: number;

  @Setting(oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']), {
    about: 'How much is logged. Requests are logged at `debug`.',
    example: 'info',
    fallback: 'info',
  })
  LOG_LEVEL!: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}
