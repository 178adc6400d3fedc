// Instants are nanoseconds since 1970-01-01 UTC: decimal strings on the wire, bigint here, never a float.
// Charts, whose pixels are far coarser, use milliseconds.

export const kNsPerMs = 1_000_000n;

export function nanosFromMs(ms: number): bigint {
  return BigInt(Math.round(ms)) * kNsPerMs;
}

export function msFromNanos(ns: bigint | string): number {
  return Number(BigInt(ns) / kNsPerMs);
}

/** The digits below a millisecond, six of them. */
export function subMillisecondDigits(ns: bigint): string {
  const rest = ((ns % kNsPerMs) + kNsPerMs) % kNsPerMs;
  return rest.toString().padStart(6, '0');
}
