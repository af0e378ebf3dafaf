import { rebuildLedger } from '../../dist/src/projections/rebuild.js';
import { openLog } from '../support/stage.mjs';

// Rebuilds one ledger in a process of its own and prints the most memory that it had.
const [uri, ledger] = process.argv.slice(2);
const { connection, close } = await openLog(uri);
await rebuildLedger({ connection, ledger });
await close();
process.stdout.write(`${process.resourceUsage().maxRSS / 1024}\n`);
