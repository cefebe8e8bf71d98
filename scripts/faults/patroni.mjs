import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { postgresAccount, postgresPrograms } from './postgres.mjs';
import { freePort, until } from './stage.mjs';

const PATRONI = '/usr/bin/patroni';
const ETCD = '/usr/bin/etcd';

export const patroniMissing = () => (existsSync(PATRONI) ? (existsSync(ETCD) ? undefined : 'etcd-server') : 'patroni');

/** Two PostgreSQL servers under Patroni in synchronous mode, with one etcd. */
export async function startPatroni(stage) {
  const etcd = await startEtcd(stage);
  const members = [];
  for (const name of ['one', 'two']) {
    const member = await startMember(stage, name, etcd);
    await until(`${name} runs`, async () => (await ask(member, name === 'one' ? 'primary' : 'replica')).ok);
    members.push(member);
  }
  await until('the standby is synchronous', async () => (await ask(members[1], 'synchronous')).ok);
  return {
    members,
    /** Kills the primary with its Patroni and resolves when the other has become one. */
    losePrimary: async () => {
      const [one, two] = members;
      const postmaster = one.postmaster();
      process.kill(one.program.pid, 'SIGKILL');
      process.kill(postmaster, 'SIGKILL');
      await until('the standby is the primary', async () => (await ask(two, 'primary')).ok);
    },
  };
}

async function startEtcd(stage) {
  const [client, peer] = [await freePort(), await freePort()];
  const url = (port) => `http://127.0.0.1:${String(port)}`;
  stage.start(ETCD, [
    ...['--data-dir', stage.folder(), '--name', 'etcd', '--enable-v2=true'],
    ...['--listen-client-urls', url(client), '--advertise-client-urls', url(client)],
    ...['--listen-peer-urls', url(peer), '--initial-advertise-peer-urls', url(peer)],
    ...['--initial-cluster', `etcd=${url(peer)}`],
  ]);
  await until('etcd answers', async () => (await fetch(`${url(client)}/health`)).ok);
  return `127.0.0.1:${String(client)}`;
}

async function startMember(stage, name, etcd) {
  const account = postgresAccount();
  const folder = stage.folder();
  if (account.uid !== undefined) chownSync(folder, account.uid, account.gid);
  const [port, api] = [await freePort(), await freePort()];
  const address = (number) => `127.0.0.1:${String(number)}`;
  const data = path.join(folder, 'data');
  const user = (username) => ({ username, password: 'not used: trust' });
  const configuration = {
    scope: 'latchkey',
    name,
    restapi: { listen: address(api), connect_address: address(api) },
    etcd3: { host: etcd },
    bootstrap: {
      dcs: { ttl: 20, loop_wait: 2, retry_timeout: 5, synchronous_mode: true, postgresql: { use_pg_rewind: false } },
      initdb: [{ encoding: 'UTF8' }, { auth: 'trust' }],
    },
    postgresql: {
      listen: address(port),
      connect_address: address(port),
      data_dir: data,
      bin_dir: postgresPrograms(),
      authentication: { superuser: user('latchkey'), replication: user('latchkey') },
      pg_hba: ['local all all trust', 'host all all 127.0.0.1/32 trust', 'host replication all 127.0.0.1/32 trust'],
      parameters: { unix_socket_directories: folder },
    },
  };
  const file = path.join(folder, 'patroni.json');
  writeFileSync(file, JSON.stringify(configuration));
  const program = stage.start(PATRONI, [file], {
    ...account,
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder },
  });
  const postmaster = () =>
    Number(execFileSync('head', ['-1', path.join(data, 'postmaster.pid')], { encoding: 'utf8' }));
  return { name, port, api, program, postmaster };
}

const ask = ({ api }, what) => fetch(`http://127.0.0.1:${String(api)}/${what}`);
