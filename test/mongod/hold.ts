import { startEmbedded } from '../../src/mongod/embedded.js';

// A process that holds the mongod of a folder until it is told to go: what `serve` does.
const [dataDir = '', binary = '', port = ''] = process.argv.slice(2);
const mongod = await startEmbedded({ dataDir, binary, port: Number(port) });
const { uri, pid, joined } = mongod;
console.log(JSON.stringify({ uri, port: mongod.port, pid, joined }));
const stay = setInterval(() => undefined, 60_000);
process.once('SIGINT', () => {
  clearInterval(stay);
  void mongod.stop();
});
