// argon2id in a worker thread. Plain JavaScript, so that it starts from the sources as from the build.
// The native build in Rust is used where it is installed: the same format at twice the speed.
const { hashSync, verifySync } = await import('@node-rs/argon2').catch(() => ({}));
const { default: portable } = hashSync === undefined ? await import('argon2') : {};

async function perform({ password, hash, cost }) {
  if (hash !== undefined) return portable?.verify(hash, password) ?? verifySync(hash, password);
  return portable?.hash(password, { ...cost, type: portable.argon2id }) ?? hashSync(password, cost); // argon2id is its default
}

/** Sequential, so that no more hashes run at once than there are threads. */
export default async function performAll(tasks) {
  const outcomes = [];
  for (const task of tasks) {
    const [outcome] = await Promise.allSettled([perform(task)]);
    outcomes.push(outcome);
  }
  return outcomes;
}
