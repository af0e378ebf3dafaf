import { createCommandLoop } from '../../src/commands/loop.js';
import { connect } from '../../src/store/connect.js';
import { indexes, ledgerOn } from '../support/ledger.js';
import { startLoad } from '../support/load.js';

// A server under load that is killed: it prints what it acknowledged, a line for each 50.
const [uri = '', name = '', actions = ''] = process.argv.slice(2);
const connection = await connect(uri, { indexes });
const loop = createCommandLoop({ connection });
const ledger = ledgerOn(connection, name);
const load = startLoad(loop, ledger, { clients: 16, actions: Number(actions) });
for (let told = 0; ; told += 50) {
  await load.until(told + 50);
  const part = [...load.acknowledged].slice(told, told + 50);
  console.log(JSON.stringify(part));
}
