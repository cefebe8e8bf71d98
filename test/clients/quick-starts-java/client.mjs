import { filledIn } from '../../support/filled-in.mjs';
import { protectsAnApi, signsIn } from '../kit/quick-starts.mjs';

export default {
  title: 'the quick starts of Spring Boot 3.5',
  kind: 'programs of `examples/`, Java',
  does: 'sign-in; an API that checks tokens',
  needs: ['java', 'mvn'],
  async run(t) {
    const serve = async (example, values) => {
      const jar = await t.jar({ 'src/main/java/example/Program.java': filledIn(example, values) });
      await t.serve('java', ['-jar', jar], { port: values.port });
    };
    await signsIn(t, 'java-spring/sign-in.java', serve);
    await protectsAnApi(t, 'java-spring/api.java', serve);
  },
};
