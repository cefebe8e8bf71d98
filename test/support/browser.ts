import { type Answer, call, FORM } from './http.js';

/** A form of a page, as a person finds it. */
export interface PageForm {
  action: string;
  /** Hidden fields with their values, and the others as the page fills them in. */
  fields: Record<string, string>;
  /** Names and values of the buttons. */
  buttons: { name: string; value: string }[];
}

/** Where a browser has come to rest. */
export interface Page extends Answer {
  url: string;
  /** The address outside this server that the browser was sent to, if it was. */
  leftFor: URL | undefined;
  /** The address that the page offers to go on to, with the answer that would go there. */
  wayOn: URL | undefined;
  forms: PageForm[];
}

const MAX_HOPS = 10;

/** A browser without a screen or scripts: keeps cookies, follows redirects on the server's origin, sends forms. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** Every address it was redirected through. */
  readonly trail: string[] = [];

  constructor(private readonly baseUrl: string) {}

  open(path: string, headers: Record<string, string> = {}): Promise<Page> {
    return this.go('GET', new URL(path, this.baseUrl).href, undefined, headers);
  }

  post(path: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Page> {
    return this.go('POST', new URL(path, this.baseUrl).href, form, headers);
  }

  /** Fills in the page's only form and sends it. */
  submit(page: Page, entries: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Page> {
    const [form] = page.forms;
    if (form === undefined) throw new Error(`there is no form on ${page.url}:\n${page.text}`);
    return this.go('POST', new URL(form.action, page.url).href, { ...form.fields, ...entries }, headers);
  }

  /** Walks through sign-in and consent, in any order, until the browser has left or an error is shown. */
  async walk(start: Page, person: { email: string; password: string }, decision = 'allow'): Promise<Page> {
    let page = start;
    for (let step = 0; step < MAX_HOPS && page.leftFor === undefined && page.status === 200; step++) {
      if (page.url.includes('/interaction/sign-in')) {
        page = await this.submit(page, { username: person.email, password: person.password });
      } else if (page.url.includes('/interaction/consent')) page = await this.submit(page, { decision });
      else break;
    }
    return page;
  }

  private async go(
    method: string,
    address: string,
    form: Record<string, string> | undefined,
    headers: Record<string, string>,
  ): Promise<Page> {
    let url = address;
    let answer = await this.send(method, url, form, headers);
    for (let hop = 0; hop < MAX_HOPS && answer.headers.location !== undefined; hop++) {
      const next = new URL(answer.headers.location, url);
      this.trail.push(next.href);
      if (next.origin !== new URL(this.baseUrl).origin) return pageOf(answer, url, next);
      url = next.href;
      answer = await this.send('GET', url, undefined, headers);
    }
    return pageOf(answer, url, undefined);
  }

  private async send(
    method: string,
    url: string,
    form: Record<string, string> | undefined,
    extra: Record<string, string>,
  ): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = {
      ...(cookie === '' ? {} : { cookie }),
      ...(form === undefined ? {} : { 'content-type': FORM }),
      ...extra,
    };
    const body = form && new URLSearchParams(form).toString();
    const answer = await call(url, { method, headers, body });
    for (const line of answer.headers['set-cookie'] ?? []) this.keep(line);
    return answer;
  }

  /** What a `Set-Cookie` says, also of an answer to something else in this browser. */
  keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const name = pair.slice(0, pair.indexOf('='));
    const value = pair.slice(pair.indexOf('=') + 1);
    const isOver = attributes.some((attribute) => /^(max-age=0|expires=thu, 01 jan 1970)/i.test(attribute));
    if (isOver || value === '') this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

function pageOf(answer: Answer, url: string, leftFor: URL | undefined): Page {
  return { ...answer, url, leftFor, wayOn: wayOnOf(answer.text), forms: formsOf(answer.text) };
}

function wayOnOf(html: string): URL | undefined {
  const link = /<a ((?:[^">]|"[^"]*")*id="go-on"(?:[^">]|"[^"]*")*)>/.exec(html)?.[1];
  const href = link === undefined ? undefined : attributeOf(link, 'href');
  return href === undefined ? undefined : new URL(href);
}

/** The path behind a link that looks like a button, such as the one on from new recovery codes. */
export function buttonLinkOn({ text }: Page): string | undefined {
  return /<a href="([^"]+)" class="button">/.exec(text)?.[1]?.replaceAll('&amp;', '&');
}

function formsOf(html: string): PageForm[] {
  return [...html.matchAll(/<form ((?:[^">]|"[^"]*")*)>(.*?)<\/form>/gs)].map(([, attributes = '', content = '']) => {
    const all = [...content.matchAll(/<(input|button) ((?:[^">]|"[^"]*")*)>/g)];
    const sent = all.filter(([, , text = '']) => !text.includes('type="checkbox"') || /\schecked\b/.test(text));
    const inputs = sent.map(([, tag, text = '']) => ({
      tag,
      name: attributeOf(text, 'name'),
      value: attributeOf(text, 'value') ?? '',
    }));
    const named = inputs.flatMap(({ tag, name, value }) => (name === undefined ? [] : [{ tag, name, value }]));
    return {
      action: attributeOf(attributes, 'action') ?? '',
      fields: Object.fromEntries(named.filter(({ tag }) => tag === 'input').map(({ name, value }) => [name, value])),
      buttons: named.filter(({ tag }) => tag === 'button').map(({ name, value }) => ({ name, value })),
    };
  });
}

function attributeOf(text: string, name: string): string | undefined {
  const value = new RegExp(`(?:^| )${name}="([^"]*)"`).exec(text)?.[1];
  return value
    ?.replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#34;', '"')
    .replaceAll('&amp;', '&');
}
