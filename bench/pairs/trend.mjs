import { run } from '../trend.mjs';

/** The analysts' figures over a generated body of data; see ../trend.mjs. */
export async function measure({ database, rounds }) {
  const say = (text) => process.stdout.write(`  ${text}\n`);
  const lines = await run({ uri: database.uriOf('trend'), log: say, rounds });
  return lines.map((line) => ({
    line,
    worst: [null, null],
    runs: { ours: [line.ours], other: line.other === null ? [] : [line.other] },
  }));
}
