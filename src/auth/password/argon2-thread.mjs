// argon2id on a thread of its own. Plain JavaScript, so that the sources start it as the build does.
// The native build in Rust is used where it is installed: same format, twice as fast.
const { hashSync, verifySync } = await import('@node-rs/argon2').catch(() => ({}));
const { default: portable } = hashSync === undefined ? await import('argon2') : {};

/** @returns {Promise<string>} the hash of `password`, in PHC format */
export async function hash({ password, cost }) {
  return portable?.hash(password, { ...cost, type: portable.argon2id }) ?? hashSync(password, cost); // argon2id is its default
}

/** @returns {Promise<boolean>} whether `hash` is one of `password` */
export async function verify({ password, hash }) {
  return portable?.verify(hash, password) ?? verifySync(hash, password);
}
