import { setTimeout as sleep } from 'node:timers/promises';
import { haproxyMissing, startHaproxy } from '../haproxy.mjs';
import { startNode } from '../node.mjs';
import { observe } from '../observe.mjs';
import { patroniMissing, startPatroni } from '../patroni.mjs';
import { Postgres, postgresPrograms } from '../postgres.mjs';

/** A primary and a synchronous standby. */
export const twoDatabases = [
  {
    name: 'the primary is lost, through HAProxy',
    did: '`kill -9` of the primary; its synchronous standby, to which HAProxy turned, was promoted after 5 s',
    missing: () => (postgresPrograms() === undefined ? 'postgresql' : haproxyMissing()),
    async run(stage) {
      const primary = await Postgres.create(stage);
      const standby = await Postgres.synchronousStandbyOf(primary);
      const port = await startHaproxy(stage, [
        `server primary 127.0.0.1:${String(primary.port)} check inter 500 fall 2 on-marked-down shutdown-sessions`,
        `server standby 127.0.0.1:${String(standby.port)} check inter 500 backup`,
      ]);
      const node = await startNode(stage, { DATABASE_URL: `postgresql://latchkey@127.0.0.1:${String(port)}/postgres` });
      return observe(node.url, async () => {
        await primary.kill();
        await sleep(5000);
        await standby.promote();
      });
    },
  },
  {
    name: 'the primary is lost, with Patroni',
    did: '`kill -9` of the primary and of its Patroni; Patroni (etcd, synchronous mode, ttl 20 s) promoted the standby, HAProxy followed',
    missing: () => (postgresPrograms() === undefined ? 'postgresql' : (haproxyMissing() ?? patroniMissing())),
    async run(stage) {
      const cluster = await startPatroni(stage);
      const port = await startHaproxy(stage, [
        'option httpchk GET /primary',
        'http-check expect status 200',
        ...cluster.members.map(
          ({ name, port, api }) =>
            `server ${name} 127.0.0.1:${String(port)} check port ${String(api)} inter 1s fall 2 on-marked-down shutdown-sessions`,
        ),
      ]);
      await sleep(3000); // until HAProxy has asked each of them twice: it begins with both
      const node = await startNode(stage, { DATABASE_URL: `postgresql://latchkey@127.0.0.1:${String(port)}/postgres` });
      return observe(node.url, () => cluster.losePrimary(), { patience: 120_000 });
    },
  },
];
