// A server's memory, as the kernel counts it.
import { readFile, writeFile } from 'node:fs/promises';

// By how many bytes the server's resident memory, at its highest, exceeded what it was before `body`.
export async function peakRise(server, body) {
  const bytes = async (name) => {
    const status = await readFile(`/proc/${server.pid}/status`, 'utf8');
    return Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)[1]) * 1024;
  };
  const earlier = await bytes('VmRSS');
  await writeFile(`/proc/${server.pid}/clear_refs`, '5');
  await body();
  return (await bytes('VmHWM')) - earlier;
}
