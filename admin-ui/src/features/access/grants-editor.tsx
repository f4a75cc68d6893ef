import { Button, CloseButton, NativeSelect } from '@mantine/core';
import type { Schema } from '../../shared/http';
import type { Grant } from './api/list-users';
import { roles } from './grant-words';
import classes from './grants-editor.module.css';

interface Props {
  grants: readonly Grant[];
  projects: readonly Schema<'Project'>[];
  /** What the server says about one of them, by its place in the list. */
  errorAt(index: number): string | undefined;
  onChange(grants: readonly Grant[]): void;
}

const ALL = '*';

/** Roles in places, one a line. */
export function GrantsEditor({ grants, projects, errorAt, onChange }: Props) {
  const set = (index: number, change: Partial<Grant>) =>
    onChange(grants.map((grant, at) => (at === index ? { ...grant, ...change } : grant)));
  return (
    <fieldset className={classes.grants}>
      <legend>Rights</legend>
      {grants.length === 0 && <p className={classes.none}>No rights yet: they see nothing.</p>}
      {grants.map((grant, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is what it is by its place
          key={index}
          className={classes.line}
        >
          <NativeSelect
            aria-label={`Role ${index + 1}`}
            value={grant.role}
            data={roles.map(({ value, label }) => ({ value, label }))}
            onChange={(event) => set(index, { role: event.currentTarget.value as Grant['role'] })}
          />
          <span className={classes.in}>in</span>
          <NativeSelect
            aria-label={`Project of role ${index + 1}`}
            value={grant.project}
            data={[
              { value: ALL, label: 'all projects' },
              ...known(
                projects.map(({ key }) => key),
                grant.project,
              ),
            ]}
            onChange={(event) => set(index, { project: event.currentTarget.value, environment: ALL })}
          />
          <NativeSelect
            aria-label={`Environment of role ${index + 1}`}
            value={grant.environment}
            data={[
              { value: ALL, label: 'all environments' },
              ...known(environmentsOf(projects, grant.project), grant.environment),
            ]}
            onChange={(event) => set(index, { environment: event.currentTarget.value })}
          />
          <CloseButton
            aria-label={`Take away role ${index + 1}`}
            onClick={() => onChange(grants.filter((_, at) => at !== index))}
          />
          {errorAt(index) && (
            <p className={classes.error} role="alert">
              {errorAt(index)}
            </p>
          )}
        </div>
      ))}
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => onChange([...grants, { project: projects[0]?.key ?? ALL, environment: ALL, role: 'viewer' }])}
      >
        Add a role
      </Button>
      <dl className={classes.roles}>
        {roles.map(({ value, may }) => (
          <div key={value}>
            <dt>{value}</dt>
            <dd>{may}</dd>
          </div>
        ))}
      </dl>
    </fieldset>
  );
}

function environmentsOf(projects: readonly Schema<'Project'>[], project: string): readonly string[] {
  const meant = project === ALL ? projects : projects.filter(({ key }) => key === project);
  return [...new Set(meant.flatMap(({ environments }) => environments.map(({ key }) => key)))];
}

/** The choices, with what is chosen among them: somebody may have a right in a place that one does not see. */
function known(keys: readonly string[], chosen: string): string[] {
  return chosen === ALL || keys.includes(chosen) ? [...keys] : [...keys, chosen];
}
