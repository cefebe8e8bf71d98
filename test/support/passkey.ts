import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import type { Browser, Page } from './browser.js';
import type { Api } from './management.js';

const UP = 1;
const UV = 4;
const BE = 8;
const BS = 16;
const AT = 64;

/** Options of WebAuthn, in JSON. */
export interface Options {
  challenge: string;
  rpId?: string;
  rp?: { id: string };
  user?: { id: string };
}

/** What an attacker would say instead of the truth. */
interface Lies {
  origin?: string;
  rpId?: string;
  challenge?: string;
  userHandle?: string;
  counter?: number;
  crossOrigin?: boolean;
  isUnverified?: boolean;
  isAbsent?: boolean;
  isBackedUp?: boolean;
  /** Signs with another key. */
  isForged?: boolean;
  /** Of the ceremony. */
  type?: string;
  /** The format of an attestation, which names certificates and holds for nothing. */
  attestation?: string;
}

/** A passkey that a program keeps: it signs what a test asks for. */
export class SoftwarePasskey {
  readonly id = randomBytes(32).toString('base64url');
  counter = 0;
  private userHandle = '';
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  /** @param isSynced whether the key may be backed up; such a one does not count */
  constructor(
    readonly origin: string,
    readonly isSynced = false,
  ) {}

  /** Registers one for the account that `api` is signed in to. */
  static async of(api: Api, password: string, origin: string, isSynced = false, otp?: string) {
    const passkey = new SoftwarePasskey(origin, isSynced);
    const begun = await api.post('users/me/passkeys/registration', { current_password: password, otp });
    if (begun.status !== 200) throw new Error(`no registration: ${begun.text}`);
    const created = passkey.create((begun.json as { options: Options }).options);
    const done = await api.post('users/me/passkeys', { name: 'Laptop', passkey: created });
    if (done.status !== 201) throw new Error(`no passkey: ${done.text}`);
    const answer = done.json as { passkey: { id: string }; recovery_codes: string[] | null };
    return { passkey, id: answer.passkey.id, recoveryCodes: answer.recovery_codes ?? [] };
  }

  create({ challenge, rp, user }: Options, lies: Lies = {}) {
    this.userHandle = user?.id ?? '';
    const { x = '', y = '' } = this.keys.publicKey.export({ format: 'jwk' });
    const [cx, cy] = [x, y].map((part) => Uint8Array.from(Buffer.from(part, 'base64url'))) as [Uint8Array, Uint8Array];
    const key = isoCBOR.encode(
      new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, cx],
        [-3, cy],
      ]),
    );
    const id = Buffer.from(this.id, 'base64url');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, id, key]);
    const authData = Buffer.concat([this.authenticatorData(rp?.id ?? '', lies, AT), attested]);
    const object = new Map<string, unknown>([
      ['fmt', lies.attestation ?? 'none'],
      ['attStmt', lies.attestation === undefined ? new Map() : madeUpAttestation()],
      ['authData', Uint8Array.from(authData)],
    ]);
    return {
      ...{ id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {} },
      authenticatorAttachment: 'platform',
      response: {
        clientDataJSON: this.clientData(lies.type ?? 'webauthn.create', challenge, lies),
        attestationObject: Buffer.from(isoCBOR.encode(object as never)).toString('base64url'),
        transports: ['internal'],
      },
    };
  }

  /** As Chromium's virtual authenticator takes it (CDP `WebAuthn.addCredential`). */
  carried() {
    return {
      credentialId: Buffer.from(this.id, 'base64url').toString('base64'),
      isResidentCredential: true,
      rpId: new URL(this.origin).hostname,
      privateKey: this.keys.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
      userHandle: Buffer.from(this.userHandle, 'base64url').toString('base64'),
      signCount: this.counter,
    };
  }

  /** Answers a challenge. */
  get({ challenge, rpId = '' }: Options, lies: Lies = {}) {
    if (!this.isSynced && lies.counter === undefined) this.counter++;
    const authData = this.authenticatorData(rpId, lies);
    const clientDataJSON = this.clientData(lies.type ?? 'webauthn.get', challenge, lies);
    const hash = createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest();
    const { privateKey } = lies.isForged === true ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : this.keys;
    return {
      ...{ id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {} },
      response: {
        clientDataJSON,
        authenticatorData: authData.toString('base64url'),
        signature: sign('sha256', Buffer.concat([authData, hash]), privateKey).toString('base64url'),
        userHandle: lies.userHandle ?? this.userHandle,
      },
    };
  }

  private clientData(type: string, challenge: string, lies: Lies): string {
    const said = {
      type,
      challenge: lies.challenge ?? challenge,
      origin: lies.origin ?? this.origin,
      crossOrigin: lies.crossOrigin ?? false,
    };
    return Buffer.from(JSON.stringify(said)).toString('base64url');
  }

  private authenticatorData(rpId: string, lies: Lies, also = 0): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(lies.counter ?? this.counter);
    const isBackedUp = lies.isBackedUp ?? this.isSynced;
    const flags =
      (lies.isAbsent === true ? 0 : UP) | (lies.isUnverified === true ? 0 : UV) | (isBackedUp ? BE | BS : 0) | also;
    const hash = createHash('sha256')
      .update(lies.rpId ?? rpId)
      .digest();
    return Buffer.concat([hash, Buffer.from([flags]), counter]);
  }
}

/** The options that a page asks the browser with. */
export function optionsIn(html: string): Options {
  const text = /data-options="([^"]*)"/.exec(html)?.[1] ?? 'null';
  return JSON.parse(text.replaceAll('&#34;', '"').replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as Options;
}

/** Sends a credential by the form that the script of a page fills in. */
export function presentPasskey(
  browser: Browser,
  page: Page,
  credential: object,
  headers: Record<string, string> = {},
): Promise<Page> {
  const form = page.forms.find(({ fields }) => 'passkey' in fields);
  if (form === undefined) throw new Error(`no passkey is asked for on ${page.url}`);
  return browser.post(form.action, { ...form.fields, passkey: JSON.stringify(credential) }, headers);
}

/** A statement as every format has it: a signature, and the chain of certificates that it says it was made with. */
function madeUpAttestation(): Map<string, unknown> {
  return new Map<string, unknown>([
    ['alg', -7],
    ['ver', '2.0'],
    ['sig', new Uint8Array(randomBytes(70))],
    ['x5c', [new Uint8Array(randomBytes(400)), new Uint8Array(randomBytes(400))]],
  ]);
}
