import { expect, it } from '@jest/globals';
import { Settings, loadSettings } from '../../config/settings.js';
import { PasswordCost } from './password-cost.js';
import { PasswordHasher } from './password-hasher.js';

const settings = Settings.complete(loadSettings({}), { databaseUrl: '', secretKey: '' });

it('stops while the decoy, which no answer waits for, is still computed', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', note);
  const hasher = new PasswordHasher(settings, new PasswordCost());
  const verified = hasher.verify('$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA', 'a password').catch(() => false);
  await hasher.onApplicationShutdown();
  expect(await verified).toBe(false);
  await new Promise(setImmediate);
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});
