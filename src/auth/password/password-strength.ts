import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

/** Of 0 to 4: guessed after 10^8 attempts and more. */
const ENOUGH = 3;

let estimator: Promise<ZxcvbnFactory> | undefined;

/** What to improve about a password that is guessed soon; undefined where it is strong. `own`: what guessers know of its owner. */
export async function weaknessOf(password: string, own: string[]): Promise<string | undefined> {
  estimator ??= load();
  const { score, feedback } = (await estimator).check(password, own);
  if (score >= ENOUGH) return undefined;
  return [feedback.warning, ...feedback.suggestions].filter((sentence) => sentence).join(' ');
}

/** The dictionaries are loaded with the first short password. */
async function load(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory: Estimator }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  return new Estimator({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  });
}
