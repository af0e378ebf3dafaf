import { buildBitacoraSchema, sdlOf } from './build.js';

// After a build: node dist/schema/print.js > schema/schema.graphql
process.stdout.write(sdlOf(await buildBitacoraSchema()));
