import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Settings } from '../../config/settings.js';
import { Whitelist } from '../../network/whitelist.js';
import { namedByAllowed, namedByUnknown, type Occasion } from '../../outgoing/occasion.js';
import { asDecided } from '../../protocol/client-metadata.js';
import { fittingScopes } from '../../protocol/fitting-scopes.js';
import { type Registered, registeredWith } from '../../protocol/registration.js';
import type { Origin } from '../../protocol/origin.js';
import { InvalidRequest, Refusal } from '../../protocol/refusal.js';
import { sectorOf } from '../../protocol/sector.js';
import { TooManyCalls } from '../../protocol/too-many.js';
import { widenedField } from '../../protocol/widening.js';
import { MILLISECONDS } from '../../protocol/durations.js';
import { type Application, Applications } from '../stores/applications.js';
import { DocumentClients } from '../stores/document-clients.js';
import { factorPolicies } from '../grants/factor-rules.js';
import { REFRESH_REUSE } from '../tokens/refresh-reuse.js';
import { isDocumentAddress } from './document-address.js';
import { DocumentReader, type ReadDocument } from './document-reader.js';
import { RegistrableScopes } from './registrable-scopes.js';

/** Milliseconds that what is stored of a document counts while the document cannot be had. */
const STORED_COUNTS = 7 * MILLISECONDS.day;
/** Seconds until a client whose document could not be had for that long may ask again. */
const TRY_AGAIN = 300;

/**
 * Finds the application of a `client_id`: a registered one, or one that the document at its `client_id` describes.
 * @see https://datatracker.ietf.org/doc/html/draft-ietf-oauth-client-id-metadata-document
 */
@Injectable()
export class ClientLookup {
  constructor(
    private readonly documents: DocumentReader,
    private readonly applications: Applications,
    private readonly stored: DocumentClients,
    private readonly scopes: RegistrableScopes,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * The application of this `client_id`; if it is a URL, its document is fetched.
   * @param origin of the request that names it
   * @throws InvalidRequest if the URL leads to no valid document, TooManyCalls if it may not be fetched now
   */
  find(clientId: string, origin: Origin): Promise<Application | undefined> | Application | undefined {
    return isDocumentAddress(clientId) ? this.described(clientId, origin) : this.applications.byClientId(clientId);
  }

  /**
   * As `find`, for a client that authenticates: while its document is unavailable, the last known version counts, for
   * seven days after it was read.
   * @throws Refusal `client_unavailable` after them
   */
  findToAuthenticate(clientId: string, origin: Origin): Promise<Application | undefined> | Application | undefined {
    if (!isDocumentAddress(clientId)) return this.applications.byClientId(clientId);
    return this.described(clientId, origin).catch(async (error: unknown) => {
      // a caller reaches a bound by its own requests, and would choose that keys of any age count again
      if (!(error instanceof InvalidRequest)) throw error;
      const known = await this.applications.byClientId(clientId);
      if (known !== undefined && this.isPast(known)) throw unavailable(clientId, error);
      return known;
    });
  }

  private isPast({ documentReadAt: at }: Application): boolean {
    return at !== undefined && this.clock.now().getTime() - at.getTime() >= STORED_COUNTS;
  }

  private async described(clientId: string, origin: Origin): Promise<Application | undefined> {
    if (!this.settings.clientIdMetadataDocuments) return undefined;
    const known = await this.applications.byClientId(clientId);
    const { address } = origin;
    const occasion = known === undefined ? namedByUnknown(address) : namedByAllowed(clientId, address);
    const read = await this.documentAt(clientId, occasion);
    // once a day: a row that is written at each reading would be a write for each request
    const last = known?.documentReadAt?.getTime() ?? Infinity;
    if (read.at.getTime() - last >= MILLISECONDS.day) await this.stored.wasRead(clientId, read.at);
    const application = await this.application(clientId, read);
    if (known === undefined || sectorOf(known) === sectorOf(application)) return application;
    // another node has read a later document
    if (known.documentReadAt !== undefined && known.documentReadAt >= read.at) return { ...known, fromDocument: true };
    // those who are signed in would have other subjects there: what is stored says so before anything is told
    await this.stored.keep(application, origin);
    return this.application(clientId, read);
  }

  private async documentAt(clientId: string, occasion: Occasion): Promise<ReadDocument> {
    try {
      return await this.documents.read(clientId, occasion);
    } catch (cause) {
      if (cause instanceof TooManyCalls) throw cause;
      const { message: detail } = cause as Error;
      const options = {
        detail: `the document at ${clientId} ${detail}`,
        cause,
        subject: { clientId, isUnknownClient: true },
      };
      throw new InvalidRequest('client_id: leads to no document that describes an application', [], options);
    }
  }

  private async application(clientId: string, { said, at }: ReadDocument): Promise<Application> {
    const { scopes } = await this.scopes.of(said.scope, []);
    const described = registeredWith(scopes, said);
    const known = await this.applications.byClientId(clientId);
    const { accessTokenTtl, refreshTokenTtl } = this.settings;
    const metadata = asDecided(said.metadata, known?.metadata ?? {});
    return {
      ...described,
      metadata,
      outgrewGifts: known !== undefined && outgrows(known, { ...described, metadata }, said.grantTypes === undefined),
      clientId,
      defaultScopes: fittingScopes(scopes),
      asksAnyApi: true,
      type: said.tokenEndpointAuthMethod === 'none' ? 'public' : 'confidential',
      fromDocument: true,
      documentReadAt: at,
      selfRegistered: true,
      id: known?.id ?? idOf(clientId),
      ownerId: null,
      builtIn: false,
      firstParty: false,
      describedBy: 'itself',
      disabled: known?.disabled ?? false,
      epoch: known?.epoch ?? (await this.stored.firstEpochOf(clientId)),
      subjectsSince: known?.subjectsSince,
      idTokenClaims: metadata.id_token_claims ?? 'minimal',
      accessTokenTtl: known?.accessTokenTtl ?? accessTokenTtl,
      refreshTokenTtl: known?.refreshTokenTtl ?? refreshTokenTtl,
      refreshReuse: known === undefined ? REFRESH_REUSE : known.refreshReuse,
      exchangeTargets: known?.exchangeTargets ?? [],
      secondFactor: known?.secondFactor ?? factorPolicies(this.settings),
      secrets: [],
      whitelist: known?.whitelist ?? Whitelist.of([]),
    };
  }
}

/**
 * If a document names no scopes, the list follows the catalogue; a person is asked for each scope. If it states no grants,
 * refresh tokens follow the scopes: it claims neither.
 */
function outgrows(known: Application, said: Registered, hasDefaultGrants: boolean): boolean {
  const grantTypes = said.grantTypes.filter((grant) => !hasDefaultGrants || grant !== 'refresh_token');
  return widenedField(known, { ...said, grantTypes, scopes: known.scopes }) !== undefined;
}

/** Its tokens stay: a refresh that is tried again works once the document is back. */
function unavailable(clientId: string, cause: InvalidRequest): Refusal {
  const description = 'client_id: its document could not be read for seven days; publish it there again';
  const { detail } = cause;
  return new Refusal('client_unavailable', description, {
    detail,
    cause,
    retryAfter: TRY_AGAIN,
    subject: { clientId },
  });
}

/** Deterministic for a URL (a UUID of version 8), so that two nodes write the same row. */
function idOf(address: string): string {
  const hex = createHash('sha256').update(address).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
