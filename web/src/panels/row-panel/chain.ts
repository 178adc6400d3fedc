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
  spans: number | undefined; // all of the trace; unknown when there are too many to read
  services: number; // in which spans failed
}

/** Every span's parent, also of those that did not fail: a failure passes through some of them. */
export type Parents = Map<string, string>;

/**
 * Goes up from a failed span below which none failed, over those that failed above it. Of several ways the one
 * through `spanId` is taken, else the longest, else the one that began first. Undefined without failures.
 */
export function errorChain(
  spans: FailedSpan[],
  parents: Parents,
  spanId: string,
): Omit<ErrorChain, 'spans'> | undefined {
  if (spans.length === 0) return undefined;
  const bySpanId = new Map(spans.map((span) => [span.spanId, span]));
  const above = new Map(spans.map((span) => [span, failedAbove(span, bySpanId, parents)]));
  const passed = new Set(above.values());
  const leaves = spans.filter((span) => !passed.has(span));
  const ways = (leaves.length > 0 ? leaves : spans).map((leaf) => wayUp(leaf, above));
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

/** The nearest failed span above; parents in a circle lead nowhere. */
function failedAbove(
  span: FailedSpan,
  failed: Map<string, FailedSpan>,
  parents: Parents,
): FailedSpan | undefined {
  const seen = new Set([span.spanId]);
  for (let id = span.parentId; id !== '' && !seen.has(id); id = parents.get(id) ?? '') {
    const found = failed.get(id);
    if (found) return found;
    seen.add(id);
  }
  return undefined;
}

function wayUp(leaf: FailedSpan, above: Map<FailedSpan, FailedSpan | undefined>): FailedSpan[] {
  const way = new Set<FailedSpan>();
  for (let span: FailedSpan | undefined = leaf; span && !way.has(span); span = above.get(span)) way.add(span);
  return [...way];
}
