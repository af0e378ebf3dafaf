import { runBitacora } from '../../src/cli/bitacora.js';

process.exitCode = await runBitacora(process.argv.slice(2));
