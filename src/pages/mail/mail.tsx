import type { Look } from '../layout.js';

/** What a mail says; text and HTML are made from it alike. */
export interface MailContent {
  subject: string;
  /** Paragraphs. */
  lines: readonly string[];
  /** Digits to be typed elsewhere. */
  code?: string;
  link?: { label: string; href: string };
  /** Why the person gets it, and what to do about it. */
  note: string;
}

export interface MailLook extends Look {
  /** `#rrggbb`; undefined: the server's own. */
  color: string | undefined;
}

/** Nothing of it is loaded but a brand's logo: mail programs show no style sheet of ours. */
const STYLE = `
  body { margin: 0; padding: 24px 12px; background: #f3f4f7; color: #1b1f29; font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
  .card { max-width: 480px; margin: 0 auto; padding: 28px; background: #fff; border-radius: 14px; overflow-wrap: anywhere; }
  a { color: #2f5fd0; }
  img { display: block; max-width: 100%; margin-bottom: 8px; }
  .brand, .note { color: #565e6e; }
  .brand { font-weight: 600; }
  .note { font-size: 14px; }
  h1 { font-size: 22px; line-height: 1.3; }
  .button { display: inline-block; padding: 11px 18px; border-radius: 8px; background: #2f5fd0; color: #fff !important; font-weight: 600; text-decoration: none; }
  .code { font: 600 30px/1.2 ui-monospace, Menlo, Consolas, monospace; letter-spacing: 6px; }
  .address { font-size: 13px; word-break: break-all; }
  @media (prefers-color-scheme: dark) {
    body { background: #11141b; color: #e8ebf2; }
    .card { background: #1b202b; }
    .brand, .note { color: #a9b2c4; }
    a { color: #8fb0ff; }
    .button { background: #8fb0ff; color: #10182b !important; }
  }
`;

export function mailHtml(
  { subject, lines, code, link, note }: MailContent,
  { name, logoUrl, color }: MailLook,
): string {
  return (
    '<!doctype html>' +
    (
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="supported-color-schemes" content="light dark" />
          <title safe>{subject}</title>
          <style>{STYLE}</style>
        </head>
        <body>
          <div class="card" style={`border-top: 5px solid ${color ?? '#2f5fd0'}`}>
            <p class="brand">
              {logoUrl === null ? '' : <img src={logoUrl} alt="" height="32" />} <span safe>{name}</span>
            </p>
            <h1 safe>{subject}</h1>
            {lines.map((line) => (
              <p safe>{line}</p>
            ))}
            {code === undefined ? (
              ''
            ) : (
              <p class="code" safe>
                {code}
              </p>
            )}
            {link === undefined ? (
              ''
            ) : (
              <>
                <p>
                  <a class="button" href={link.href} safe>
                    {link.label}
                  </a>
                </p>
                <p class="address">
                  <a href={link.href} safe>
                    {link.href}
                  </a>
                </p>
              </>
            )}
            <p class="note" safe>
              {note}
            </p>
          </div>
        </body>
      </html>
    )
  );
}

export function mailText({ subject, lines, code, link, note }: MailContent, { name }: MailLook): string {
  const way = link === undefined ? [] : [`${link.label}:\n${link.href}`];
  const digits = code === undefined ? [] : [code];
  return `${[subject, ...lines, ...digits, ...way, note, name].join('\n\n')}\n`;
}
