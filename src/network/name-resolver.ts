import { Injectable } from '@nestjs/common';
import { lookup } from 'node:dns/promises';

/** Looks host names up. */
export abstract class NameResolver {
  /** Every address of a name, as text. */
  abstract addressesOf(name: string): Promise<string[]>;
}

/** Asks whatever the operating system asks. */
@Injectable()
export class SystemNameResolver extends NameResolver {
  async addressesOf(name: string): Promise<string[]> {
    const found = await lookup(name, { all: true });
    return found.map(({ address }) => address);
  }
}
