// The failed spans of a trace → the one way down from where the failure surfaced to where it began. Pure.

export interface FailedSpan {
  id: string; // the row's
  spanId: string;
  parentId: string;
  service: string;
  name: string;
  message: string;
  code: string; // what it answered: "HTTP 500", "gRPC 13"; empty when it has none
  startNs: bigint;
}

export interface ErrorChain {
  links: FailedSpan[]; // the cause first
  failed: number; // spans, of the whole trace
  services: number; // in which spans failed
}

/**
 * Goes down from a failed span whose parent did not fail, along failed children. Of several ways the one
 * through `spanId` is taken, else the deepest, else the one that began first. Undefined without failures.
 */
export function errorChain(spans: FailedSpan[], spanId: string): ErrorChain | undefined {
  if (spans.length === 0) return undefined;
  const bySpanId = new Map(spans.map((span) => [span.spanId, span]));
  const parents = new Set(spans.map((span) => span.parentId));
  const leaves = spans.filter((span) => !parents.has(span.spanId));
  const ways = (leaves.length > 0 ? leaves : spans).map((leaf) => wayUp(leaf, bySpanId));
  const score = (way: FailedSpan[]) =>
    [way.some((span) => span.spanId === spanId) ? 1 : 0, way.length] as const;
  const best = ways.reduce((a, b) => {
    const [throughA, depthA] = score(a);
    const [throughB, depthB] = score(b);
    if (throughA !== throughB) return throughA > throughB ? a : b;
    if (depthA !== depthB) return depthA > depthB ? a : b;
    return a[0]!.startNs <= b[0]!.startNs ? a : b;
  });
  return {
    links: best,
    failed: spans.length,
    services: new Set(spans.map((span) => span.service)).size,
  };
}

function wayUp(leaf: FailedSpan, bySpanId: Map<string, FailedSpan>): FailedSpan[] {
  const way: FailedSpan[] = [];
  const seen = new Set<string>();
  for (let span: FailedSpan | undefined = leaf; span && !seen.has(span.spanId);) {
    way.push(span);
    seen.add(span.spanId);
    span = bySpanId.get(span.parentId);
  }
  return way;
}
