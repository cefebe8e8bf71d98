/** RFC 6749 appendix A.1: `client-id = *VSCHAR`. The length is ours: it has room for the address of a document. */
const CLIENT_ID = /^[\x20-\x7e]{1,256}$/;

/** Whether an application may have this `client_id`. What may not is looked up nowhere. */
export function isClientId(text: string): boolean {
  return CLIENT_ID.test(text);
}
