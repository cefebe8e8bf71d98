import { Injectable } from '@nestjs/common';
import { uuidBytes, uuidText } from '../../secrets/handles.js';
import { SecretKey } from '../../secrets/secret-key.js';
import type { ConsentPosition, ConsentRecord } from './consent.js';

const CONTEXT = 'consent cursor';
const UUID_BYTES = 16;

/** Where a page of consents ends, sealed: it holds the id of an account, which an application's owner may not know. */
@Injectable()
export class ConsentCursors {
  constructor(private readonly key: SecretKey) {}

  format({ application, user }: Pick<ConsentRecord, 'application' | 'user'>): string {
    const position = Buffer.concat([uuidBytes(application.id), uuidBytes(user.id)]);
    return this.key.seal(position, CONTEXT).toString('base64url');
  }

  read(text: string): ConsentPosition | undefined {
    try {
      const position = this.key.open(Buffer.from(text, 'base64url'), CONTEXT);
      const [applicationId, userId] = [position.subarray(0, UUID_BYTES), position.subarray(UUID_BYTES)].map(uuidText);
      return applicationId === undefined || userId === undefined ? undefined : { applicationId, userId };
    } catch {
      return undefined;
    }
  }
}
