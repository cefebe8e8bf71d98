'use strict';

// Asks for a passkey: by the button, and in the autofill of a field with autocomplete="… webauthn".
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

const publicKey = {
  ...asked,
  challenge: bytesOf(asked.challenge),
  allowCredentials: (asked.allowCredentials ?? []).map((each) => ({ ...each, id: bytesOf(each.id) })),
};

async function ask(mediation) {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const credential = await navigator.credentials.get({ publicKey, signal, ...(mediation && { mediation }) });
  const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
  form.elements.passkey.value = JSON.stringify({
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    response: {
      clientDataJSON: textOf(clientDataJSON),
      authenticatorData: textOf(authenticatorData),
      signature: textOf(signature),
      ...(userHandle && { userHandle: textOf(userHandle) }),
    },
  });
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
    ({ value, defaultValue }) => value !== defaultValue,
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
}
