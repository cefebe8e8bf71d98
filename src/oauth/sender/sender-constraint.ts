import type { X509Certificate } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { certificateThumbprint } from '../../network/client-certificate.js';
import { networkOf } from '../../network/network.js';
import { InvalidRequest } from '../../protocol/refusal.js';
import type { Application } from '../stores/applications.js';
import { UsedAssertions } from '../stores/used-assertions.js';
import type { Confirmation } from '../tokens/access-token.js';
import { DpopProofs, invalidProof, type ProvenRequest } from './dpop-proof.js';

/** The proofs of possession of a request. */
export interface ShownSender extends ProvenRequest {
  /** The client address. */
  address: string;
  /** The DPoP header. */
  proof: string | undefined;
  certificate: () => X509Certificate | undefined;
}

/**
 * To what the refresh tokens of an application are bound: of a public one, to what its access tokens are; another proves
 * by its own credentials that they are its.
 * @see https://www.rfc-editor.org/rfc/rfc9449#section-5
 * @see https://www.rfc-editor.org/rfc/rfc8705#section-4
 */
export function refreshBinding({ type }: Application, confirmation: Confirmation | undefined): Confirmation {
  return type === 'public' ? (confirmation ?? {}) : {};
}

/** Decides to which key the tokens of a request are bound. */
@Injectable()
export class SenderConstraint {
  constructor(
    private readonly proofs: DpopProofs,
    private readonly used: UsedAssertions,
    private readonly clock: Clock,
  ) {}

  /**
   * The key or certificate for the `cnf` claim; undefined for bearer tokens.
   * @throws Refusal if the application requires bound tokens and the request has no proof
   */
  async of(shown: ShownSender, { metadata, clientId }: Application): Promise<Confirmation | undefined> {
    const jkt = shown.proof === undefined ? undefined : await this.keyOf(shown.proof, shown);
    // RFC 9449 §5.2: "the authorization server MUST reject token requests from the client that do not contain the DPoP header"
    if (jkt === undefined && metadata.dpop_bound_access_tokens === true) {
      throw invalidProof('this application must send a DPoP proof');
    }
    if (metadata.tls_client_certificate_bound_access_tokens !== true) return jkt === undefined ? undefined : { jkt };
    const certificate = shown.certificate();
    if (certificate === undefined) {
      throw new InvalidRequest('This application must show its TLS certificate', [], { subject: { clientId } });
    }
    return { ...(jkt === undefined ? {} : { jkt }), 'x5t#S256': certificateThumbprint(certificate) };
  }

  /**
   * All that a request proved to have: that to which its tokens are bound, and the certificate, to which a refresh token
   * may be bound since before the application was changed.
   */
  proved(shown: ShownSender, confirmation: Confirmation | undefined): Confirmation {
    const certificate = shown.certificate();
    return { ...confirmation, ...(certificate && { 'x5t#S256': certificateThumbprint(certificate) }) };
  }

  /** The thumbprint of the key of a proof, which is accepted once on all nodes. */
  async keyOf(proof: string, request: ShownSender): Promise<string> {
    const { jkt, hash, expiresAt } = await this.proofs.verify(proof, request);
    if (!(await this.used.use(hash, this.clock.now(), expiresAt, networkOf(request.address))))
      throw invalidProof('it was used before');
    return jkt;
  }
}
