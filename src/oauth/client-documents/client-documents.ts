import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import { FetchFault, GuardedFetcher } from '../../network/guarded-fetcher.js';
import { Whitelist } from '../../network/whitelist.js';
import { readRegistration } from '../../protocol/registration.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import { type Application, Applications } from '../stores/applications.js';
import { isDocumentAddress } from './document-address.js';
import { RegistrableScopes } from './registrable-scopes.js';

const MINUTE = 60_000;
/** Milliseconds a document is used at least and at most, whatever its server says. */
const SHORTEST = 5 * MINUTE;
const LONGEST = 24 * 60 * MINUTE;
/** Milliseconds until a document that failed is tried again. */
const PAUSE = 10_000;
const REMEMBERED = 1000;
/** Ways to authenticate that need no secret both sides know. */
const METHODS: readonly string[] = ['none', 'private_key_jwt'];

interface Held {
  until: number;
  document: Promise<unknown>;
}

/**
 * Applications that are what the document at their `client_id` says.
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-oauth-client-id-metadata-document
 */
@Injectable()
export class ClientDocuments {
  private readonly held = new LRUCache<string, Held>({ max: REMEMBERED });

  constructor(
    private readonly fetcher: GuardedFetcher,
    private readonly applications: Applications,
    private readonly scopes: RegistrableScopes,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * The application of this `client_id`, looked up as an address if it is one.
   * @throws InvalidRequest when an address leads to no good document
   */
  async find(clientId: string): Promise<Application | undefined> {
    if (!isDocumentAddress(clientId)) return this.applications.byClientId(clientId);
    if (!this.settings.clientIdMetadataDocuments) return undefined;
    try {
      return await this.describedBy(clientId, await this.documentAt(clientId));
    } catch (cause) {
      const { message: detail } = cause as Error;
      const options = { detail: `the document at ${clientId} ${detail}`, cause, subject: { clientId } };
      throw new InvalidRequest('client_id: leads to no document that describes an application', [], options);
    }
  }

  private documentAt(address: string): Promise<unknown> {
    const now = this.clock.now().getTime();
    const known = this.held.get(address);
    if (known !== undefined && known.until > now) return known.document;
    const held: Held = { until: now + PAUSE, document: this.load(address, (until) => (held.until = until)) };
    this.held.set(address, held);
    return held.document;
  }

  private async load(address: string, keepUntil: (time: number) => void): Promise<unknown> {
    const { json, cacheControl } = await this.fetcher.getDocument(address);
    keepUntil(this.clock.now().getTime() + lifetimeOf(cacheControl));
    return json;
  }

  private async describedBy(clientId: string, document: unknown): Promise<Application> {
    const { client_id: own, client_secret: secret } = (document ?? {}) as Record<string, unknown>;
    if (own !== clientId) throw new FetchFault('names another client_id');
    if (secret !== undefined) throw new FetchFault('has a client_secret');
    const { tokenEndpointAuthMethod, scope, ...described } = readRegistration(document, 'none');
    if (!METHODS.includes(tokenEndpointAuthMethod)) throw new FetchFault(`wants ${tokenEndpointAuthMethod}`);
    const scopes = await this.scopes.of(scope);
    const known = await this.applications.byClientId(clientId);
    const { accessTokenTtl, refreshTokenTtl } = this.settings;
    return {
      ...described,
      clientId,
      tokenEndpointAuthMethod,
      scopes,
      defaultScopes: scopes,
      type: tokenEndpointAuthMethod === 'none' ? 'public' : 'confidential',
      fromDocument: true,
      id: known?.id ?? idOf(clientId),
      ownerId: null,
      builtIn: false,
      firstParty: false,
      disabled: known?.disabled ?? false,
      epoch: known?.epoch ?? 0,
      accessTokenTtl: known?.accessTokenTtl ?? accessTokenTtl,
      refreshTokenTtl: known?.refreshTokenTtl ?? refreshTokenTtl,
      refreshReuse: known === undefined ? 30 : known.refreshReuse,
      secrets: [],
      whitelist: known?.whitelist ?? Whitelist.of([]),
    };
  }
}

/** RFC 9111 §5.2.2, within our own bounds. */
function lifetimeOf(cacheControl: string): number {
  const seconds = /(?:^|[ ,])max-age="?(\d{1,9})/i.exec(cacheControl)?.[1];
  if (/no-(?:store|cache)/i.test(cacheControl) || seconds === undefined) return SHORTEST;
  return Math.min(LONGEST, Math.max(SHORTEST, Number(seconds) * 1000));
}

/** Always the same for an address (a UUID of version 8), so that two nodes write one row. */
function idOf(address: string): string {
  const hex = createHash('sha256').update(address).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
