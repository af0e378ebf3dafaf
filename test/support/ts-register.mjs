import { register } from 'node:module';

// node --import this file: lets a plain node process run the project's TypeScript, as jest does.
register('./ts-hooks.mjs', import.meta.url);
