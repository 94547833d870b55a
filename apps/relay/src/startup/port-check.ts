import { createServer } from 'node:net';
import { StartupError } from './startup-error';

/**
 * Tells at once, before anything is started, when the address cannot be had.
 * @throws StartupError naming the variable and what to do
 */
export async function checkPort(host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => reject(portError(host, port, error)));
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

export function portError(host: string, port: number, error: NodeJS.ErrnoException): StartupError {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartupError([
        `PORT: ${host}:${port} is taken by another program (perhaps a relay that already runs): stop it, or set PORT to a free one.`,
      ]);
    case 'EACCES':
      return new StartupError([
        `PORT: no permission to listen on ${port}: choose a port from 1024 on.`,
      ]);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartupError([`HOST: ${host} is not an address of this machine.`]);
    default:
      return new StartupError([`HOST, PORT: cannot listen on ${host}:${port} (${error.message}).`]);
  }
}
