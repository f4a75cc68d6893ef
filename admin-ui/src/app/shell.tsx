import { useEffect, useRef, useState } from 'react';
import { Outlet, ScrollRestoration, useLocation, useNavigation } from 'react-router';
import { LiveContext } from '../shared/live/live';
import { type LiveStatus, useProjectEvents } from '../shared/live/use-project-events';
import { isProduction, type Place, PlaceContext } from '../shared/place';
import { moment } from '../shared/time';
import { PlaceGate } from './place-gate';
import classes from './shell.module.css';
import { SideNavigation } from './side-navigation';
import { TopBar } from './top-bar';

/** What stands around every page. */
export function Shell() {
  return <PlaceGate>{(place) => <Around place={place} />}</PlaceGate>;
}

function Around({ place }: { place: Place }) {
  const status = useProjectEvents(place.project);
  const [open, setOpen] = useState(false);
  const { pathname } = useLocation();
  const content = useRef<HTMLElement>(null);
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current !== pathname) {
      before.current = pathname;
      setOpen(false);
      // Whoever hears the page, or goes by keyboard, is at the beginning of what is new.
      content.current?.focus();
    }
  }, [pathname]);
  return (
    <PlaceContext value={place}>
      <LiveContext value={status}>
        <a className={classes.skip} href="#content">
          To the content
        </a>
        <Progress />
        <TopBar open={open} onMenu={() => setOpen((was) => !was)} />
        <div className={classes.columns}>
          <SideNavigation open={open} onClose={() => setOpen(false)} />
          <main
            id="content"
            ref={content}
            className={classes.main}
            tabIndex={-1}
            data-environment={isProduction(place.environment) ? 'production' : 'other'}
          >
            <Outlet />
          </main>
        </div>
        <Away status={status} />
        <ScrollRestoration />
      </LiveContext>
    </PlaceContext>
  );
}

/** The code of a page may take its time on a bad line. */
function Progress() {
  const { state } = useNavigation();
  return state === 'idle' ? null : (
    <div className={classes.progress} role="progressbar" aria-label="Opening the page" />
  );
}

function Away({ status }: { status: LiveStatus }) {
  if (status.phase !== 'away') {
    return null;
  }
  return (
    <div className={classes.away} role="alert">
      <strong>The server has been away since {moment(status.since)}.</strong> What you see is from then. Running
      programs go on with what they have; this page comes back by itself.
    </div>
  );
}
