import { Injectable } from '@nestjs/common';
import { ScopeCatalogue } from '../stores/scope-catalogue.js';

/** What an application is about that signs people in. */
const OF_THE_PERSON: readonly string[] = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];

/** Which scopes an application may have that came here by itself: never what only an admin may hold. */
@Injectable()
export class RegistrableScopes {
  constructor(private readonly catalogue: ScopeCatalogue) {}

  /**
   * Of those asked for, what can be had. Without asking: who signed in, and the scopes of the APIs here, but not this
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
