import { Checkbox, TagsInput, Textarea, TextInput } from '@mantine/core';
import classes from './about-fields.module.css';

/** What people write down of a flag; changes no decision, but for whether clients may see it. */
export interface About {
  description: string;
  owner: string;
  tags: readonly string[];
  runbook: string;
  temporary: boolean;
  /** As 2027-03-31, or empty. */
  expires: string;
  clientVisible: boolean;
}

export const NOTHING_KNOWN: About = {
  description: '',
  owner: '',
  tags: [],
  runbook: '',
  temporary: true,
  expires: '',
  clientVisible: false,
};

interface Props {
  about: About;
  /** What the server said of a field, by its name. */
  faultAt(field: keyof About): string | undefined;
  onChange(about: About): void;
  disabled?: boolean;
}

export function AboutFields({ about, faultAt, onChange, disabled = false }: Props) {
  const set = <K extends keyof About>(field: K, value: About[K]) => onChange({ ...about, [field]: value });
  return (
    <div className={classes.fields}>
      <Textarea
        label="What it is for"
        autosize
        minRows={2}
        maxLength={2_000}
        value={about.description}
        error={faultAt('description')}
        disabled={disabled}
        onChange={(event) => set('description', event.currentTarget.value)}
      />
      <div className={classes.pair}>
        <TextInput
          label="Owner"
          placeholder="a person or a team"
          maxLength={100}
          value={about.owner}
          error={faultAt('owner')}
          disabled={disabled}
          onChange={(event) => set('owner', event.currentTarget.value)}
        />
        <TagsInput
          label="Tags"
          placeholder={about.tags.length === 0 ? 'checkout, web' : ''}
          value={[...about.tags]}
          error={faultAt('tags')}
          disabled={disabled}
          onChange={(tags) => set('tags', tags)}
        />
      </div>
      <TextInput
        label="Runbook"
        placeholder="where it says what to do when it burns"
        maxLength={2_000}
        value={about.runbook}
        error={faultAt('runbook')}
        disabled={disabled}
        onChange={(event) => set('runbook', event.currentTarget.value)}
      />
      <div className={classes.pair}>
        <Checkbox
          className={classes.check ?? ''}
          label="Temporary: to be removed when it has done its work"
          checked={about.temporary}
          disabled={disabled}
          onChange={(event) => set('temporary', event.currentTarget.checked)}
        />
        {about.temporary && (
          <TextInput
            type="date"
            label="Should be gone by"
            value={about.expires}
            error={faultAt('expires')}
            disabled={disabled}
            onChange={(event) => set('expires', event.currentTarget.value)}
          />
        )}
      </div>
      <Checkbox
        label="Visible to clients: programs in users’ hands may ask for its decisions with a client key"
        checked={about.clientVisible}
        disabled={disabled}
        onChange={(event) => set('clientVisible', event.currentTarget.checked)}
      />
    </div>
  );
}
