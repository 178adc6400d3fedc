// The five marks a severity text or a span status is drawn with. The text itself is never replaced.

export type Severity = 'fatal' | 'error' | 'warn' | 'info' | 'debug';

export function severityOf(text: string | undefined): Severity {
  const word = (text ?? '').toLowerCase();
  if (/^(fatal|crit|emerg|alert|panic)/.test(word)) return 'fatal';
  if (/^(err|severe|status_code_error)/.test(word)) return 'error';
  if (/^(warn)/.test(word)) return 'warn';
  if (/^(debug|trace|verbose|fine)/.test(word)) return 'debug';
  return 'info';
}

/** Red and amber rows stand out; the others stay calm. */
export function standsOut(severity: Severity): boolean {
  return severity === 'fatal' || severity === 'error' || severity === 'warn';
}
