import { connect } from '../../src/store/connect.js';
import { createCommandLoop } from '../../src/commands/loop.js';
import { answer, indexes, ledgerOn, upTo } from '../support/ledger.js';

// A process of its own that registers the entity and then offices, as others do at the same time.
const [uri = '', name = '', from = '', count = ''] = process.argv.slice(2);
const stay = setInterval(() => undefined, 60_000);
process.once('SIGUSR2', () => {
  void append();
});
// Not before it listens: the signal would end it.
console.log(JSON.stringify('ready'));

async function append(): Promise<void> {
  const connection = await connect(uri, { indexes });
  const loop = createCommandLoop({ connection });
  const ledger = ledgerOn(connection, name);
  const entity = await answer(loop.execute(ledger.registerEntity()));
  const offices = upTo(Number(count)).map((n) => ledger.registerOffice(Number(from) + n));
  const answers = await Promise.all(offices.map((request) => answer(loop.execute(request))));
  console.log(JSON.stringify({ entity, answers }));
  await loop.close();
  await connection.close();
  clearInterval(stay);
}
