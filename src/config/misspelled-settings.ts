import { isSetting, settingNames } from './settings.js';

/** Names that look like shorter settings are often those of other programs. */
const SHORTEST = 6;
const LONG = 9;

/** Variables that are no setting and differ from one by a letter or two, each with the setting that is meant. */
export function misspelledSettings(env: Readonly<Record<string, string | undefined>>): [name: string, meant: string][] {
  const unknown = Object.keys(env).filter((name) => !isSetting(name));
  return unknown.flatMap((name): [string, string][] => {
    const meant = settingNames().find((setting) => isMeant(name.toUpperCase(), setting));
    return meant === undefined ? [] : [[name, meant]];
  });
}

function isMeant(name: string, setting: string): boolean {
  if (setting.length < SHORTEST) return false;
  const most = setting.length < LONG ? 1 : 2;
  return Math.abs(name.length - setting.length) <= most && distance(name, setting) <= most;
}

/** Letters that are missing, extra, wrong, or in the order of each other. */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i + j));
  const at = (i: number, j: number) => rows[i]?.[j] ?? Infinity;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (isSame ? 0 : 1));
      rows[i]?.splice(j, 1, isSwapped ? Math.min(least, at(i - 2, j - 2) + 1) : least);
    }
  }
  return at(a.length, b.length);
}
