import { setTimeout as sleep } from 'node:timers/promises';
import { ADMIN } from './node.mjs';

const CHAINS = 8;
const REVOKERS = 4;
const PAUSE_MS = 40;
const PATIENCE_MS = 30_000;

/**
 * Honest clients of one address. Some refresh their sign-in again and again, and present the same token until they have an
 * answer; others revoke tokens. `verify` tells what they were promised and did not find.
 */
export class Callers {
  #answers = [];
  #chains = [];
  #revoked = [];
  #running = true;
  #loops = [];

  constructor(url) {
    this.url = url;
  }

  /** Signs in, while all is well. */
  async begin() {
    const { data } = await this.#json('/auth/login', { json: ADMIN });
    const application = {
      name: 'faults',
      type: 'confidential',
      grant_types: ['client_credentials'],
      scopes: ['openid'],
    };
    const created = await this.#json('/api/v1/applications', { json: application, token: data.access_token });
    this.client = { client_id: created.client_id, client_secret: created.client_secret };
    for (let i = 0; i < CHAINS; i++) {
      const answer = await this.#json('/auth/login', { json: ADMIN });
      this.#chains.push({ token: answer.data.refresh_token, ended: undefined });
    }
    this.#loops = [
      ...this.#chains.map((chain) => this.#repeat(() => this.#refresh(chain))),
      ...Array.from({ length: REVOKERS }, () => this.#repeat(() => this.#revoke())),
    ];
  }

  /** Whether every caller was served since then. */
  servedSince(time) {
    const served = new Set(this.#answers.filter(({ at, seen }) => at > time && seen === '200').map(({ who }) => who));
    return (
      this.#chains.filter(({ ended }) => ended === undefined).every((chain) => served.has(chain)) &&
      served.has('revoker')
    );
  }

  async end() {
    this.#running = false;
    await Promise.all(this.#loops);
  }

  /** Of the time since then: how often each thing was seen, and for how many seconds at most nothing was written. */
  since(time) {
    const counts = new Map();
    let servedAt = time;
    let longest = 0;
    for (const { at, seen, writes } of this.#answers) {
      if (at < time) continue;
      counts.set(seen, (counts.get(seen) ?? 0) + 1);
      if (seen !== '200' || !writes) continue;
      longest = Math.max(longest, at - servedAt);
      servedAt = at;
    }
    // also where the end came before the next one
    return { counts, unserved: Math.max(longest, Date.now() - servedAt) / 1000 };
  }

  /** Sign-ins that do not go on, and revocations that were confirmed and do not stand. */
  async verify() {
    for (const chain of this.#chains) await this.#untilAnswered(() => this.#refresh(chain));
    const live = [];
    for (const token of this.#revoked) {
      const told = await this.#json('/oauth/introspect', { form: { token, ...this.client } });
      if (told.active !== false) live.push(token);
    }
    return {
      chains: this.#chains.length,
      ended: this.#chains.map(({ ended }) => ended).filter((why) => why !== undefined),
      revoked: this.#revoked.length,
      live: live.length,
    };
  }

  async #repeat(act) {
    while (this.#running) {
      await act();
      await sleep(PAUSE_MS);
    }
  }

  async #untilAnswered(act) {
    for (let i = 0; i < 50 && !(await act()); i++) await sleep(200);
  }

  async #refresh(chain) {
    if (chain.ended !== undefined) return true;
    const { seen, body } = await this.#call(chain, '/auth/refresh', { json: { refresh_token: chain.token } });
    if (seen === '200') chain.token = body.data.refresh_token;
    else if (/^4/.test(seen)) chain.ended = `${seen} ${JSON.stringify(body)}`;
    return seen === '200' || chain.ended !== undefined;
  }

  async #revoke() {
    const form = { grant_type: 'client_credentials', ...this.client };
    const issued = await this.#call('revoker', '/oauth/token', { form });
    if (issued.seen !== '200') return;
    const token = issued.body.access_token;
    const { seen } = await this.#call('revoker', '/oauth/revoke', { form: { token, ...this.client } });
    if (seen === '200') this.#revoked.push(token);
  }

  async #call(who, path, request) {
    let seen;
    let body;
    try {
      const response = await this.#fetch(path, request);
      const text = await response.text();
      body = text === '' ? undefined : JSON.parse(text);
      seen = String(response.status);
      if (response.status === 503)
        seen += response.headers.has('retry-after') ? ' with Retry-After' : ' without Retry-After';
    } catch (error) {
      const code = error.cause?.code ?? error.name;
      seen =
        code === 'ECONNREFUSED'
          ? 'refused connections'
          : code === 'TimeoutError'
            ? 'no answer in 30 s'
            : 'cut connections';
    }
    this.#answers.push({ at: Date.now(), who, seen, writes: path !== '/oauth/token' });
    return { seen, body };
  }

  #fetch(path, { json, form, token }) {
    const headers = json === undefined ? {} : { 'content-type': 'application/json' };
    if (token !== undefined) headers.authorization = `Bearer ${token}`;
    const body = json === undefined ? new URLSearchParams(form) : JSON.stringify(json);
    return fetch(this.url + path, { method: 'POST', headers, body, signal: AbortSignal.timeout(PATIENCE_MS) });
  }

  async #json(path, request) {
    const response = await this.#fetch(path, request);
    if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${await response.text()}`);
    return response.json();
  }
}
