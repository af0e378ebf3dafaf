import { verifyDatabase } from '../../dist/src/audit/verify-database.js';
import { collectionsOf } from '../../dist/src/store/collections.js';
import { openLog } from '../support/stage.mjs';

// Verifies one ledger in a process of its own, and prints in MB what memory it had (RSS) when a
// quarter was done, and the most from there on.
const [uri, ledger] = process.argv.slice(2);
const { connection, close } = await openLog(uri);
let [quarter, most] = [0, 0];
const onProgress = (done, total) => {
  if (done < total / 4) return;
  const mb = process.memoryUsage.rss() / 2 ** 20;
  quarter ||= mb;
  most = Math.max(most, mb);
};
const options = { publicKeys: [], brought: [], ledger, onProgress };
const [verdict] = await verifyDatabase(collectionsOf(connection.db), options);
await close();
if (verdict.broken !== undefined) throw new Error(JSON.stringify(verdict));
process.stdout.write(`${quarter} ${most}\n`);
