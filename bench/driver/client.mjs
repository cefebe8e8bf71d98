import crypto from 'node:crypto';
import { Connection, formOf, headerOf, requestText } from './connection.mjs';
import { Cookies } from './cookies.mjs';

const FORM = 'Content-Type: application/x-www-form-urlencoded\r\nAccept: application/json\r\n';
const MAX_HOPS = 10;

/** What an application and its users do at one target, over one connection. */
export class Client {
  constructor(target) {
    this.target = target;
    this.connection = new Connection(target.baseUrl);
    this.cookies = new Cookies();
    const { id, secret } = target.client;
    this.authorization = `Authorization: Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}\r\n`;
  }

  /** A client-authenticated form post, as text ready to send. */
  post(path, fields) {
    return requestText(this.connection.host, 'POST', path, this.authorization + FORM, formOf(fields));
  }

  get(path, headers = '') {
    return requestText(this.connection.host, 'GET', path, headers + this.cookies.text);
  }

  async token(fields) {
    return this.connection.send(this.post(this.target.endpoints.token, fields));
  }

  async clientToken() {
    const fields = { grant_type: 'client_credentials', ...this.target.parameters?.clientCredentials };
    return expectJson(await this.token(fields), 'access_token').access_token;
  }

  /** Signs a user in at this connection and lets them consent, as the target's pages want it. */
  async signIn(user) {
    await this.target.signIn(this, user);
  }

  /** One authorization code flow of a user who is signed in and has consented. Two requests. */
  async codeFlow() {
    const { endpoints, client, parameters } = this.target;
    const verifier = crypto.randomBytes(32).toString('base64url');
    const state = crypto.randomBytes(12).toString('base64url');
    const code_challenge = crypto.createHash('sha256').update(verifier).digest('base64url');
    const answer = await this.follow(
      `${endpoints.authorize}?${formOf({
        response_type: 'code',
        client_id: client.id,
        redirect_uri: client.redirectUri,
        scope: 'openid offline_access',
        state,
        nonce: state,
        code_challenge,
        code_challenge_method: 'S256',
        ...parameters?.authorize,
      })}`,
    );
    const location = locationOf(answer) ?? '';
    if (!location.startsWith(client.redirectUri))
      throw new Error(`no code: ${answer.status} ${answer.body.slice(0, 200)}`);
    const callback = new URL(location).searchParams;
    if (callback.get('state') !== state) throw new Error(`the state is not ours: ${location}`);
    const tokens = await this.token({
      grant_type: 'authorization_code',
      code: callback.get('code'),
      redirect_uri: client.redirectUri,
      code_verifier: verifier,
    });
    return expectJson(tokens, 'access_token', 'refresh_token');
  }

  /** Follows redirects inside the target; stops at the first that leaves it, and at the first page. */
  async follow(path, first) {
    let at = path;
    let answer = await this.#send(first ?? this.get(at));
    for (let hop = 0; hop < MAX_HOPS; hop++) {
      const location = locationOf(answer);
      if (location === undefined || location.startsWith(this.target.client.redirectUri)) break;
      const url = new URL(location, new URL(at, this.target.baseUrl));
      at = url.pathname + url.search;
      answer = await this.#send(this.get(at));
    }
    return { ...answer, path: at };
  }

  /** Posts a form or JSON with this connection's cookies, then follows. */
  async submit(path, { form, json, headers = '' }) {
    const body = form === undefined ? JSON.stringify(json) : formOf(form);
    const type = form === undefined ? 'Content-Type: application/json\r\n' : FORM;
    return this.follow(path, requestText(this.connection.host, 'POST', path, type + headers + this.cookies.text, body));
  }

  close() {
    this.connection.close();
  }

  async #send(text) {
    const answer = await this.connection.send(text);
    this.cookies.take(answer);
    return answer;
  }
}

function locationOf(answer) {
  if (answer.status >= 300 && answer.status < 400) return headerOf(answer, 'location');
  if (answer.status !== 200 || !answer.body.startsWith('{')) return undefined;
  return JSON.parse(answer.body).url; // some peers answer a redirect as JSON
}

export function expectJson(answer, ...members) {
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body.slice(0, 200)}`);
  const value = JSON.parse(answer.body);
  const missing = members.find((member) => !value[member]);
  if (missing !== undefined) throw new Error(`no ${missing} in ${answer.body.slice(0, 200)}`);
  return value;
}
