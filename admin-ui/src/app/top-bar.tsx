import { ActionIcon, Button, NativeSelect, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { endSession } from '../features/session/api/end-session';
import { useSession } from '../features/session/session';
import { tellTabs } from '../features/session/tabs';
import { useLive } from '../shared/live/live';
import { usePlace, usePlaced } from '../shared/place';
import { Icon } from '../shared/ui/icon';
import { Logo } from '../shared/ui/logo';
import { PlaceLink } from '../shared/ui/place-link';
import { OffDialog } from './off-dialog';
import { useProjects } from './place-gate';
import { SearchDialog } from './search-dialog';
import classes from './top-bar.module.css';

const MENU = 'M4 7h16M4 12h16M4 17h16';
const SUN =
  'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M5 5l1.8 1.8M17.2 17.2L19 19M5 19l1.8-1.8M17.2 6.8L19 5';
const MOON = 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z';
const GLASS = 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L20 20';
const POWER = 'M12 3v8M6.5 7a8 8 0 1 0 11 0';
const LEAVE = 'M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9';

interface Props {
  /** On a phone: whether the navigation is there. */
  open: boolean;
  onMenu(): void;
}

/** Where one is, whether the page follows the server, who one is. */
export function TopBar({ open, onMenu }: Props) {
  return (
    <header className={classes.bar}>
      <span className={classes.menu}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label="Pages"
          aria-expanded={open}
          aria-controls="pages"
          onClick={onMenu}
        >
          <Icon lines={MENU} />
        </ActionIcon>
      </span>
      <PlaceLink to="/" className={classes.brand} aria-label="Sluice: what is going on now">
        <Logo /> <span className={classes.name}>Sluice</span>
      </PlaceLink>
      <ProjectChooser />
      <Search />
      <span className={classes.space} />
      <LiveMark />
      <Off />
      <SchemeButton />
      <Leave />
    </header>
  );
}

function ProjectChooser() {
  const { project } = usePlace();
  const projects = useProjects().data ?? [];
  const navigate = useNavigate();
  const placed = usePlaced();
  if (projects.length < 2) {
    return <span className={classes.project}>{project}</span>;
  }
  return (
    <NativeSelect
      className={classes.chooser ?? ''}
      size="sm"
      aria-label="Project"
      value={project}
      data={projects.map(({ key }) => key)}
      // What is open may not exist there: to the page where everything begins.
      onChange={(event) => void navigate(placed('/', { project: event.currentTarget.value }))}
    />
  );
}

/** Ctrl-K, or a click. */
function Search() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
        event.preventDefault();
        setOpen(true);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <button
        type="button"
        className={classes.search}
        aria-label="Find"
        title="Find (Ctrl K)"
        onClick={() => setOpen(true)}
      >
        <Icon lines={GLASS} size={16} />
        <span className={classes.hint}>Find anything</span>
        <kbd className={classes.key}>Ctrl K</kbd>
      </button>
      {open && <SearchDialog onClose={() => setOpen(false)} />}
    </>
  );
}

/** The first of the two clicks that switch something off, from wherever one is. */
function Off() {
  const { environment } = usePlace();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        className={classes.off ?? ''}
        variant="default"
        leftSection={<Icon lines={POWER} size={16} />}
        onClick={() => setOpen(true)}
        title={`Switch a flag off in ${environment}`}
      >
        Off…
      </Button>
      {open && <OffDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function LiveMark() {
  const { phase } = useLive();
  const words = { connecting: 'Connecting', live: 'Live', away: 'Reconnecting' }[phase];
  return (
    <span className={classes.live} data-phase={phase} role="status">
      <span className={classes.dot} aria-hidden="true" />
      <span className={classes.phase}>{words}</span>
    </span>
  );
}

function SchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={dark ? 'Switch to light colours' : 'Switch to dark colours'}
      onClick={() => setColorScheme(dark ? 'light' : 'dark')}
    >
      <Icon lines={dark ? SUN : MOON} />
    </ActionIcon>
  );
}

function Leave() {
  const { user, passwordSet = false, csrf } = useSession();
  const client = useQueryClient();
  const leaving = useMutation({
    mutationFn: () => endSession(csrf),
    // Nothing that was read may stay for whoever sits here next, in no tab.
    onSettled: () => {
      tellTabs('ended');
      return client.resetQueries();
    },
  });
  return (
    <>
      <PlaceLink to="/access" className={classes.user} title="Who you are, and your password">
        {user}
        {!passwordSet && <span className={classes.nudge}>Set a password</span>}
      </PlaceLink>
      <Button
        variant="default"
        className={classes.leave ?? ''}
        aria-label="Sign out"
        loading={leaving.isPending}
        onClick={() => leaving.mutate()}
        leftSection={<Icon lines={LEAVE} size={16} />}
      >
        <span className={classes.words}>Sign out</span>
      </Button>
    </>
  );
}
