const CHANNEL = 'sluice-session';
/** This tab: what it says is for the others. */
const SELF = `${Date.now()}-${Math.random()}`;

/** What happened to the session that all tabs of a browser share. */
export type SessionNews = 'begun' | 'ended';

/** Tells the other tabs of this browser that somebody has signed in or out. */
export function tellTabs(news: SessionNews): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage({ from: SELF, news });
  channel.close();
}

/** Calls back when another tab has told something; gives a function that ends it. */
export function listenToTabs(onNews: (news: SessionNews) => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: MessageEvent<{ from: string; news: SessionNews }>) => {
    if (data.from !== SELF) {
      onNews(data.news);
    }
  };
  return () => channel.close();
}
