import { expect, test } from 'vitest';
import { EventParser } from './event-parser';

const STREAM = ': hello\r\n\r\nevent: changed\ndata: {"a":1}\n\n:\nid: 7\ndata:one\rdata: two\r\revent: cut\ndata: off';
const EVENTS = [
  { type: 'changed', data: '{"a":1}' },
  { type: 'message', data: 'one\ntwo' },
];

test('every pair of cuts through a stream gives the same events', () => {
  for (let first = 0; first <= STREAM.length; first++) {
    for (let second = first; second <= STREAM.length; second++) {
      const parser = new EventParser();
      const pieces = [STREAM.slice(0, first), STREAM.slice(first, second), STREAM.slice(second)];

      const events = pieces.flatMap((piece) => parser.push(piece));

      expect(events, `cut at ${first} and ${second}`).toEqual(EVENTS);
    }
  }
});
