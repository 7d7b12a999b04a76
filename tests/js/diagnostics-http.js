'use strict';
// What http, require and import tell on their diagnostics channels.
const dc = require('diagnostics_channel');
const http = require('http');
const net = require('net');

const seen = [];
const kind = (value) => {
  for (const [Class, name] of [[http.IncomingMessage, 'incoming'], [http.OutgoingMessage, 'outgoing'], [http.Server, 'server'], [net.Socket, 'socket']]) {
    if (value instanceof Class) return name;
  }
  return value instanceof Error ? value.code : typeof value;
};
for (const name of ['client.request.created', 'client.request.start', 'client.request.error', 'client.response.finish', 'server.request.start',
  'server.response.created', 'server.response.finish']) {
  dc.subscribe(`http.${name}`, (message) => {
    seen.push(`${name}: ${Object.entries(message).map(([key, value]) => `${key} ${kind(value)}`).join(', ')}`);
  });
}

async function exchange() {
  const server = http.createServer((request, response) => response.end('x'));
  await new Promise((resolve) => server.listen(0, resolve));
  await new Promise((resolve) => {
    http.get({ port: server.address().port, agent: false }, (response) => response.resume().on('end', resolve));
  });
  await new Promise((resolve) => server.close(resolve));
  await new Promise((resolve) => http.get({ port: 1, agent: false }).on('error', resolve));
  console.log(seen.sort().join('\n'));
}

async function modules() {
  const trace = (name, log) => dc.tracingChannel(name).subscribe(Object.fromEntries(['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map(
    (event) => [event, ({ id, url, parentFilename, parentURL, result, error }) => log.push(
      [event, id ?? url, (parentFilename ?? parentURL).split('/').at(-1), typeof result, error?.code].join(' '))])));
  const log = [];
  trace('module.require', log);
  trace('module.import', log);
  require('path');
  try { require('nowhere'); } catch {}
  await import('path');
  await import('nowhere').catch(() => {});
  console.log(log.join('\n'));
  try {
    dc.tracingChannel({});
  } catch (error) {
    console.log(error.name, error.message);
  }
}

exchange().then(modules);
