// Newline-delimited JSON, as it arrives.

/** Yields the lines' objects in batches: all that one chunk of the network completed. */
export async function* readNdjson<T>(body: ReadableStream<Uint8Array>): AsyncGenerator<T[]> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const lines = rest.split('\n');
      rest = done ? '' : lines.pop()!;
      const batch = lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as T);
      if (batch.length > 0) yield batch;
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
