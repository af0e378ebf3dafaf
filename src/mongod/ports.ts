import { connect, createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** Connects and hangs up. Resolves to undefined when somebody answered, else to the reason. */
export const knock = (host: string, port: number, timeoutMs: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    const answer = (reason?: string): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reason);
    };
    // Our own timer: a socket's timeout doesn't count the time that the name look-up takes.
    const timer = setTimeout(() => {
      answer(`no answer within ${timeoutMs / 1000} s`);
    }, timeoutMs);
    socket.once('connect', () => {
      answer();
    });
    socket.once('error', (error) => {
      answer(error.message);
    });
  });

/** Whether a server could listen on that loopback port now. Somebody may still take it later. */
export const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ host: LOOPBACK, port, exclusive: true }, () =>
      server.close(() => {
        resolve(true);
      }),
    );
  });
