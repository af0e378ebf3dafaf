import { Agent, request } from 'node:http';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChild } from '../support/child.mjs';
import { alternately, clients } from '../support/clients.mjs';
import { appendTo, openEmmett } from '../support/emmett.mjs';
import { result } from '../support/figures.mjs';
import { openLog } from '../support/stage.mjs';
import { beginLedger, concurrency, placeOf, progressCommand, streams } from '../support/work.mjs';

const perRun = 3_200;
const selection = 'report { percent reportVersion } entries { position } userErrors { message }';
const documents = {
  ReportProgress: `mutation ($input: ReportProgressInput!) { it: reportProgress(input: $input) { ${selection} } }`,
  CorrectProgress: `mutation ($input: CorrectProgressInput!) { it: correctProgress(input: $input) { ${selection} } }`,
};

/** Mutations to a server of its own process, over HTTP, against Emmett called in this one. */
export async function measure({ database, rounds }) {
  const uri = database.uriOf('http_ours');
  const log = await openLog(uri);
  const emmett = await openEmmett(database.uriOf('http_emmett'));
  const folder = await mkdtemp(join(tmpdir(), 'bitacora-bench-'));
  const server = runChild(new URL('../../bin/bitacora.js', import.meta.url), ['serve'], {
    ...{ MONGODB_URI: uri, EXAMPLE: 'off', PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder },
    // Sixty-four clients of one actor are what is measured, not what is held back.
    ...{ RATE_PER_ACTOR: '0', RATE_PER_ADDRESS: '0' },
  });
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  try {
    const url = await addressOf(server);
    const token = (await readFile(join(folder, 'operator.token'), 'utf8')).trim();
    const ours = async (round) => {
      const ledger = `http${round}`;
      await beginLedger(log.loop, ledger);
      return clients(concurrency, perRun, async (client, n) => {
        const place = placeOf(client, n);
        await mutate({ url, agent, token }, progressCommand(ledger, place.stream, place.round));
      });
    };
    const other = async (round) => {
      await clients(1, streams, (_, n) => appendTo(emmett.store, round, n, 0));
      return clients(concurrency, perRun, (client, n) =>
        appendTo(emmett.store, round, placeOf(client, n).stream, n),
      );
    };
    await ours('warm');
    await other('warm');
    const runs = await alternately(rounds, ours, other);
    const pick = (field) => ({
      ours: runs.ours.map((run) => run[field]),
      other: runs.other.map((run) => run[field]),
    });
    const what = `reportProgress over HTTP, ${concurrency} clients`;
    return [
      result({
        ...{ name: what, unit: 'requests/s', ...pick('perSecond') },
        ...{ aim: 'at least as fast', holds: (_, ratio) => ratio >= 1 },
      }),
      result({ name: `${what}: p99`, unit: 'ms', ...pick('p99'), higherIsBetter: false }),
    ];
  } finally {
    agent.destroy();
    await server.end();
    await log.close();
    await emmett.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function addressOf(server) {
  for (;;) {
    const found = /^GraphQL: (\S+)/.exec(await server.line());
    if (found) return new URL(found[1]);
  }
}

async function mutate(server, { type, input: { changes, ...rest } }) {
  const { percent, ...said } = changes ?? rest;
  const input = { ...rest, ...said, percent: percent / 100, commandId: randomUUID() };
  const body = JSON.stringify({ query: documents[type], variables: { input } });
  const answer = JSON.parse(await post(server, body));
  if (answer.data?.it.entries.length !== 1) throw new Error(JSON.stringify(answer));
}

const post = ({ url, agent, token }, body) =>
  new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'content-length': Buffer.byteLength(body),
    };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => (text += chunk));
      response.once('end', () => resolve(text));
      response.once('error', reject);
    });
    sent.once('error', reject);
    sent.end(body);
  });
