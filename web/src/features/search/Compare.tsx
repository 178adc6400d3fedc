// The switch that draws the period before behind the chart, and how the two totals compare.

import { exact } from '../../base/format';
import { changeText } from './before';
import styles from './Chart.module.css';
import { totalOf } from './histogram-state';
import type { Page } from './use-page';

export function Compare({ page }: { page: Page }) {
  const { link, before, histogram } = page;
  return (
    <button
      type="button"
      className={styles.compare}
      aria-pressed={link.compare}
      title="Draws the period of the same length just before behind the bars"
      onClick={() => page.go({ compare: !link.compare }, { replace: true })}
    >
      <i />
      Period before
      {link.compare && <Difference before={before} histogram={histogram} />}
    </button>
  );
}

function Difference({ before, histogram }: Pick<Page, 'before' | 'histogram'>) {
  if (before.error) return <em>not counted: {before.error.message}</em>;
  if (!before.state?.done) return <em>{before.stopped ? 'not counted' : 'counting'}</em>;
  const total = totalOf(before.state);
  const whole = before.state.done.complete && histogram.state?.done?.complete;
  const change = whole ? changeText(totalOf(histogram.state!), total) : undefined;
  return (
    <>
      <b>{exact(total)}</b>
      {change !== undefined && <em>{change}</em>}
      {!before.state.done.complete && <em>in the part read</em>}
    </>
  );
}
