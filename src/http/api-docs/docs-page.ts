/** The page may run and load only files of this server; Swagger UI styles through the style sheet and the DOM. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** `base`: the path of the issuer, for links. */
export function docsPage(base: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Latchkey API</title>
<link rel="icon" type="image/png" href="${base}/docs/assets/favicon-32x32.png">
<link rel="stylesheet" href="${base}/docs/assets/swagger-ui.css">
<link rel="stylesheet" href="${base}/docs/page.css">
</head>
<body>
<nav aria-label="Elsewhere"><a href="${base}/docs/guides">Guides</a> <a href="${base}/console">Console</a></nav>
<noscript><p>The API is described by <a href="${base}/docs/openapi.json">an OpenAPI document</a>.</p></noscript>
<div id="swagger-ui" data-document="${base}/docs/openapi.json"></div>
<script src="${base}/docs/assets/swagger-ui-bundle.js"></script>
<script src="${base}/docs/start.js"></script>
</body>
</html>
`;
}

/** Colours of Swagger UI that are too pale on white. @see https://www.w3.org/TR/WCAG22/#contrast-minimum */
export const PAGE_STYLE = `html.dark-mode { color-scheme: dark; }
body > nav { padding: 12px 20px; font: 16px sans-serif; }
body > nav a { color: #1864ab; padding: 4px 12px 4px 0; }
html.dark-mode body > nav a { color: #8ab8ff; }
html:not(.dark-mode) .swagger-ui .info .title small pre.version { background: #3d5a00; border-radius: 4px; }
html:not(.dark-mode) .swagger-ui .info .title small { background: #3d5a00; }
html:not(.dark-mode) .swagger-ui .info a, html:not(.dark-mode) .swagger-ui .info .link .url { color: #1864ab; }
html:not(.dark-mode) .swagger-ui .btn.authorize { color: #0b6b45; border-color: #0b6b45; }
html:not(.dark-mode) .swagger-ui .btn.authorize svg { fill: #0b6b45; }
html:not(.dark-mode) .swagger-ui .opblock.opblock-get .opblock-summary-method { background: #1864ab; }
html:not(.dark-mode) .swagger-ui .opblock.opblock-post .opblock-summary-method { background: #0b6b45; }
html:not(.dark-mode) .swagger-ui .opblock.opblock-put .opblock-summary-method { background: #8a4b00; }
html:not(.dark-mode) .swagger-ui .opblock.opblock-patch .opblock-summary-method { background: #0a6870; }
html:not(.dark-mode) .swagger-ui .opblock.opblock-delete .opblock-summary-method { background: #b3141b; }
html:not(.dark-mode) .swagger-ui .opblock .opblock-section-header .btn { color: #3b4151; }
`;

/** Starts Swagger UI, with its external validator off. What it draws without a name or out of order is mended. */
export const START_SCRIPT = `const dark = matchMedia('(prefers-color-scheme: dark)');
const followColours = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', followColours);
followColours();

const place = document.getElementById('swagger-ui');
new MutationObserver(() => {
  for (const select of place.querySelectorAll('select:not([aria-label])')) {
    select.setAttribute('aria-label', select.id === 'servers' ? 'Server' : 'Choose');
  }
  for (const [selector, level] of [['h3.opblock-tag', '2'], ['.modal-ux-header h3', '2'], ['h4', '3']]) {
    for (const heading of place.querySelectorAll(selector + ':not([aria-level])')) {
      heading.setAttribute('role', 'heading');
      heading.setAttribute('aria-level', level);
    }
  }
  for (const [selector, label] of [['.information-container', 'About'], ['.schemes-server-container', 'Server']]) {
    for (const part of place.querySelectorAll(selector + ':not([role])')) {
      part.setAttribute('role', 'region');
      part.setAttribute('aria-label', label);
    }
  }
  for (const dialog of place.querySelectorAll('.modal-ux:not([role])')) {
    dialog.setAttribute('role', 'dialog');
    dialog.setAttribute('aria-modal', 'true');
    dialog.setAttribute('aria-label', 'Authorizations');
  }
  for (const button of place.querySelectorAll('.close-modal:not([aria-label])')) button.setAttribute('aria-label', 'Close');
  // what the button says is its name
  for (const button of place.querySelectorAll('.modal-btn[aria-label]')) button.removeAttribute('aria-label');
  // the button around it does the same
  for (const link of place.querySelectorAll('button.opblock-summary-control a[href]')) link.removeAttribute('href');
}).observe(place, { childList: true, subtree: true });
SwaggerUIBundle({
  domNode: place,
  url: place.dataset.document,
  validatorUrl: null,
  deepLinking: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: 0,
});
`;
