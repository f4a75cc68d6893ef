import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useFlags } from '../features/flags/use-flags';
import { Audience } from '../features/why/audience';
import { type ContextDraft, nobody } from '../features/why/context-form';
import { WhyOne } from '../features/why/why-one';
import { useLive } from '../shared/live/live';
import { usePlace } from '../shared/place';
import { PageHead } from '../shared/ui/page-head';
import { PlaceLink } from '../shared/ui/place-link';

/** Why somebody gets what they get, and who of a list gets it. */
export function WhyPage() {
  const { project, environment } = usePlace();
  const flags = useFlags(project, useLive().phase === 'live');
  const [search, setSearch] = useSearchParams();
  // Kept when the environment changes: what does the same person get there?
  const [draft, setDraft] = useState<ContextDraft>({ ...nobody, targetingKey: search.get('key') ?? '' });
  const flag = search.get('flag') ?? undefined;
  const setFlag = (wanted: string | undefined) =>
    setSearch((before) => {
      if (wanted === undefined) {
        before.delete('flag');
      } else {
        before.set('flag', wanted);
      }
      return before;
    });
  return (
    <>
      <PageHead title="Why?" environmental />
      <WhyOne
        key={`${project}/${environment}`}
        project={project}
        environment={environment}
        draft={draft}
        onDraft={setDraft}
        flag={flag}
        onFlag={setFlag}
        actsOf={(key) => <PlaceLink to={`/flags/${key}`}>To the rules of {key}</PlaceLink>}
      />
      <Audience
        key={`${project}/${environment} list`}
        project={project}
        environment={environment}
        flags={(flags.data ?? []).map(({ key }) => key)}
        flag={flag}
        onFlag={setFlag}
      />
    </>
  );
}
