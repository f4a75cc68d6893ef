import { Skeleton, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { useBlocker, useNavigate, useParams, useSearchParams } from 'react-router';
import type { FlagSummary } from '../features/flags/api/list-flags';
import { FlagHead } from '../features/flags/flag-head';
import type { SettingsDraft } from '../features/flags/settings-draft';
import { SettingsPanel } from '../features/flags/settings-panel';
import { useFlag, useVariationsByFlag } from '../features/flags/use-flags';
import { useFleet } from '../features/fleet/use-fleet';
import { listSegments } from '../features/segments/api/list-segments';
import { getTargeting } from '../features/targeting/api/get-targeting';
import { ConvergencePanel } from '../features/targeting/convergence-panel';
import { useEditing } from '../features/targeting/editing';
import { Elsewhere } from '../features/targeting/elsewhere';
import { History } from '../features/targeting/history';
import { withTarget } from '../features/targeting/model/draft';
import type { Targeting } from '../features/targeting/model/types';
import { TargetingPanel, TargetingWaiting } from '../features/targeting/targeting-panel';
import { TryUser } from '../features/targeting/try-user';
import { UsagePanel } from '../features/targeting/usage-panel';
import { isGone } from '../shared/http';
import { instanceName } from '../shared/instance-name';
import { keys } from '../shared/keys';
import { asOf, asOfWords } from '../shared/known';
import { arrivalOf } from '../shared/live/arrivals';
import { useLive } from '../shared/live/live';
import { useArrivals } from '../shared/live/use-project-events';
import { type May, useMay } from '../shared/may';
import { usePlace, usePlaced } from '../shared/place';
import { useConfirm } from '../shared/ui/confirm';
import { Empty } from '../shared/ui/empty';
import { Failure } from '../shared/ui/failure';
import { PageHead } from '../shared/ui/page-head';
import { PlaceLink } from '../shared/ui/place-link';
import { useNow } from '../shared/ui/use-now';
import classes from './flag-page.module.css';

const TABS = ['targeting', 'use', 'history', 'settings'] as const;
const NAMES = { targeting: 'Who gets what', use: 'Does it do anything?', history: 'History', settings: 'Settings' };

/** One flag in one environment: who gets what, where that is in force, whether it matters, and how it came to be. */
export function FlagPage() {
  const { flag: key = '' } = useParams();
  const { project, environment } = usePlace();
  const live = useLive().phase === 'live';
  const flag = useFlag(project, key, live);
  const targeting = useQuery({
    queryKey: keys.targeting(project, key, environment),
    queryFn: ({ signal }) => getTargeting(project, key, environment, signal),
  });
  const head = <PageHead title={key} environmental />;
  const gone = [flag.error, targeting.error].find(isGone);
  const error = gone ?? flag.error ?? targeting.error;
  if (error && (gone || !flag.data || !targeting.data)) {
    const missing = gone?.status === 404;
    return (
      <>
        {head}
        {missing ? (
          <Empty title={`There is no flag ${key} here`} action={<PlaceLink to="/flags">To the flags</PlaceLink>}>
            <p>{gone.message}</p>
          </Empty>
        ) : (
          <Failure
            what={`${key} could not be read`}
            error={error}
            onRetry={() => void Promise.all([flag.refetch(), targeting.refetch()])}
          />
        )}
      </>
    );
  }
  if (!flag.data || !targeting.data) {
    return (
      <>
        {head}
        <Skeleton height={190} radius={12} mb={20} />
        <TargetingWaiting />
      </>
    );
  }
  return (
    <>
      {head}
      {error && <AsOf read={flag.error ? flag : targeting} />}
      <Loaded
        // Another flag or environment begins with no draft.
        key={`${project} ${key} ${environment}`}
        flag={flag.data}
        targeting={targeting.data}
        live={live}
      />
    </>
  );
}

/** What is shown is from then: the server has not told since. */
function AsOf({ read }: { read: Parameters<typeof asOf>[0] }) {
  const now = useNow();
  const then = asOf(read, now);
  return (
    <p className={classes.then} role="status">
      {then && `What you see is ${asOfWords(then, now)}: it can’t be read again.`}
    </p>
  );
}

interface LoadedProps {
  flag: FlagSummary;
  targeting: Targeting;
  live: boolean;
}

function Loaded({ flag, targeting, live }: LoadedProps) {
  const { project, environment } = usePlace();
  const placed = usePlaced();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const [mayRelease, mayEdit] = [useMay('release', environment), useMay('edit', environment)];
  const [mayReleaseAll, mayEditAll] = [useMay('release'), useMay('edit')];
  const editing = useEditing(targeting);
  const [settings, setSettings] = useState<SettingsDraft>();
  const drafts = { targeting: editing.changed, use: false, history: false, settings: settings !== undefined };
  useUnsaved(flag.key, drafts.targeting || drafts.settings);
  const arrivals = useArrivals(project);
  const flags = useVariationsByFlag(project);
  const segments = useQuery({
    queryKey: keys.segments(project, environment),
    queryFn: ({ signal }) => listSegments(project, environment, signal),
  });
  const fleet = useFleet(project, environment);

  const here = flag.environments?.[environment];
  const variations = Object.keys(flag.variations);
  const tab = TABS.find((one) => one === search.get('tab')) ?? 'targeting';
  const { [flag.key]: _, ...others } = flags.data ?? {};
  // What is in force needs the role releaser; what is being prepared, an editor.
  const forbidden = whyNot(flag, targeting.enabled ? mayRelease : mayEdit);
  const instances = fleet.data?.items ?? [];

  return (
    <>
      {here && (
        <FlagHead
          project={project}
          environment={environment}
          flag={flag}
          here={here}
          off={targeting.offVariation}
          may={flag.archived ? { may: false, why: 'It is archived.' } : mayRelease}
        />
      )}
      <Tabs
        className={classes.tabs ?? ''}
        value={tab}
        onChange={(value) =>
          setSearch((before) => {
            before.set('tab', value ?? 'targeting');
            return before;
          })
        }
      >
        <Tabs.List>
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {NAMES[name]}
              {drafts[name] && <span className={classes.draft}>draft</span>}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <div className={classes.columns}>
        <div className={classes.main}>
          {tab === 'targeting' && (
            <TargetingPanel
              project={project}
              environment={environment}
              flag={flag.key}
              variations={variations}
              segments={(segments.data ?? []).map((segment) => segment.key)}
              flags={others}
              editing={editing}
              forbidden={forbidden}
            />
          )}
          {tab === 'use' && (
            <UsagePanel
              project={project}
              environment={environment}
              flag={flag.key}
              variations={variations}
              off={targeting.offVariation}
            />
          )}
          {tab === 'history' && (
            <History
              project={project}
              flag={flag.key}
              environment={environment}
              forbidden={mayRelease.may ? undefined : mayRelease.why}
            />
          )}
          {tab === 'settings' && (
            <SettingsPanel
              project={project}
              flag={flag}
              draft={settings}
              onDraft={setSettings}
              mayEdit={mayEditAll}
              mayRelease={mayReleaseAll}
              onDeleted={() => void navigate(placed('/flags'))}
            />
          )}
        </div>
        <aside className={classes.aside}>
          <Card>
            <ConvergencePanel
              environment={environment}
              arrival={arrivalOf(arrivals, environment, flag.key)}
              connected={fleet.data && instances.filter((one) => !one.lost).length}
              lost={instances.filter((one) => one.lost).map((one) => instanceName(one.instance, one.application))}
              live={live}
            />
          </Card>
          <Card>
            <TryUser
              project={project}
              environment={environment}
              flag={flag.key}
              variations={variations}
              off={targeting.offVariation}
              onTarget={
                forbidden === undefined
                  ? (variation, user) => editing.change(withTarget(editing.draft, variation, user))
                  : undefined
              }
            />
          </Card>
          <Card>
            <Elsewhere
              project={project}
              flag={flag.key}
              environment={environment}
              environments={flag.environments ?? {}}
              forbidden={forbidden}
            />
          </Card>
        </aside>
      </div>
    </>
  );
}

function whyNot(flag: FlagSummary, may: May): string | undefined {
  return flag.archived ? 'It is archived: restore it in the settings first.' : may.may ? undefined : may.why;
}

function Card({ children }: { children: ReactNode }) {
  return <div className={classes.card}>{children}</div>;
}

/** Nobody loses a draft by a click beside it. */
function useUnsaved(flag: string, changed: boolean): void {
  const confirm = useConfirm();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      changed &&
      (currentLocation.pathname !== nextLocation.pathname ||
        ['project', 'env'].some(
          (name) =>
            new URLSearchParams(currentLocation.search).get(name) !==
            new URLSearchParams(nextLocation.search).get(name),
        )),
  );
  useEffect(() => {
    if (blocker.state === 'blocked') {
      void confirm({
        title: `Leave ${flag} with changes that are not saved?`,
        words: 'What you typed would be gone.',
        act: 'Leave without saving',
        destructive: true,
      }).then((leave) => (leave ? blocker.proceed() : blocker.reset()));
    }
  }, [blocker, confirm, flag]);
  useEffect(() => {
    if (!changed) {
      return;
    }
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [changed]);
}
