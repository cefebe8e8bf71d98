import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { CheckList } from '../../protocol/check-list.js';
import { TOKEN_EXCHANGE } from '../../protocol/grant-type.js';
import { InvalidRequest, InvalidScope } from '../../protocol/refusal.js';
import { formatScope, parseScope } from '../../protocol/scope.js';
import { numericDate } from '../../clock/numeric-date.js';
import type { Application } from '../stores/applications.js';
import { type AccessTokenClaims, AccessTokens, linksOf } from '../tokens/access-token.js';
import { formatEpochs, parseEpochs } from '../tokens/epochs.js';
import type { Minting, TokenSet } from '../tokens/token-issuer.js';
import { type TokenStanding, TokenStandings } from '../tokens/token-standing.js';
import { APPLICATION_OWNER_CHECKS, ApplicationOwner } from './application-owner.js';
import { EXCHANGE_CHECKS, ExchangeAudience } from './exchange-audience.js';
import { Grant, type GrantRequest } from './grant.js';
import { CONFIDENTIAL, GRANT_CHECKS, refusePublic } from './grant-checks.js';
import { InvalidSubjectToken } from './invalid-subject-token.js';
import { RESOURCE_CHECKS, ResourceIndicators } from './resource-indicators.js';

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const JWT = 'urn:ietf:params:oauth:token-type:jwt';
/** Maximum length of the chain of actors. */
const MAX_ACTORS = 4;

const CHECKS = new CheckList({
  ...GRANT_CHECKS.sentences,
  ...CONFIDENTIAL.sentences,
  ...APPLICATION_OWNER_CHECKS.sentences,
  live: 'The subject token is a live access token of this server',
  unbound: "It is not bound to another party's key",
  ...RESOURCE_CHECKS.sentences,
  ...EXCHANGE_CHECKS.sentences,
  scope: 'The token has the scopes, and the application may ask for them',
  actors: 'Not too many services act for one another',
});

/**
 * A service exchanges the access token that it was called with for one that it calls the next service with: the same
 * subject, at most what is left of the scope of the token, and the scope of the service, at most the lifetime of the token. It ends with that token,
 * with its sign-in, and with the application that the token was issued to.
 * Only for applications that an admin allows this grant, and for the APIs that `ExchangeAudience` allows.
 * @see https://www.rfc-editor.org/rfc/rfc8693#section-2
 */
@Injectable()
export class TokenExchangeGrant extends Grant {
  readonly grantType = TOKEN_EXCHANGE;
  readonly checks = CHECKS;

  constructor(
    private readonly owner: ApplicationOwner,
    private readonly accessTokens: AccessTokens,
    private readonly standings: TokenStandings,
    private readonly resources: ResourceIndicators,
    private readonly audience: ExchangeAudience,
    private readonly clock: Clock,
  ) {
    super();
  }

  async handle({ client, parameters, origin, confirmation }: GrantRequest): Promise<TokenSet> {
    const subject = { clientId: client.clientId };
    refusePublic(client, 'token exchange');
    // the account's whitelist was applied when the subject token was presented to the application
    await this.owner.allowing(client, origin);
    refuseOthers('subject_token_type', parameters.required('subject_token_type'));
    refuseOthers('requested_token_type', parameters.optional('requested_token_type') ?? ACCESS_TOKEN);
    if (parameters.optional('actor_token') !== undefined) {
      throw InvalidRequest.field('actor_token', 'is not supported; the application itself is the actor');
    }
    const claims = await this.accessTokens.read(parameters.required('subject_token'));
    const standing = claims && (await this.standings.of(claims));
    if (claims === undefined || standing === undefined) {
      throw new InvalidSubjectToken('subject_token is not a live access token of this server', subject).at(
        CHECKS,
        'live',
      );
    }
    // a token bound to another party's key proves nothing for this application
    if (claims.cnf !== undefined)
      throw new InvalidSubjectToken('subject_token is bound to a key', subject).at(CHECKS, 'unbound');
    const audience = await this.audience.of(claims, client, await this.resources.askedTargets(parameters));
    const scope = await this.resources.cutScope(
      scopeOf(leftOf(claims, standing), client, parameters.optional('scope')),
      audience,
    );
    return this.exchange(claims, client, { scope, audience, confirmation });
  }

  private async exchange(
    claims: AccessTokenClaims,
    client: Application,
    { scope, audience, confirmation }: Pick<Minting, 'scope' | 'confirmation'> & { audience: readonly string[] },
  ): Promise<TokenSet> {
    const now = this.clock.now();
    const left = claims.exp - numericDate(now);
    const expiresIn = Math.min(client.accessTokenTtl, left);
    const { sub, sid, auth_time, acr, amr } = claims;
    const accessToken = await this.accessTokens.issue(
      {
        sub,
        aud: this.accessTokens.audienceOf(audience),
        client_id: client.clientId,
        scope,
        epoch: formatEpochs(userEpochOf(claims), client.epoch),
        ...(sid === undefined ? {} : { sid }),
        ...(auth_time === undefined ? {} : { auth_time }),
        ...(acr !== undefined && amr !== undefined && { acr, amr }),
        act: actorOf(claims, client),
        via: linksOf(claims),
        ...(confirmation && { cnf: confirmation }),
      },
      expiresIn,
      client.metadata,
      now,
    );
    return { accessToken, expiresIn, issuedAt: now, scope, confirmation, issuedTokenType: ACCESS_TOKEN };
  }
}

function refuseOthers(parameter: string, type: string): void {
  if (type !== ACCESS_TOKEN && type !== JWT) throw InvalidRequest.field(parameter, `must be ${ACCESS_TOKEN}`);
}

/** The scopes that the token names and has not lost. */
function leftOf(claims: AccessTokenClaims, { scope }: TokenStanding): ReadonlySet<string> {
  const left = new Set(scope.split(' '));
  return new Set(claims.scope.split(' ').filter((name) => left.has(name)));
}

/** At most the scopes of the token and of the application. */
function scopeOf(held: ReadonlySet<string>, client: Application, requested: string | undefined): string {
  const asked = requested === undefined ? [] : parseScope(requested);
  const beyond = asked.find((scope) => !held.has(scope) || !client.scopes.includes(scope));
  if (beyond !== undefined) throw new InvalidScope(`scope: ${beyond} is not for this exchange`).at(CHECKS, 'scope');
  return formatScope(asked.length > 0 ? asked : client.scopes.filter((scope) => held.has(scope)));
}

function userEpochOf({ epoch, sid }: AccessTokenClaims): number | undefined {
  return sid === undefined ? undefined : parseEpochs(epoch).user;
}

/** RFC 8693 §4.1: the outermost `act` is the current actor; earlier ones are nested in it. */
function actorOf({ act }: AccessTokenClaims, client: Application): { sub: string; act?: object } {
  let depth = 0;
  for (let actor: { act?: object } | undefined = act; actor !== undefined; actor = actor.act) depth++;
  if (depth >= MAX_ACTORS)
    throw new InvalidSubjectToken('too many services act for one another already', { clientId: client.clientId }).at(
      CHECKS,
      'actors',
    );
  return { sub: client.clientId, ...(act === undefined ? {} : { act }) };
}
