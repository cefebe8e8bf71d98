/**
 * Cuts the snippets out of the documents as they stand. The documents are web pages turned into text: some lost the
 * line breaks around their code (`…}'Response:`), and some the indentation in it. Lost whitespace is restored by rule
 * here; nothing is pasted, so a changed document changes the executed code.
 */

/** The commands of a document that begin with this program, in order, each with its continuation lines. */
export function commands(document: string, program: 'curl' | 'http'): string[] {
  const lines = document.split('\n');
  const lostLineBreaks = /^}'\w/m.test(document);
  const start = new RegExp(`^(?:\\$ )?${program} `);
  const found: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const first = lines[i] ?? '';
    if (!start.test(first)) continue;
    let command = first.replace(/^\$ /, ''); // the prompt
    while (isOpen(command)) command += `\n${lines[++i] ?? ''}`;
    found.push(lostLineBreaks ? withoutGluedProse(command) : command);
  }
  return found;
}

/** From the first line that is `first` to the line that is `last`, both included; without `last`, to the end. */
export function lines(document: string, first: string, last?: string): string {
  const all = document.split('\n');
  const from = all.indexOf(first);
  const to = last === undefined ? all.length - 1 : all.indexOf(last, from);
  if (from < 0 || to < 0) throw new Error(`the document has no ${from < 0 ? first : (last ?? '')}`);
  return all.slice(from, to + 1).join('\n');
}

/** The text from `opening` up to and with the bracket that closes its first brace; for PHP and JavaScript. */
export function braced(document: string, opening: string): string {
  const from = document.indexOf(opening);
  if (from < 0) throw new Error(`the document has no ${opening}`);
  let depth = 0;
  for (let i = document.indexOf('{', from); i < document.length; i++) {
    if (document[i] === '{') depth++;
    if (document[i] === '}' && --depth === 0) return document.slice(from, i + 1);
  }
  throw new Error(`${opening} is never closed`);
}

/** From `opening` up to and with the last semicolon before `end`. */
export function statements(document: string, opening: string, end: string): string {
  const from = document.indexOf(opening);
  const to = document.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`the document has no ${from < 0 ? opening : end}`);
  return document.slice(from, document.lastIndexOf(';', to) + 1);
}

/** Fenced blocks of a Markdown document that has become one line. */
export function fenced(document: string, language: string): string[] {
  return [...document.matchAll(new RegExp('```' + language + ' (.*?) ```', 'g'))].map((match) => match[1] ?? '');
}

/**
 * Python between two texts of the document, its indentation restored. The rules suffice for what the documents
 * have: a `class` and a function without `self` stand at the margin; a function with `self` stands in the class; a
 * statement stands in its function, and one deeper if it is the (only) statement of an `if`; code inside
 * brackets may stand anywhere.
 */
export function python(document: string, opening: string, end: string): string {
  const from = document.indexOf(opening);
  const to = document.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`the document has no ${from < 0 ? opening : end}`);
  let depth = 0;
  let brackets = 0;
  let isBodyOfIf = false;
  const restored = document
    .slice(from, to)
    .split('\n')
    .map((line) => {
      if (brackets === 0) {
        if (/^(import|from|class) /.test(line)) depth = 0;
        if (line.startsWith('def ')) depth = /\(self\b/.test(line) ? 1 : 0;
      }
      const isComment = line.startsWith('#');
      const indent = depth + (isBodyOfIf || brackets > 0 ? 1 : 0);
      if (brackets === 0 && !isComment) isBodyOfIf = false;
      brackets += bracketsOpened(line);
      if (/^if .*:$/.test(line)) isBodyOfIf = true;
      else if (/^(class|def) .*:$/.test(line)) depth++;
      return '    '.repeat(indent) + line;
    });
  return restored.join('\n');
}

/** A shell command goes on while a backslash ends the line or a quotation mark is open. */
function isOpen(command: string): boolean {
  return command.endsWith('\\') || openQuote(command) !== undefined;
}

function openQuote(text: string): string | undefined {
  let quote: string | undefined;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '\\' && quote !== "'") i++;
    else if (quote === undefined && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = undefined;
  }
  return quote;
}

/**
 * The prose that lost its line break before it: the text after the closing quotation mark of the last line, or,
 * where that line has none, the capital letter in the middle of a word.
 */
function withoutGluedProse(command: string): string {
  const lastLine = command.lastIndexOf('\n') + 1;
  const quote = Math.max(command.lastIndexOf('"'), command.lastIndexOf("'"));
  if (quote >= lastLine) return command.slice(0, quote + 1);
  return command.slice(0, lastLine) + command.slice(lastLine).replace(/(?<=[a-z])[A-Z].*$/, '');
}

function bracketsOpened(line: string): number {
  const code = line.replace(/'[^']*'|"[^"]*"|#.*$/g, '');
  return (code.match(/[([{]/g)?.length ?? 0) - (code.match(/[)\]}]/g)?.length ?? 0);
}

/** Replaces what must differ: the base URL and credentials. A text that does not occur is an error. */
export function substitute(snippet: string, substitutions: Record<string, string>): string {
  return Object.entries(substitutions).reduce((text, [old, replacement]) => {
    if (!text.includes(old)) throw new Error(`the snippet has no ${old}`);
    return text.replaceAll(old, replacement);
  }, snippet);
}
