// domain: the errors of callbacks, emitters and promises go to the domain in which they were made.
'use strict';
const domain = require('domain');
const EventEmitter = require('events');
const fs = require('fs');

const steps = [];
function step(name, start) {
  steps.push(() => {
    const d = domain.create();
    d.once('error', (error) => {
      console.log(name, error.message, error.domain === d, error.domainThrown, process.domain === d);
      setImmediate(next);
    });
    start(d);
  });
}
function next() {
  while (process.domain) process.domain.exit();
  steps.shift()?.();
}

step('timer', (d) => d.run(() => setTimeout(() => { throw new Error('late'); }, 1)));
step('tick', (d) => d.run(() => process.nextTick(() => { throw new Error('next'); })));
step('file', (d) => d.run(() => fs.readFile('/nowhere', (error) => { throw error; })));
step('promise', (d) => d.run(() => Promise.reject(new Error('rejected'))));
step('then', (d) => d.run(() => Promise.resolve().then(() => { throw new Error('in then'); })));
step('emitter', (d) => d.run(() => {
  const emitter = new EventEmitter();
  process.nextTick(() => emitter.emit('error', new Error('emitted')));
}));
step('added', (d) => {
  const emitter = new EventEmitter();
  d.add(emitter);
  console.log(d.members.length, emitter.domain === d, Object.keys(emitter).includes('domain'));
  emitter.on('go', () => console.log('inside', process.domain === d));
  emitter.emit('go');
  emitter.emit('error', new Error('of a member'));
});
step('bound', (d) => setTimeout(d.bind((text) => { throw new Error(text ?? 'bound'); }), 1));
step('intercepted', (d) => fs.readFile('/nowhere', d.intercept(() => console.log('never'))));
step('inner and outer', (outer) => outer.run(() => {
  const inner = domain.create();
  inner.on('error', (error) => {
    console.log('inner', error.message, process.domain === outer);
    throw new Error('from the handler');
  });
  setTimeout(() => inner.run(() => { throw new Error('first'); }), 1);
}));
steps.push(() => {
  try {
    process.setUncaughtExceptionCaptureCallback(() => {});
  } catch (error) {
    console.log(error.code);
  }
  const d = domain.create();
  process.once('uncaughtException', (error) => console.log('nobody', error.message, process.domain));
  d.run(() => setTimeout(() => { throw new Error('no listener'); }, 1));
});
next();
