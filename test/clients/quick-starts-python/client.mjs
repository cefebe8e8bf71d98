import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { filledIn } from '../../support/filled-in.mjs';
import { protectsAnApi, signsIn } from '../kit/quick-starts.mjs';

export default {
  title: 'the quick starts of Flask, Django and FastAPI',
  kind: 'programs of `examples/`, Python',
  does: 'sign-in with Authlib; APIs that check tokens with PyJWT',
  quick: true,
  needs: ['python3'],
  async run(t) {
    const python = await t.python(
      'Flask',
      'Django<6',
      'fastapi',
      'uvicorn',
      'Authlib==1.9.6',
      'requests',
      'PyJWT[crypto]',
    );
    const serve = async (example, values) => {
      const file = path.join(path.dirname(path.dirname(python)), example.replace('/', '-'));
      await writeFile(file, filledIn(example, values));
      await t.serve(python, [file], { port: values.port });
    };
    await signsIn(t, 'python-flask/sign-in.py', serve);
    await signsIn(t, 'python-django/sign-in.py', serve);
    await protectsAnApi(t, 'python-flask/api.py', serve);
    await protectsAnApi(t, 'python-fastapi/api.py', serve);
  },
};
