'use strict';

// Asks for a passkey: by the button, and in the autofill of a field with autocomplete="… webauthn"; or has one made.
const form = document.getElementById('passkey');
const asked = JSON.parse(form.dataset.options);
const problem = document.getElementById('passkey-problem');
/** Milliseconds: a little less than the challenge is good for. */
const FRESH = 570_000;
const since = Date.now();
let asking;

const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
const textOf = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const withBytes = (credentials = []) => credentials.map((each) => ({ ...each, id: bytesOf(each.id) }));
const publicKey = {
  ...asked,
  challenge: bytesOf(asked.challenge),
  allowCredentials: withBytes(asked.allowCredentials),
  // of a new one
  ...(asked.user && { user: { ...asked.user, id: bytesOf(asked.user.id) } }),
  excludeCredentials: withBytes(asked.excludeCredentials),
};

async function ask(mediation) {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const how = asked.user ? 'create' : 'get';
  const { id, rawId, type, response } = await navigator.credentials[how]({
    publicKey,
    signal,
    ...(mediation && { mediation }),
  });
  const parts = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'];
  const given = parts.filter((part) => response[part]).map((part) => [part, textOf(response[part])]);
  const transports = response.getTransports?.();
  form.elements.passkey.value = JSON.stringify({
    id,
    rawId: textOf(rawId),
    type,
    response: { ...Object.fromEntries(given), ...(transports && { transports }) },
  });
  // the box stands beside the code, where the page asks for one, and the name beside the password
  const { trust_browser: trust, username } = form.elements;
  if (trust?.type === 'hidden')
    trust.value = document.querySelector('[type=checkbox][name=trust_browser]').checked ? 'on' : '';
  if (username) username.value = document.getElementById('username').value;
  form.submit();
}

async function offerInAutofill() {
  const isKnown = await PublicKeyCredential.isConditionalMediationAvailable?.();
  if (!isKnown || !document.querySelector('[autocomplete~=webauthn]')) return;
  await ask('conditional').catch(() => undefined);
}

/** A page that was left open: its challenge is too old. What was typed is not thrown away. */
function renew() {
  const isTyped = [...document.querySelectorAll('input:not([type=hidden])')].some(
    ({ value, defaultValue, checked, defaultChecked }) => value !== defaultValue || checked !== defaultChecked,
  );
  if (document.visibilityState === 'visible' && Date.now() - since > FRESH && !isTyped)
    location.replace(form.dataset.again);
}

if (window.PublicKeyCredential) {
  const button = form.querySelector('button');
  form.hidden = false;
  button.addEventListener('click', () => {
    problem.hidden = true;
    ask().catch(({ name }) => {
      if (name === 'AbortError') return;
      problem.hidden = false;
      void offerInAutofill();
    });
  });
  document.addEventListener('visibilitychange', renew);
  // after a refusal the person begins: a device that answers at once would be refused again and again
  if (document.getElementById('problem') === null) void offerInAutofill();
} else {
  // a window in an app, for example; <noscript> says nothing there
  const unsupported = document.getElementById('passkey-unsupported');
  if (unsupported) unsupported.hidden = false;
}
