/** The callers of the requests: none, a member, an administrator. None of them is the administrator that creates others. */
export class Callers {
  #server;
  #answers;
  #made = 0;
  #present = [];

  constructor(server, answers) {
    this.#server = server;
    this.#answers = answers;
  }

  /** Credentials as headers. */
  pick(random) {
    return random.of(this.#present);
  }

  /** Replaces those whose credentials were ended. */
  async renew() {
    const root = await this.#token(this.#server.admin);
    this.#answers.hide(root);
    const kept = [];
    for (const role of ['member', 'admin']) {
      const known = this.#present.filter((caller) => caller.role === role);
      const alive = await Promise.all(known.map(({ headers }) => this.#isAlive(headers)));
      kept.push(...(known.length > 0 && alive.every(Boolean) ? known : await this.#make(role, root)));
    }
    this.#present = [{ role: 'none', headers: {} }, ...kept];
  }

  /** A sign-in of a new administrator, as a header. */
  async administrator() {
    const [bearer] = await this.#make('admin', await this.#token(this.#server.admin));
    return bearer.headers;
  }

  async #make(role, root) {
    const tag = `${role}-${String(process.pid)}-${String(++this.#made)}`;
    const person = { email: `${tag}@example.com`, password: `Long-password-${tag}` };
    await this.#call('POST', '/api/v1/users', { ...person, role }, { authorization: `Bearer ${root}` });
    const token = await this.#token({ username: person.email, password: person.password });
    const bearer = { authorization: `Bearer ${token}` };
    const key = await this.#call('POST', '/v1/api-keys', { name: tag, scopes: ['read:account', 'read_items'] }, bearer);
    const session = await this.#call('POST', '/v1/session/login', person, {});
    const cookie = session.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const scopes = ['openid', 'read_items', 'offline_access'];
    const redirect_uris = ['https://rp.example/cb'];
    const grant_types = [
      'authorization_code',
      'client_credentials',
      'password',
      'refresh_token',
      'urn:ietf:params:oauth:grant-type:device_code',
      ...(role === 'admin' ? ['urn:ietf:params:oauth:grant-type:token-exchange'] : []),
    ];
    const wanted = { name: tag, scopes, redirect_uris, grant_types };
    const app = await this.#call('POST', '/api/v1/applications', wanted, bearer);
    const { client_id: id, client_secret: secret } = await app.json();
    if (id === undefined) throw new Error(`fuzz: no application can be made: ${String(app.status)}`);
    this.#answers.know({ client_id: id, client_secret: secret, username: person.email, password: person.password });
    this.#answers.know({ redirect_uri: redirect_uris[0], scope: 'read_items', email: person.email });
    const same = { origin: this.#server.url, 'sec-fetch-site': 'same-origin' };
    return [
      bearer,
      { 'x-api-key': (await key.json()).key ?? 'none' },
      { cookie, ...same },
      { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    ].map((headers) => ({ role, headers }));
  }

  async #isAlive(headers) {
    if (headers.authorization?.startsWith('Basic') === true) return true;
    const { status } = await fetch(`${this.#server.url}/api/v1/users/me`, { headers });
    return status === 200 || status === 403;
  }

  async #token({ username, password }) {
    const answer = await this.#call('POST', '/auth/login', { username, password }, {});
    const { data } = await answer.json();
    if (data === undefined) throw new Error(`fuzz: ${username} cannot sign in: ${String(answer.status)}`);
    return data.access_token;
  }

  #call(method, path, json, headers) {
    const body = JSON.stringify(json);
    return fetch(`${this.#server.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  }
}
