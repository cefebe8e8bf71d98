import { SettingError } from './setting-error.js';
import { docOf, secretKeyFault } from './setting-kinds.js';
import { type Environment, secretIn } from './settings.js';

const NAME = 'NEW_SECRET_KEY';
const EXAMPLE = docOf('SECRET_KEY').example;

/**
 * The key that is to replace `SECRET_KEY`. No setting of a server, but held to the same rule, and it may lie in a file.
 * @param mayBeMade whether the key is kept by the server itself, which then makes one
 * @throws SettingError
 */
export function newSecretKeyIn(env: Environment, mayBeMade: boolean): string | undefined {
  const text = secretIn(env, NAME, EXAMPLE);
  const fault = text === undefined ? undefined : secretKeyFault(text);
  if (fault !== undefined) throw new SettingError(NAME, fault, EXAMPLE);
  if (text === undefined && !mayBeMade)
    throw new SettingError(NAME, 'must be set to the next key, as SECRET_KEY is set to the present one', EXAMPLE);
  return text;
}
