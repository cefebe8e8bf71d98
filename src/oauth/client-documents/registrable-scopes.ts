import { Injectable } from '@nestjs/common';
import { ScopeCatalogue } from '../stores/scope-catalogue.js';

/** The scopes of an application that signs people in. */
const OF_THE_PERSON: readonly string[] = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];

/** The scopes that a self-registered application may have: never those reserved for admins. */
@Injectable()
export class RegistrableScopes {
  constructor(private readonly catalogue: ScopeCatalogue) {}

  /**
   * The registrable ones of the requested scopes. By default: the sign-in scopes and those of the APIs here, but not of this
   * server's own administration.
   */
  async of(asked: string | undefined): Promise<string[]> {
    const all = [...(await this.catalogue.all()).values()].filter(({ adminOnly }) => !adminOnly);
    const named = new Set(asked?.split(' '));
    return all
      .filter(({ name, builtIn }) => (asked === undefined ? !builtIn || OF_THE_PERSON.includes(name) : named.has(name)))
      .map(({ name }) => name);
  }
}
