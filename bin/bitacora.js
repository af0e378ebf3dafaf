#!/usr/bin/env node
import { runBitacora } from '../dist/src/cli/bitacora.js';

process.exitCode = await runBitacora(process.argv.slice(2));
