/** What a person types on the sign-in page. */
interface Person {
  username: string;
  password: string;
}

/**
 * Does what a person does with an authorization URL in a browser without JavaScript: follows redirects, keeps
 * cookies, signs in, allows. Returns where the server finally sends the browser: the client's redirect URI.
 */
export async function authorize(url: string, person: Person): Promise<URL> {
  const home = new URL(url).origin;
  const cookies = new Map<string, string>();
  let next: URL = new URL(url);
  let form: URLSearchParams | undefined;
  for (let step = 0; step < 12; step++) {
    const answer = await fetch(next, {
      method: form ? 'POST' : 'GET',
      body: form ?? null,
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; '), ...(form ? { origin: home } : {}) },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=');
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (location === null) {
      const page = await answer.text();
      form = filledIn(page, person);
      next = new URL(/<form[^>]*\baction="([^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? next, next);
    } else {
      form = undefined;
      next = new URL(location, next);
      if (next.origin !== home) return next;
    }
  }
  throw new Error(`never came back from ${url}`);
}

function filledIn(page: string, { username, password }: Person): URLSearchParams {
  if (!page.includes('<form')) throw new Error(`a page without a form:\n${page}`);
  const form = new URLSearchParams();
  for (const [input] of page.matchAll(/<input\b[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1];
    if (attribute('type') === 'hidden') form.set(attribute('name') ?? '', attribute('value') ?? '');
  }
  if (page.includes('name="password"')) {
    form.set('username', username);
    form.set('password', password);
  } else {
    form.set('decision', 'allow');
  }
  return form;
}
