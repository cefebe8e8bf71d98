// A page for each program of examples/ that a guide links to.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { placesOf } from '../../scripts/site/pages.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

export default {
  paths: () =>
    [...placesOf(root)]
      .filter(([file]) => !file.endsWith('.md'))
      .map(([file, place]) => ({
        params: { file: place.replace('examples/', '') },
        content: `# ${file}\n\n\`\`\`\`\n${readFileSync(path.join(root, file), 'utf8')}\n\`\`\`\`\n`,
      })),
};
