import { get } from 'node:http';
import { connect } from 'node:net';

/**
 * Scrapes a server until stopped, five times a second: mostly as Prometheus does; some clients leave in the middle of
 * the response, and some never finish their request. Prints the counts at the end.
 */
const port = Number(process.argv[2]);
const count = { answered: 0, abandoned: 0, unfinished: 0, failed: 0 };

const scrape = (abandons: boolean): void => {
  const request = get({ port, host: '127.0.0.1', path: '/metrics' }, (response) => {
    if (abandons) {
      count.abandoned++;
      request.destroy();
      return;
    }
    response.resume();
    response.on('end', () => {
      if (response.statusCode === 200) count.answered++;
      else count.failed++;
    });
  });
  request.on('error', () => {
    if (!abandons) count.failed++;
  });
};

const dawdle = (): void => {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write('GET /metrics HTTP/1.1\r\nHost: x\r\n');
  count.unfinished++;
};

let turn = 0;
setInterval(() => {
  turn++;
  if (turn % 25 === 0) dawdle();
  scrape(turn % 10 === 0);
}, 200);
process.on('SIGTERM', () => {
  process.stdout.write(`${JSON.stringify(count)}\n`, () => process.exit());
});
