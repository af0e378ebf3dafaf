#!/usr/bin/env node
import { letReadersGo, runBitacora } from '../dist/src/cli/bitacora.js';

letReadersGo();
process.exitCode = await runBitacora(process.argv.slice(2));
