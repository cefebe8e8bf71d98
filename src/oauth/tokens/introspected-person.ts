import { Injectable } from '@nestjs/common';
import { ApplicationOwner } from '../grants/application-owner.js';
import type { Account } from '../stores/accounts.js';
import type { Application } from '../stores/applications.js';
import type { AccessTokenClaims } from './access-token.js';
import { isPairwise, SubjectIdentifiers } from './subject-identifiers.js';
import type { TokenStanding } from './token-standing.js';

/** Lets an application (a resource server) introspect tokens that other applications were issued. */
export const INTROSPECT_ANY = 'introspect_tokens';

/** The person of a token, in the form that the asking application knows. */
@Injectable()
export class IntrospectedPerson {
  constructor(
    private readonly subjects: SubjectIdentifiers,
    private readonly owner: ApplicationOwner,
  ) {}

  /** What an access token says of its person, and the scope it stands for. */
  async ofAccessToken(
    { sid, sub }: AccessTokenClaims,
    { account, scope }: TokenStanding,
    asking: Application,
  ): Promise<Record<string, unknown>> {
    // a pairwise subject is the only name of the person in the answer, as in the token itself
    if (account === null || sid === undefined || isPairwise(sub)) return { scope };
    return { scope, ...(await this.named(account, asking, scope)) };
  }

  /**
   * An application with pairwise subjects receives no name, and one that no administrator trusts only the name that the
   * person granted it.
   */
  async named(account: Account, asking: Application, scope: string): Promise<{ sub: string; username?: string }> {
    const sub = this.subjects.of(account.id, asking);
    if (sub !== account.id) return { sub };
    const { username, email, emailSelfGiven } = account;
    const isTrusted = asking.firstParty || (await this.owner.letsUse(INTROSPECT_ANY, asking));
    const granted = scope.split(' ');
    const names = [
      isTrusted || granted.includes('profile') ? username : null,
      (isTrusted || granted.includes('email')) && !emailSelfGiven ? email : null,
    ];
    const name = names.find((one) => one !== null);
    return { sub, ...(name !== undefined && { username: name }) };
  }
}
