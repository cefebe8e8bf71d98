// Sends a real server what no client should: npm run fuzz -- --seconds 60 --seed 7. Fails with the requests that got a 5xx or
// no answer at all. --schemathesis: then the same long with what that program makes of the OpenAPI document.
// One seed sends the same kinds of requests in the same order; ids and tokens in them are of the run.
import { parseArgs } from 'node:util';
import { Answers } from './fuzz/answers.mjs';
import { Callers } from './fuzz/callers.mjs';
import { operationsOf } from './fuzz/operations.mjs';
import { Random } from './fuzz/random.mjs';
import { RequestMaker } from './fuzz/request-maker.mjs';
import { runSchemathesis } from './fuzz/schemathesis.mjs';
import { send } from './fuzz/send.mjs';
import { startServer } from './fuzz/server.mjs';

const LANES = 6;
/** Requests after which the callers are checked: some requests end their own sign-ins. */
const ROUND = 300;
const SHOWN = 50;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    schemathesis: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
console.log(`fuzz: seed ${String(seed)}, ${values.seconds} seconds`);

const server = await startServer();
try {
  const answers = new Answers();
  const callers = new Callers(server, answers);
  await callers.renew();
  const operations = operationsOf(await (await fetch(`${server.url}/docs/openapi.json`)).json());
  const maker = new RequestMaker(operations, callers, answers);
  const until = Date.now() + Number(values.seconds) * 1000;
  let sent = 0;
  while (Date.now() < until && server.isRunning()) {
    const requests = Array.from({ length: ROUND }, (_, i) => maker.make(new Random(seed, sent + i), sent + i));
    sent += requests.length;
    await Promise.all(
      Array.from({ length: LANES }, async () => {
        for (let request = requests.shift(); request !== undefined && Date.now() < until; request = requests.shift()) {
          answers.take(request, await send(server, request));
        }
      }),
    );
    await callers.renew();
  }
  answers.report(values.verbose);
  if (values.schemathesis && server.isRunning()) {
    const isFine = await runSchemathesis(server, await callers.administrator(), { seconds: values.seconds, seed });
    if (!isFine) answers.failures.push('schemathesis found the above');
  }
  if (!server.isRunning()) answers.failures.push('the server ended');
  console.log(`fuzz: ${String(answers.count)} requests to ${String(operations.length)} operations`);
  for (const failure of answers.failures.slice(0, SHOWN)) console.error(failure);
  if (answers.failures.length > 0) {
    console.error(`fuzz: ${String(answers.failures.length)} failures; again with --seed ${String(seed)}`);
    process.exitCode = 1;
  }
} finally {
  await server.stop();
}
