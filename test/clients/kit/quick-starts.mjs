import { expect } from './toolbox.mjs';

/** A program of `examples/` that runs with the values of an application of its own, as `serve(example, values)` starts it. */
export async function signsIn(t, example, serve) {
  const { base, port } = await t.place();
  const application = await t.application({ redirect_uris: [`${base}/callback`] });
  await serve(example, { issuer: t.issuer, port, ...application });
  const browser = t.browser();
  let page = await browser.open(`${base}/`);
  // some frameworks begin with a form, against forgery
  if (page.forms.length > 0) page = await browser.submit(page);
  expect(page.status === 200 && page.text === 'Signed in: ada@example.com', `${example}: ${page.text}`);
}

export async function protectsAnApi(t, example, serve) {
  const { base, port } = await t.place();
  await serve(example, { issuer: t.issuer, port, client_id: '', client_secret: '' });
  const answered = async (headers) => (await fetch(`${base}/`, { headers })).status;
  const { access_token, id_token } = await t.tokens('openid email');
  expect((await answered({})) === 401, `${example} takes a call without a token`);
  for (const token of [`${access_token}x`, id_token, 'made.up.token'])
    expect((await answered({ authorization: `Bearer ${token}` })) === 401, `${example} takes ${token}`);
  const answer = await fetch(`${base}/`, { headers: { authorization: `Bearer ${access_token}` } });
  const { scopes } = await answer.json();
  expect(scopes.includes('openid') && scopes.includes('email'), `${example}: ${String(scopes)}`);
}
