import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';
import { filledIn } from '../../support/filled-in.mjs';
import { protectsAnApi } from '../kit/quick-starts.mjs';

/** What `nest new` compiles with, as far as it changes the program. */
const COMPILER = {
  module: ts.ModuleKind.ESNext,
  target: ts.ScriptTarget.ES2023,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
};

export default {
  title: 'the quick start of Nest',
  kind: 'program of `examples/`, TypeScript',
  does: 'an API that checks tokens with jose',
  quick: true,
  needs: ['npm'],
  async run(t) {
    const folder = await t.npm(
      '@nestjs/common@11',
      '@nestjs/core@11',
      '@nestjs/platform-express@11',
      'reflect-metadata',
      'rxjs',
      'jose',
    );
    await protectsAnApi(t, 'node-nest/api.ts', async (example, values) => {
      const file = path.join(folder, 'main.mjs');
      await writeFile(file, ts.transpileModule(filledIn(example, values), { compilerOptions: COMPILER }).outputText);
      await t.serve(process.execPath, [file], { port: values.port });
    });
  },
};
