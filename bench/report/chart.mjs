const ROW = 26;
const LABEL = 210;
const WIDTH = 760;
const OWN = 'latchkey';

const escape = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Horizontal bars of requests/s, the longest first; readable in the light and in the dark. */
export function barChart(title, bars) {
  const longest = Math.max(...bars.map((bar) => bar.value));
  const rows = [...bars]
    .sort((a, b) => b.value - a.value)
    .map(({ label, value }, index) => {
      const y = 40 + index * ROW;
      const length = Math.max(2, (value / longest) * (WIDTH - LABEL - 90));
      const fill = label.startsWith(OWN) ? '#2f6fdb' : '#8a93a5';
      return (
        `<text x="${LABEL - 10}" y="${y + 14}" text-anchor="end">${escape(label)}</text>` +
        `<rect x="${LABEL}" y="${y}" width="${length.toFixed(1)}" height="18" rx="3" fill="${fill}"/>` +
        `<text x="${(LABEL + length + 8).toFixed(1)}" y="${y + 14}">${Math.round(value)}</text>`
      );
    });
  const height = 50 + bars.length * ROW;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escape(title)}">
<style>text{font:13px system-ui,sans-serif;fill:#1b1f29}.t{font-weight:600;font-size:15px}@media(prefers-color-scheme:dark){text{fill:#e8ebf2}}</style>
<text class="t" x="10" y="22">${escape(title)}</text>
${rows.join('\n')}
</svg>
`;
}
