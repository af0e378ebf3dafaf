import { clients } from '../support/clients.mjs';
import { openEmmett, progressReported, streamOf } from '../support/emmett.mjs';
import { result } from '../support/figures.mjs';
import { openLog } from '../support/stage.mjs';
import { beginLedger, execute, progressCommand } from '../support/work.mjs';

const [long, short] = [20_000, 10];
const ledger = 'long';

/** One client appends to a stream of 20,000 events and to one of 10, in turn. */
export async function measure({ database, rounds }) {
  const log = await openLog(database.uriOf('long_ours'));
  const emmett = await openEmmett(database.uriOf('long_emmett'));
  const sides = { ours: await ourSide(log), other: await emmettSide(emmett) };
  const times = { ours: { long: [], short: [] }, other: { long: [], short: [] } };
  for (let round = 0; round < rounds; round += 1) {
    for (const [side, append] of Object.entries(sides)) {
      for (let n = 0; n < 20; n += 1) {
        times[side].long.push((await clients(1, 1, () => append('long'))).p50);
        times[side].short.push((await clients(1, 1, () => append(`short${round}`))).p50);
      }
    }
  }
  await log.close();
  await emmett.close();

  const { ours, other } = times;
  const perRound = ({ long: slow, short: fast }) =>
    Array.from({ length: rounds }, (_, round) => {
      const of = (values) => values.slice(round * 20, round * 20 + 20).sort((a, b) => a - b)[10];
      return of(slow) / of(fast);
    });
  const what = `append into a stream of ${long} events`;
  return [
    result({ name: what, unit: 'ms', ours: ours.long, other: other.long, higherIsBetter: false }),
    result({
      ...{ name: `${what} ÷ of ${short}`, unit: 'times', higherIsBetter: false },
      ...{ ours: perRound(ours), other: perRound(other) },
      ...{ aim: 'at most 1.2', holds: (times) => times <= 1.2 },
    }),
  ];
}

/** Stream "long" is action 0; each round takes a fresh action for its short one. */
async function ourSide({ loop }) {
  await beginLedger(loop, ledger);
  const sent = new Map();
  const numbers = new Map([['long', 0]]);
  const append = (stream) => {
    if (!numbers.has(stream)) numbers.set(stream, numbers.size);
    const n = sent.get(stream) ?? 0;
    sent.set(stream, n + 1);
    return execute(loop, ledger, progressCommand(ledger, numbers.get(stream), n));
  };
  // One report after the other: which of them corrects what must not depend on a batch.
  for (let n = 0; n < 4; n += 1) await append('long');
  await clients(200, long - 5, () => append('long'));
  for (let round = 0; round < 50; round += 1) {
    for (let n = 0; n < short - 1; n += 1) await append(`short${round}`);
  }
  return append;
}

async function emmettSide({ store }) {
  const sent = new Map();
  const append = (stream, count = 1) => {
    const from = sent.get(stream) ?? 0;
    sent.set(stream, from + count);
    const events = Array.from({ length: count }, (_, n) => progressReported(0, from + n));
    return store.appendToStream(streamOf('long', stream), events);
  };
  for (let n = 0; n < long; n += 500) await append('long', 500);
  for (let round = 0; round < 50; round += 1) await append(`short${round}`, short);
  return append;
}
