import { jest } from '@jest/globals';
import { runBitacora } from '../../src/cli/bitacora.js';

/** Calls the command line in this process; what it answers, and what it prints. */
export async function called(...argv: readonly string[]) {
  const printed = { out: '', err: '' };
  const into = (which: 'out' | 'err') => (text: string | Uint8Array) => {
    printed[which] += String(text);
    return true;
  };
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation(into('out')),
    jest.spyOn(process.stderr, 'write').mockImplementation(into('err')),
  ];
  try {
    return { code: await runBitacora(argv), ...printed };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
