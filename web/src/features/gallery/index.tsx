// Every part and state in one place, for those who change them. Development builds only; its data is made up
// here and goes nowhere.

import { IconBolt, IconCopy, IconInfoCircle, IconPlayerPlay, IconSearch } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { TopBar } from '../../panels/frame/TopBar';
import { EngineRestarting, Failed, NothingArrived, NothingMatches } from '../../panels/states/States';
import { Button } from '../../ui/Button';
import { CopyLine } from '../../ui/CopyLine';
import { Menu } from '../../ui/Floating';
import { IconButton } from '../../ui/IconButton';
import { Mark } from '../../ui/Mark';
import { Note } from '../../ui/Note';
import { Pill } from '../../ui/Pill';
import { ProgressBar } from '../../ui/ProgressBar';
import { Segmented } from '../../ui/Segmented';
import { ServiceName } from '../../ui/ServiceSwatch';
import { SeverityMark } from '../../ui/SeverityMark';
import { Tabs } from '../../ui/Tabs';
import { TextInput } from '../../ui/TextInput';
import { Asking } from './Asking';
import { Charts } from './Charts';
import styles from './Gallery.module.css';
import { restarting, status } from './samples';
import { SampleRow } from './SampleRow';
import { SampleTable } from './SampleTable';

const nothing = () => undefined;

export function GalleryPage() {
  return (
    <>
      <TopBar title="Gallery">{null}</TopBar>
      <main className={styles.page}>
        <Card title="Buttons">
          <Controls />
        </Card>
        <Card title="Marks">
          <Marks />
        </Card>
        <Card title="Fields and tabs">
          <Fields />
        </Card>
        <Card title="Notes">
          <Notes />
        </Card>
        <Card title="Histogram: calm, then wrong">
          <Charts />
        </Card>
        <Card title="Asking">
          <Asking />
        </Card>
        <Card title="Table">
          <SampleTable />
        </Card>
        <Card title="Row">
          <SampleRow />
        </Card>
        <Card title="Nothing has arrived">
          <NothingArrived status={status} zone="utc" />
        </Card>
        <Card title="Nothing matches">
          <NothingMatches
            read="38,838,738 rows read, all of Nov 20 03:12 – Nov 21 03:12."
            waysOut={[
              {
                key: 'a',
                kind: 'filter',
                text: 'Without filter ServiceName is payment',
                count: '18214',
                onTake: nothing,
              },
              {
                key: 'b',
                kind: 'words',
                text: 'Without the words of the search',
                count: undefined,
                onTake: nothing,
              },
              { key: 'c', kind: 'time', text: 'Last 7 days', count: '1', onTake: nothing },
            ]}
          />
        </Card>
        <Card title="Failed">
          <Failed
            message="The engine stopped the search: it needed more than 4 GiB of memory. Narrow the time or the search."
            onRetry={nothing}
          />
        </Card>
        <Card title="Engine restarting">
          <EngineRestarting status={restarting} unreachable={false} reason={undefined} />
        </Card>
        <Card title="Server away">
          <EngineRestarting status={undefined} unreachable reason={undefined} />
        </Card>
      </main>
    </>
  );
}

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.card} aria-label={title}>
      <h2>{title}</h2>
      <div className={styles.box}>{children}</div>
    </section>
  );
}

function Controls() {
  const icon = <IconPlayerPlay size={16} stroke={1.6} />;
  const tones = ['quiet', 'primary', 'ghost', 'link'] as const;
  const sizes = ['m', 's', 'xs'] as const;
  return (
    <div className={styles.stack}>
      {sizes.map((size) => (
        <div key={size} className={styles.line}>
          {tones.map((tone) => (
            <Button key={tone} tone={tone} size={size} icon={icon}>
              Run
            </Button>
          ))}
          <Button size={size} disabled>
            Run
          </Button>
          <Button size={size} pressed>
            Wrap
          </Button>
          <Button size={size} keys="Esc">
            Cancel
          </Button>
          <IconButton
            size={size}
            label="Copy"
            keys="c"
            icon={<IconCopy size={14} stroke={1.6} />}
            badge={size === 'm' ? 2 : undefined}
          />
        </div>
      ))}
      <div className={styles.line}>
        <Menu
          label="A menu"
          target={<Button>Menu</Button>}
          sections={[
            {
              title: 'Section',
              items: [
                { key: 'a', label: 'Lucene', chosen: true, onChoose: nothing },
                { key: 'b', label: 'SQL', chosen: false, onChoose: nothing },
              ],
            },
          ]}
        />
      </div>
    </div>
  );
}

function Marks() {
  return (
    <div className={styles.stack}>
      <div className={styles.line}>
        <Mark size={16} />
        <Mark size={22} />
        <Mark size={48} />
      </div>
      <div className={styles.line}>
        {['fatal', 'error', 'warn', 'info', 'debug', ''].map((text) => (
          <SeverityMark key={text} text={text} />
        ))}
      </div>
      <div className={styles.line}>
        {['frontend', 'checkout', 'payment', 'cart', 'currency', ''].map((name) => (
          <ServiceName key={name} name={name} />
        ))}
      </div>
      <div className={styles.line} role="list">
        <Pill field="ServiceName" word="is" text="payment" onTurn={nothing} onRemove={nothing} />
        <Pill field="StatusCode" word="is not" text="Unset" onTurn={nothing} onRemove={nothing} />
        <Pill field="Duration" word="in" text="≥ 200000000" onRemove={nothing} />
      </div>
    </div>
  );
}

function Fields() {
  const [text, setText] = useState('payment');
  const [form, setForm] = useState<'table' | 'json'>('table');
  const [tab, setTab] = useState<'overview' | 'columns'>('overview');
  return (
    <div className={styles.stack}>
      <div className={styles.line}>
        <TextInput
          label="Find"
          placeholder="Find a field or value"
          value={text}
          onChange={setText}
          icon={<IconSearch size={14} stroke={1.6} />}
        />
        <TextInput label="Wrong" invalid code value='pay"' onChange={nothing} />
        <Segmented
          label="Form"
          value={form}
          onChange={setForm}
          options={[
            { value: 'table', label: 'Table' },
            { value: 'json', label: 'JSON' },
          ]}
        />
        <Segmented
          small
          label="Small form"
          value={form}
          onChange={setForm}
          options={[
            { value: 'table', label: 'Table' },
            { value: 'json', label: 'JSON' },
          ]}
        />
      </div>
      <Tabs
        label="Row"
        value={tab}
        onChange={setTab}
        tabs={[
          { value: 'overview', label: 'Overview' },
          { value: 'columns', label: 'Column Values', count: 47 },
        ]}
      >
        <p className={styles.line}>{tab}</p>
      </Tabs>
      <CopyLine name="OTLP/HTTP" text="http://localhost:4318" />
    </div>
  );
}

function Notes() {
  return (
    <div className={styles.stack}>
      <ProgressBar busy share={0.32} />
      <ProgressBar busy />
      <Note icon={<IconInfoCircle size={16} stroke={1.6} />}>
        The rows below are from the last search that ran.
      </Note>
      <Note
        tone="warn"
        icon={<IconBolt size={16} stroke={1.6} />}
        actions={<Button size="s">Narrow to 17:30 – 03:12</Button>}
      >
        <b>Stopped after 60 s, the query limit.</b> Complete from 17:30 to 03:12.
      </Note>
      <Note tone="error" icon={<IconBolt size={16} stroke={1.6} />}>
        <b>This quote is never closed.</b>
      </Note>
    </div>
  );
}
