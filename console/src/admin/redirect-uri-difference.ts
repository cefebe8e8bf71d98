export interface UriDifference {
  /** The registered address that is most like the one that was sent. */
  nearest: string;
  /** The first character that differs. */
  at: number;
  sentence: string;
}

/** How an address differs from the most similar of those that are registered; undefined where none is. */
export function differenceOf(sent: string, registered: readonly string[]): UriDifference | undefined {
  const [nearest] = [...registered].sort((a, b) => likeness(sent, b) - likeness(sent, a));
  if (nearest === undefined) return undefined;
  return { nearest, at: commonStart(sent, nearest), sentence: sentenceOf(sent, nearest) };
}

function likeness(a: string, b: string): number {
  return commonStart(a.toLowerCase(), b.toLowerCase()) * 2 + commonEnd(a, b);
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

function commonEnd(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length++;
  return length;
}

function sentenceOf(sent: string, registered: string): string {
  const [a, b] = [partsOf(sent), partsOf(registered)];
  if (a === undefined || b === undefined) return 'The address that was sent is no complete address.';
  if (a.scheme !== b.scheme) return `The scheme differs: ${a.scheme} was sent, ${b.scheme} is registered.`;
  if (withoutEndSlash(sent) === withoutEndSlash(registered)) return 'Only the slash at the end differs.';
  if (sent.toLowerCase() === registered.toLowerCase()) return 'Only upper and lower case differ.';
  if (decoded(sent) === decoded(registered)) return 'Only the percent-encoding differs.';
  if (a.host.toLowerCase() !== b.host.toLowerCase()) {
    return `The host differs: ${a.host} was sent, ${b.host} is registered.`;
  }
  if (a.port !== b.port) return `The port differs: ${portOf(a.port)} was sent, ${portOf(b.port)} is registered.`;
  if (a.path !== b.path) return `The path differs: ${a.path || '/'} was sent, ${b.path || '/'} is registered.`;
  return 'What follows the path (the query) differs.';
}

/** As they are spelled: `URL` would correct what is to be shown. */
function partsOf(uri: string) {
  const [, scheme, host = '', port = '', path = ''] =
    /^([A-Za-z][A-Za-z0-9+.-]*):(?:\/\/(\[[^\]]*\]|[^/?#:]*)(?::(\d+))?)?([^?#]*)/.exec(uri) ?? [];
  return scheme === undefined ? undefined : { scheme: scheme.toLowerCase(), host, port, path };
}

function portOf(port: string): string {
  return port === '' ? 'none' : port;
}

function withoutEndSlash(uri: string): string {
  return uri.replace(/\/$/, '');
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
