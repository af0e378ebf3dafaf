import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { shown, table } from './support/figures.mjs';

const names = ['append', 'long-stream', 'rebuild', 'http', 'processes', 'trend', 'audit'];
const here = (path) => new URL(path, import.meta.url);
const say = (text) => process.stdout.write(`${text}\n`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' } },
});
const rounds = Number(values.rounds);
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write(
    `Expected: npm run bench -- [--rounds N] [${names.join(' | ')}] …, got ${process.argv.slice(2).join(' ')}\n`,
  );
  process.exit(2);
}
if (!existsSync(here('../dist/src/main.js'))) {
  process.stderr.write('There is no build to measure: run "npm run build" first.\n');
  process.exit(2);
}
// The peers are no dependency of the product: they come here, the first time.
if (!existsSync(here('node_modules/.package-lock.json'))) {
  execFileSync('npm', ['ci'], { cwd: here('.'), stdio: 'inherit' });
}

const { startDatabase } = await import('./support/stage.mjs');
const database = await startDatabase();
// mongod has a session of its own, where Ctrl-C doesn't reach it.
const interrupted = () => database.stop().then(() => process.exit(130));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, interrupted);
// Whoever reads along (`| head`) may go; the measurement goes on.
process.stdout.on('error', () => undefined);
const results = [];
try {
  for (const name of positionals.length > 0 ? positionals : names) {
    say(`${name}: ${rounds} rounds …`);
    const { measure } = await import(`./pairs/${name}.mjs`);
    const measured = await measure({ database, rounds });
    for (const { line, runs } of measured) {
      const each = (values) => values.map(shown).join(' ');
      say(`  ${line.name} [${line.unit}]: ours ${each(runs.ours)} | other ${each(runs.other)}`);
    }
    results.push(...measured);
  }
} finally {
  await database.stop();
}

say(`\n${table(results)}`);
await mkdir(here('out/'), { recursive: true });
const lines = results.map(({ line }) => line);
await writeFile(here('out/results.json'), `${JSON.stringify(lines, null, 2)}\n`);
say(
  'Medians of the rounds; "bad end" is the p95 of a time, the p5 of a rate. bench/out/results.json',
);
