/** The nonce the server put into this page: the policy lets style elements through that carry it. */
export function nonce(): string {
  return document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}
