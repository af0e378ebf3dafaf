import { connect } from '../../src/store/connect.js';
import { rebuildLedger } from '../../src/projections/rebuild.js';
import { indexes } from '../support/ledger.js';

// A process of its own that rebuilds one event at a time, and tells after each how far it is.
const [uri = '', ledger = ''] = process.argv.slice(2);
const connection = await connect(uri, { indexes });
await rebuildLedger({
  connection,
  ledger,
  batchSize: 1,
  saveEvery: { weight: 0, ms: 0 },
  onProgress: ({ position }) => console.log(JSON.stringify(position)),
});
await connection.close();
