// Asks a server's engine directly, past the API: for what the API does not show.
import { request } from 'node:http';
import path from 'node:path';

// The rows of `sql` as objects; 64-bit integers are strings.
export async function ask(server, sql) {
  const { status, text } = await new Promise((resolve, reject) => {
    const asked = request(
      {
        socketPath: path.join(server.dataDir, 'engine.sock'),
        path: '/?default_format=JSONEachRow&output_format_json_quote_64bit_integers=1',
        method: 'POST',
        headers: { 'X-Sextant-Trusted': '1' },
      },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8');
        answer.on('data', (part) => (body += part));
        answer.on('end', () => resolve({ status: answer.statusCode, text: body }));
        answer.on('error', reject);
      },
    );
    asked.on('error', reject);
    asked.end(sql);
  });
  if (status !== 200) throw new Error(`the engine answered ${status}: ${text}`);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
