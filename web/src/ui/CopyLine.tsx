// One line to copy: a name, the text, and the button.

import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { IconButton } from './IconButton';
import styles from './CopyLine.module.css';

export function CopyLine({ name, text }: { name: string; text: string }) {
  return (
    <div className={styles.line}>
      <span className={styles.name}>{name}</span>
      <code className={styles.text}>{text}</code>
      <CopyButton label={`Copy ${name}`} text={text} />
    </div>
  );
}

export function CopyButton({
  label,
  text,
  size = 'xs',
}: {
  label: string;
  text: string | (() => string);
  size?: 'xs' | 's';
}) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(typeof text === 'string' ? text : text()).then(() => setCopied(true));
  };
  return (
    <IconButton
      label={copied ? 'Copied' : label}
      size={size}
      icon={copied ? <IconCheck size={14} stroke={1.6} /> : <IconCopy size={14} stroke={1.6} />}
      onClick={copy}
      onMouseLeave={() => setCopied(false)}
      onBlur={() => setCopied(false)}
    />
  );
}
