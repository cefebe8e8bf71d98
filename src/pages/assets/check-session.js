// OpenID Connect Session Management 1.0, section 3.2
'use strict';

const name = `${document.currentScript.dataset.cookie}=`;

function browserState() {
  const cookie = document.cookie.split('; ').find((one) => one.startsWith(name));
  return cookie === undefined ? '' : cookie.slice(name.length);
}

async function hashOf(text) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

async function statusOf(message, origin) {
  const [, clientId, hash, salt] = /^(\S+) ([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]+)$/.exec(message) ?? [];
  if (salt === undefined) return 'error';
  return (await hashOf(`${clientId} ${origin} ${browserState()} ${salt}`)) === hash ? 'unchanged' : 'changed';
}

addEventListener('message', async ({ data, origin, source }) => {
  if (typeof data !== 'string' || source === null || origin === 'null') return;
  source.postMessage(await statusOf(data, origin), origin);
});
