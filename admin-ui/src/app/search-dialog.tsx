import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useFlags } from '../features/flags/use-flags';
import { useFleet } from '../features/fleet/use-fleet';
import { listSegments } from '../features/segments/api/list-segments';
import { instanceName } from '../shared/instance-name';
import { keys } from '../shared/keys';
import { useLive } from '../shared/live/live';
import { usePlace, usePlaced } from '../shared/place';
import { Dialog } from '../shared/ui/dialog';
import { navigation } from './navigation';
import { useProjects } from './place-gate';
import { type Found, find } from './search';
import classes from './search-dialog.module.css';

const AT_MOST = 40;

/** One box over everything: pages, flags, segments, programs, environments and projects. */
export function SearchDialog({ onClose }: { onClose(): void }) {
  const [wanted, setWanted] = useState('');
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const navigate = useNavigate();
  const found = find(useEverything(), wanted).slice(0, AT_MOST);
  const current = Math.min(chosen, found.length - 1);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    box.current?.querySelector(`[data-n="${current}"]`)?.scrollIntoView?.({ block: 'nearest' });
  }, [current]);

  const go = (one: Found | undefined) => {
    if (one) {
      onClose();
      void navigate(one.to);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setChosen((current + step + found.length) % Math.max(1, found.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      go(found[current]);
    }
  };
  return (
    <Dialog title="Find" onClose={onClose}>
      <TextInput
        role="combobox"
        aria-label="Find a flag, a segment, a program, a page"
        aria-expanded={found.length > 0}
        aria-controls={listId}
        aria-activedescendant={found.length > 0 ? `${listId}-${current}` : undefined}
        placeholder="A flag, a segment, a program, a page"
        autoComplete="off"
        value={wanted}
        onChange={(event) => {
          setWanted(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
        data-autofocus
      />
      <div ref={box} id={listId} role="listbox" aria-label="What was found" className={classes.list}>
        {found.map((one, n) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys belong to the box above, as a combobox wants it
          <div
            key={`${one.kind} ${one.to} ${one.name}`}
            id={`${listId}-${n}`}
            data-n={n}
            role="option"
            aria-selected={n === current}
            tabIndex={-1}
            className={classes.found}
            onClick={() => go(one)}
          >
            <span className={classes.kind}>{one.kind}</span>
            <span className={classes.name}>{one.name}</span>
            <span className={classes.about}>{one.about}</span>
          </div>
        ))}
      </div>
      {found.length === 0 && <p className={classes.none}>Nothing here is called “{wanted}”.</p>}
    </Dialog>
  );
}

/** Everything that can be gone to from here, in the order of how often one wants it. */
function useEverything(): readonly Found[] {
  const { project, environment, environments } = usePlace();
  const placed = usePlaced();
  const flags = useFlags(project, useLive().phase === 'live').data ?? [];
  const fleet = useFleet(project, environment).data?.items ?? [];
  const segments = useQuery({
    queryKey: keys.segments(project, environment),
    queryFn: ({ signal }) => listSegments(project, environment, signal),
  });
  const projects = useProjects().data ?? [];
  return [
    ...navigation.map(({ to, name, about }) => ({ kind: 'Page', name, about, to: placed(to) })),
    ...flags.map(({ key, description, tags, owner, environments: all }) => ({
      kind: 'Flag',
      name: key,
      about: all?.[environment]?.sentence ?? description,
      also: [description, owner, ...tags].join(' '),
      to: placed(`/flags/${key}`),
    })),
    ...(segments.data ?? []).map(({ key }) => ({
      kind: 'Segment',
      name: key,
      about: `in ${environment}`,
      to: placed(`/segments/${key}`),
    })),
    ...environments.map(({ key }) => ({
      kind: 'Environment',
      name: key,
      about: `of ${project}`,
      to: placed('/flags', { env: key }),
    })),
    ...projects.map(({ key, name }) => ({
      kind: 'Project',
      name: key,
      about: name,
      to: placed('/', { project: key }),
    })),
    ...fleet.map(({ instance, application, sdk }) => ({
      kind: 'Program',
      name: instanceName(instance, application),
      about: sdk,
      also: instance,
      to: placed('/fleet'),
    })),
  ];
}
