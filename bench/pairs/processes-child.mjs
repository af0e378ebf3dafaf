import { createInterface } from 'node:readline';
import { clients } from '../support/clients.mjs';
import { openLog } from '../support/stage.mjs';
import { execute, placeOf, progressCommand } from '../support/work.mjs';

// One of several processes on one database. For each line on its input, a run; answers in JSON.
const [uri] = process.argv.slice(2);
const log = await openLog(uri);
process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const { ledger, first, count, total } = JSON.parse(line);
  let busy = 0;
  const send = async (client, n) => {
    const { stream, round } = placeOf(first + client, n);
    const command = progressCommand(ledger, stream, round);
    for (;;) {
      try {
        return await execute(log.loop, ledger, command);
      } catch (error) {
        if (error.code !== 'BUSY') throw error;
        busy += 1;
      }
    }
  };
  const { perSecond, p99 } = await clients(count, total, send);
  process.stdout.write(`${JSON.stringify({ perSecond, p99, busy })}\n`);
}
