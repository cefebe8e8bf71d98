import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';

const HOPS = 30;

/**
 * A browser without a screen or scripts: keeps cookies for each host and port, follows redirects, and fills in the forms
 * of Latchkey's pages, where a person signs in and allows.
 */
export class Walker {
  #jars = new Map();

  constructor(issuer, person) {
    this.issuer = issuer;
    this.person = person;
  }

  /** Goes to an address and on to where the browser comes to rest. */
  async open(address) {
    return this.#go('GET', address);
  }

  /** Sends a form of a page, the first unless told; `values` go on top of what it holds. */
  async submit(page, values = {}, which = () => true) {
    const form = page.forms.find(which);
    if (form === undefined) throw new Error(`there is no such form at ${page.url}:\n${page.text.slice(0, 2000)}`);
    return this.#send(form, page.url, values);
  }

  async #send(form, at, values) {
    const url = new URL(form.action || at, at);
    const fields = new URLSearchParams({ ...form.fields, ...values });
    if (form.method === 'post') return this.#go('POST', url.href, fields.toString());
    url.search = fields.toString();
    return this.#go('GET', url.href);
  }

  async #go(method, address, body) {
    let request = { method, url: address, body };
    let from = address;
    const trail = [];
    for (let hop = 0; hop < HOPS; hop++) {
      const answer = await this.#fetch(request, from);
      trail.push(`${request.method} ${request.url.slice(0, 300)} ${String(answer.status)}`);
      const location = answer.headers.get('location');
      if (location !== null && answer.status < 400) {
        from = request.url;
        const next = new URL(location, request.url);
        if (!next.protocol.startsWith('http')) return { ...answer, url: next.href, text: '', forms: [], trail };
        request = { method: 'GET', url: next.href };
        continue;
      }
      const text = answer.text();
      const page = {
        status: answer.status,
        headers: answer.headers,
        url: request.url,
        text,
        forms: formsOf(text),
        trail,
      };
      const step = this.#next(page);
      if (step === undefined) return page;
      from = request.url;
      const url = new URL(step.form.action || page.url, page.url).href;
      request = { method: 'POST', url, body: new URLSearchParams({ ...step.form.fields, ...step.values }).toString() };
    }
    throw new Error(`too many hops:\n${trail.join('\n')}`);
  }

  /** What a person does on a page of Latchkey; undefined on any other. */
  #next({ url, status, forms }) {
    const [form] = forms;
    if (!url.startsWith(`${this.issuer}/`) || form === undefined || status !== 200) return undefined;
    if (new URL(form.action || url, url).origin !== new URL(this.issuer).origin) return { form, values: {} };
    if ('password' in form.fields) {
      return { form, values: { username: this.person.email, password: this.person.password } };
    }
    if (form.buttons.some(({ value }) => value === 'allow')) return { form, values: { decision: 'allow' } };
    if (form.buttons.some(({ value }) => value === 'sign-out')) return { form, values: { decision: 'sign-out' } };
    return undefined;
  }

  async #fetch({ method, url, body }, from) {
    const { host, origin } = new URL(url);
    const jar = this.#jars.get(host) ?? new Map();
    this.#jars.set(host, jar);
    const answer = await send(url, {
      method,
      body,
      headers: {
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'document',
        accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Latchkey client tests',
        ...(jar.size > 0 && { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') }),
        ...(method === 'POST' && {
          'content-type': 'application/x-www-form-urlencoded',
          origin: new URL(from).origin === origin ? origin : new URL(from).origin,
          referer: from,
        }),
      },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair, ...attributes] = line.split(/; */);
      const at = pair.indexOf('=');
      const isOver = attributes.some((each) => /^max-age=(0|-\d+)$/i.test(each) || /^expires=.*\b1970\b/i.test(each));
      if (isOver) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  }
}

/** As a browser sends it: `fetch` would say that a script asks. */
function send(url, { method, headers, body }) {
  const request = url.startsWith('https:') ? overHttps : overHttp;
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, async (answer) => {
      let text = '';
      for await (const chunk of answer.setEncoding('utf8')) text += chunk;
      const pairs = Object.entries(answer.headersDistinct).flatMap(([name, values]) =>
        values.map((each) => [name, each]),
      );
      resolve({ status: answer.statusCode, headers: new Headers(pairs), text: () => text });
    });
    sent.on('error', reject).end(body);
  });
}

function formsOf(html) {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(([, attributes, content]) => {
    const fields = {};
    const buttons = [];
    for (const [, tag, text] of content.matchAll(/<(input|button)\b((?:[^">]|"[^"]*")*)>/gi)) {
      const name = attributeOf(text, 'name');
      if (name === undefined) continue;
      const value = attributeOf(text, 'value') ?? '';
      const isButton = tag.toLowerCase() === 'button' || attributeOf(text, 'type') === 'submit';
      if (isButton) buttons.push({ name, value });
      else if (attributeOf(text, 'type') !== 'checkbox' || / checked/i.test(text)) fields[name] = value;
    }
    const method = (attributeOf(attributes, 'method') ?? 'get').toLowerCase();
    return { action: attributeOf(attributes, 'action') ?? '', method, fields, buttons };
  });
}

function attributeOf(text, name) {
  const found = new RegExp(`(?:^|\\s)${name}=(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(text);
  const value = found?.[1] ?? found?.[2] ?? found?.[3];
  return value
    ?.replaceAll('&quot;', '"')
    .replaceAll('&#34;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&#x27;', "'")
    .replaceAll('&#x2F;', '/')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
