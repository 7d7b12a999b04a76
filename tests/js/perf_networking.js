// Performance entries of names, connections, requests, and what observers are offered of them.
'use strict';
const dns = require('dns');
const http = require('http');
const net = require('net');
const { constants, performance, PerformanceObserver } = require('perf_hooks');

const observed = [];
const observers = ['http', 'net', 'dns'].map((type) => {
  const observer = new PerformanceObserver((list) => observed.push(...list.getEntries()));
  observer.observe({ entryTypes: [type] });
  return observer;
});

// What differs from run to run.
const known = (text) => text.replace(/:\d{2,5}(?=["/])/g, ':PORT').replace(/"port":\d+/g, '"port":PORT').replace(/"(date|service)":"[^"]*"/g, '"$1":IT');

function print(title) {
  console.log(`== ${title}`);
  const lines = observed.splice(0).map((entry) => {
    const { name, entryType, startTime, duration, detail } = entry;
    return known(`${entryType} ${name} ${entry.constructor.name} ${startTime > 0} ${duration >= 0} ${JSON.stringify(detail)} ${Object.keys(entry.toJSON())}`);
  });
  console.log(lines.sort().join('\n'));
}

const later = () => new Promise((resolve) => { setTimeout(resolve, 20); });

async function requests() {
  const server = http.createServer((request, response) => {
    response.setHeader('X-Kind', 'test');
    response.end('text');
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address();
  await new Promise((resolve) => {
    http.get({ port, host: '127.0.0.1', path: '/a?b', headers: { A: '1' } }, (response) => response.resume().on('end', resolve));
  });
  server.close();
  await later();
  print('requests');
}

async function names() {
  await new Promise((resolve) => { dns.lookup('localhost', { family: 4 }, resolve); });
  await new Promise((resolve) => { dns.lookup('localhost', { all: true, family: 4, hints: dns.ADDRCONFIG }, resolve); });
  await dns.promises.lookup('localhost', { family: 4, order: 'ipv4first' });
  await new Promise((resolve) => { dns.lookup('127.0.0.1', resolve); });
  await new Promise((resolve) => { dns.lookupService('127.0.0.1', 1, resolve); });
  await later();
  print('names');
  console.log(performance.getEntriesByType('dns').length);
}

async function failures() {
  await new Promise((resolve) => { net.connect(1, '127.0.0.1').on('error', resolve); });
  for (const observer of observers) observer.disconnect();
  await new Promise((resolve) => { dns.lookup('localhost', resolve); });
  await later();
  print('failures, and nobody observes');
}

console.log(String(PerformanceObserver.supportedEntryTypes));
console.log(Object.getOwnPropertyNames(constants).map((name) => `${name}=${constants[name]}`).join('\n'));
console.log(String(Object.getOwnPropertyNames(PerformanceObserver.prototype)));
requests().then(names).then(failures);
