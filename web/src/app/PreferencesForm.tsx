// What a person can choose for this browser.

import { setPreferences, usePreference, type Preferences } from '../base/preferences';
import { Segmented } from '../ui/Segmented';
import styles from './Shell.module.css';

export function PreferencesForm() {
  return (
    <div className={styles.form}>
      <Choice name="theme" label="Theme" options={{ system: 'System', dark: 'Dark', light: 'Light' }} />
      <Choice name="density" label="Rows" options={{ compact: 'Compact', cosy: 'Cosy' }} />
      <Choice name="zone" label="Times" options={{ local: 'Local', utc: 'UTC' }} />
    </div>
  );
}

type Chosen = 'theme' | 'density' | 'zone';

function Choice<K extends Chosen>({
  name,
  label,
  options,
}: {
  name: K;
  label: string;
  options: Record<Preferences[K], string>;
}) {
  const value = usePreference(name);
  return (
    <div className={styles.choice}>
      <span>{label}</span>
      <Segmented
        small
        label={label}
        value={value}
        onChange={(next) => setPreferences({ [name]: next })}
        options={Object.entries<string>(options).map(([key, text]) => ({
          value: key as Preferences[K],
          label: text,
        }))}
      />
    </div>
  );
}
