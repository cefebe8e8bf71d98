import { filledIn } from '../../support/filled-in.mjs';
import { protectsAnApi, signsIn } from '../kit/quick-starts.mjs';

export default {
  title: 'the quick starts of Go',
  kind: 'programs of `examples/`, Go',
  does: 'sign-in with go-oidc and x/oauth2; an API that checks tokens with go-oidc',
  needs: ['go'],
  async run(t) {
    const serve = async (example, values) => {
      await t.serve(await t.goProgramOf(filledIn(example, values)), [], { port: values.port });
    };
    await signsIn(t, 'go/sign-in.go', serve);
    await protectsAnApi(t, 'go/api.go', serve);
  },
};
