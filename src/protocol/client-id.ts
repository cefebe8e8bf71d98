/** RFC 6749 appendix A.1: `client-id = *VSCHAR`. The length is ours: it has room for the address of a document. */
const CLIENT_ID = /^[\x20-\x7e]{1,256}$/;

/** Whether this can be a `client_id`; anything else is not looked up. */
export function isClientId(text: string): boolean {
  return CLIENT_ID.test(text);
}
