/** One event of a `text/event-stream`. */
export interface ServerEvent {
  type: string;
  data: string;
}

/**
 * Cuts a `text/event-stream` into its events. Text may come in pieces of any size, also in the middle of a line; an
 * event that was not ended by an empty line does not count.
 */
export class EventParser {
  private rest = '';
  private type = '';
  private data: string[] = [];

  push(text: string): ServerEvent[] {
    const events: ServerEvent[] = [];
    // A carriage return at the very end may be half of a CRLF: wait for what follows.
    const all = this.rest + text;
    const usable = all.endsWith('\r') ? all.slice(0, -1) : all;
    const lines = usable.split(/\r\n|\n|\r/);
    this.rest = (lines.pop() ?? '') + all.slice(usable.length);
    for (const line of lines) {
      const event = this.line(line);
      if (event) {
        events.push(event);
      }
    }
    return events;
  }

  private line(line: string): ServerEvent | undefined {
    if (line === '') {
      return this.finish();
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') {
      this.type = value;
    } else if (field === 'data') {
      this.data.push(value);
    }
    return undefined;
  }

  private finish(): ServerEvent | undefined {
    const event = this.data.length === 0 ? undefined : { type: this.type || 'message', data: this.data.join('\n') };
    this.type = '';
    this.data = [];
    return event;
  }
}
