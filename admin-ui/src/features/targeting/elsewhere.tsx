import { Button, Skeleton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useCsrf } from '../../shared/csrf';
import type { Schema } from '../../shared/http';
import { keys } from '../../shared/keys';
import { noteChange } from '../../shared/live/use-project-events';
import { isProduction } from '../../shared/place';
import { Dialog } from '../../shared/ui/dialog';
import { Failure } from '../../shared/ui/failure';
import { PlaceLink } from '../../shared/ui/place-link';
import { copyTargeting, previewCopy } from './api/copy-targeting';
import { getTargeting } from './api/get-targeting';
import classes from './elsewhere.module.css';
import { bodyOf, draftOf } from './model/draft';
import { SaveDialog } from './save-dialog';

interface Props {
  project: string;
  flag: string;
  /** The one that the page is about. */
  environment: string;
  environments: Readonly<Record<string, Schema<'FlagInEnvironment'>>>;
  /** Why one may not copy into this environment; undefined if one may. */
  forbidden: string | undefined;
}

/** The other environments beside this one: what they say of the flag, how that differs, and a way to take it over. */
export function Elsewhere({ project, flag, environment, environments, forbidden }: Props) {
  const [compared, setCompared] = useState<string>();
  const others = Object.entries(environments).filter(([name]) => name !== environment);
  if (others.length === 0) {
    return null;
  }
  return (
    <section className={classes.whole} aria-label="Other environments">
      <h2 className={classes.title}>Elsewhere</h2>
      <ul className={classes.list}>
        {others.map(([name, { sentence, enabled }]) => (
          <li key={name} data-environment={isProduction(name) ? 'production' : 'other'}>
            <div className={classes.line}>
              <PlaceLink to={`/flags/${flag}`} environment={name}>
                {name}
              </PlaceLink>
              <span className={classes.state}>{enabled ? 'enabled' : 'disabled'}</span>
              <Button size="compact-xs" variant="default" onClick={() => setCompared(name)}>
                Compare
                <span className={classes.hidden}>
                  {' '}
                  {name} with {environment}
                </span>
              </Button>
            </div>
            <p className={classes.sentence}>{sentence}</p>
          </li>
        ))}
      </ul>
      {compared !== undefined && (
        <CopyDialog
          project={project}
          flag={flag}
          environment={environment}
          from={compared}
          forbidden={forbidden}
          onClose={() => setCompared(undefined)}
        />
      )}
    </section>
  );
}

interface CopyProps {
  project: string;
  flag: string;
  environment: string;
  from: string;
  forbidden: string | undefined;
  onClose(): void;
}

function CopyDialog({ project, flag, environment, from, forbidden, onClose }: CopyProps) {
  const csrf = useCsrf();
  const client = useQueryClient();
  const prospect = useQuery({
    queryKey: [...keys.targeting(project, flag, environment), 'copy', from],
    queryFn: ({ signal }) => previewCopy(project, flag, environment, from, csrf, signal),
  });
  const useSide = (side: string) =>
    useQuery({
      queryKey: keys.targeting(project, flag, side),
      queryFn: ({ signal }) => getTargeting(project, flag, side, signal),
    });
  const [here, there] = [useSide(environment), useSide(from)];
  const copying = useMutation({
    mutationFn: (comment: string) =>
      copyTargeting(project, flag, environment, { from, version: prospect.data?.version ?? 0, comment }, csrf),
    async onSuccess(acted) {
      noteChange(client, project, { environment, flag, revision: acted.revision });
      await client.invalidateQueries({ queryKey: keys.flags(project) });
      onClose();
    },
    // It may have been done all the same, or others were faster.
    onError: () => client.invalidateQueries({ queryKey: keys.flags(project) }),
  });
  const title = `${flag}: ${environment} as it is, and as ${from} has it`;
  const error = prospect.error ?? here.error ?? there.error;
  if (error) {
    return (
      <Dialog title={title} onClose={onClose}>
        <Failure what="The two could not be compared" error={error} />
      </Dialog>
    );
  }
  if (!prospect.data || !here.data || !there.data) {
    return (
      <Dialog title={title} onClose={onClose} wide>
        <Skeleton height={220} radius={8} />
      </Dialog>
    );
  }
  const before = bodyOf(draftOf(here.data));
  return (
    <SaveDialog
      title={title}
      act={`Copy into ${environment}`}
      forbidden={forbidden}
      prospect={prospect.data}
      before={before}
      // The switch stays as it is here.
      after={{ ...bodyOf(draftOf(there.data)), enabled: before.enabled }}
      busy={copying.isPending}
      error={copying.error}
      onClose={onClose}
      onSave={(comment) => copying.mutate(comment)}
    />
  );
}
