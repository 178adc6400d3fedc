// Numbers and durations as the page writes them: exact with separators in totals and tables, three digits
// in facets and on axes.

const exactFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** 38838738 → "38,838,738". Takes the API's decimal strings too. */
export function exact(count: number | bigint | string): string {
  return exactFormat.format(typeof count === 'string' ? BigInt(count) : count).replace('-', '−');
}

const kSteps: [number, string][] = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** Three digits: 38838738 → "38.8M". Below ten thousand the number itself. */
export function short(count: number): string {
  if (Math.abs(count) < 10_000) return exact(count);
  for (const [step, letter] of kSteps) {
    const value = count / step;
    if (Math.abs(Number(value.toPrecision(3))) >= 1) return threeDigits(value) + letter;
  }
  return exact(count);
}

/** Axis labels: like short(), but without digits that are only zeros: 400000 → "400k". */
export function tick(count: number): string {
  for (const [step, letter] of kSteps) {
    if (Math.abs(count) >= step) return `${Number((count / step).toPrecision(3))}${letter}`;
  }
  return String(Number(count.toPrecision(3)));
}

function threeDigits(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const whole = Math.abs(rounded) >= 100 ? 0 : Math.abs(rounded) >= 10 ? 1 : 2;
  return rounded.toFixed(whole).replace('-', '−');
}

/** 0.1234 → "12.3 %"; what is there but would round to nothing is "< 0.1 %". */
export function share(part: number): string {
  const percent = part * 100;
  const size = Math.abs(percent);
  if (size > 0 && size < 0.05) return part < 0 ? '> −0.1 %' : '< 0.1 %';
  const digits = size >= 1000 ? exact(Math.round(size)) : size.toFixed(1);
  return `${percent < 0 ? '−' : ''}${digits} %`;
}

const kDurations: [limit: number, ns: number, unit: string][] = [
  [1e3, 1, 'ns'],
  [1e6, 1e3, 'µs'],
  [1e9, 1e6, 'ms'],
  [60e9, 1e9, 's'],
  [3600e9, 60e9, 'min'],
  [86400e9, 3600e9, 'h'],
];

/** A duration with three digits: 88.4 ms, 1.12 s. Tenths of a millisecond stay milliseconds: 0.41 ms. */
export function duration(ns: number): string {
  if (ns === 0) return '0 s';
  const size = Math.abs(ns);
  if (size >= 1e4 && size < 1e6) return `${threeDigits(ns / 1e6)} ms`;
  for (const [limit, unit, name] of kDurations) {
    if (size < limit && Number((size / unit).toPrecision(3)) < limit / unit)
      return unit === 1 ? `${ns} ns` : `${threeDigits(ns / unit)} ${name}`;
  }
  return `${threeDigits(ns / 86400e9)} d`;
}

/** How long something took, for "rows read in …". */
export function elapsed(ms: number): string {
  return ms < 1
    ? '< 1 ms'
    : ms < 1000
      ? `${Math.round(ms)} ms`
      : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

/** "0.9 s ago", "14 s ago", "3 min ago", "2 days ago". */
export function ago(ms: number): string {
  const s = Math.max(0, ms) / 1000;
  if (s < 10) return `${s.toFixed(1)} s ago`;
  if (s < 100) return `${Math.round(s)} s ago`;
  if (s < 5400) return `${Math.round(s / 60)} min ago`;
  if (s < 129_600) return `${Math.round(s / 3600)} h ago`;
  return `${Math.round(s / 86_400)} days ago`;
}

/** A span of whole time units: 900000 → "15 min". */
export function span(ms: number): string {
  const units: [number, string][] = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
  ];
  for (const [size, name] of units) if (ms >= size && ms % size === 0) return `${ms / size} ${name}`;
  for (const [size, name] of units) if (ms >= size) return `${Number((ms / size).toFixed(1))} ${name}`;
  return `${ms} ms`;
}

export function plural(count: number | string, one: string, many = `${one}s`): string {
  return `${exact(count)} ${String(count) === '1' ? one : many}`;
}
