/** The path of the issuer, below which everything of this server stands; the server puts it into the page. */
export const base = document.querySelector<HTMLMetaElement>('meta[name="latchkey-base"]')?.content ?? '';

/** The same as an absolute address. */
export const server = window.location.origin + base;
