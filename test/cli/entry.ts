import { letReadersGo, runBitacora } from '../../src/cli/bitacora.js';

letReadersGo();
process.exitCode = await runBitacora(process.argv.slice(2));
