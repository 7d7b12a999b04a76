'use strict';
// events: order, removal while emitting, errors, rejections, once and on.
const EventEmitter = require('events');
const { once, on, errorMonitor, captureRejectionSymbol, getEventListeners } = EventEmitter;
const log = (...args) => console.log(...args);
const attempt = (call) => {
  try {
    log('ok', call());
  } catch (error) {
    log('threw', error.name, error.code, error.message);
  }
};

const e = new EventEmitter();
e.on('newListener', (type, fn) => log('new', type, typeof fn));
e.on('removeListener', (type, fn) => log('removed', type, typeof fn));
const a = (...args) => log('a', args);
const b = function(...args) { log('b', args, this === e); };
e.on('x', a).on('x', b).once('x', (v) => log('once', v)).prependListener('x', () => log('first'));
log(e.emit('x', 1, 2), e.emit('x'), e.emit('nothing'));
log(e.listenerCount('x'), e.listenerCount('x', a), e.eventNames(), e.listeners('x').length, e.rawListeners('x').length);
e.off('x', a).off('x', a);
log(e.listenerCount('x'), EventEmitter.listenerCount(e, 'x'));
e.removeAllListeners('x');
e.removeAllListeners();
log(e.eventNames());

const order = new EventEmitter();
order.on('y', () => { log('y1'); order.removeAllListeners('y'); });
order.on('y', () => log('y2'));
order.emit('y');
order.emit('y');
order.once('z', a);
log(order.listeners('z')[0] === a, order.rawListeners('z')[0] === a, order.rawListeners('z')[0].listener === a);
order.rawListeners('z')[0]('direct');
log(order.listenerCount('z'));
order.prependOnceListener('w', () => log('w1'));
order.on(Symbol.for('s'), a);
log(order.eventNames());

attempt(() => e.emit('error', new RangeError('boom')));
attempt(() => e.emit('error', { a: 1 }));
attempt(() => e.emit('error'));
attempt(() => e.on('x', 'no'));
attempt(() => e.once('x'));
attempt(() => e.setMaxListeners(-1));
attempt(() => { EventEmitter.defaultMaxListeners = 'x'; });
attempt(() => new EventEmitter({ captureRejections: 5 }));
e.on(errorMonitor, (error) => log('monitor', error.message));
attempt(() => e.emit('error', new Error('watched')));
e.on('error', (error) => log('handled', error.message));
log(e.emit('error', new Error('again')));

log(e.getMaxListeners(), EventEmitter.defaultMaxListeners, e.setMaxListeners(3) === e, e.getMaxListeners());
log(getEventListeners(e, 'error').length, EventEmitter.usingDomains, EventEmitter.EventEmitter === EventEmitter);
log(Object.keys(new EventEmitter()), new EventEmitter() instanceof EventEmitter);
log(new EventEmitter());
class Child extends EventEmitter { constructor() { super(); this.own = 1; } }
log(new Child());
function Old() { EventEmitter.call(this); }
require('util').inherits(Old, EventEmitter);
new Old().on('q', () => log('old style')).emit('q');
const bare = Object.create(EventEmitter.prototype);
bare.on('t', a);
log(bare.emit('t', 'no constructor'));

process.on('warning', (warning) => log(warning.name, warning.message, warning.count, warning.type));
const leaky = new EventEmitter();
for (let i = 0; i < 12; i++) leaky.on('many', () => {});
leaky.setMaxListeners(0);
EventEmitter.setMaxListeners(1, leaky);
leaky.on('two', () => {}).on('two', () => {});

async function main() {
  const f = new EventEmitter();
  setTimeout(() => f.emit('ready', 1, 2), 1);
  log(await once(f, 'ready'));
  setTimeout(() => f.emit('error', new Error('early')), 1);
  await once(f, 'ready').catch((error) => log('once rejected', error.message));
  setTimeout(() => f.emit('error', new Error('value')), 1);
  log((await once(f, 'error'))[0].message, f.eventNames());
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 1);
  await once(f, 'never', { signal: controller.signal }).catch((error) => log(error.name, error.code, error.message));
  await once(f, 'never', { signal: controller.signal }).catch((error) => log(error.name));
  const target = new EventTarget();
  setTimeout(() => target.dispatchEvent(new Event('ping')), 1);
  log((await once(target, 'ping'))[0].type);

  setTimeout(() => { f.emit('item', 1); f.emit('item', 2); f.emit('item', 3); f.emit('end'); }, 1);
  for await (const [value] of on(f, 'item', { close: ['end'] })) log('item', value);
  log(f.eventNames());
  const iterator = on(f, 'item');
  f.emit('item', 'buffered');
  log(await iterator.next());
  setTimeout(() => f.emit('error', new Error('stop')), 1);
  await iterator.next().catch((error) => log('iterator rejected', error.message));
  log(await iterator.next(), await iterator.return());
  const stop = new AbortController();
  const signalled = on(f, 'item', { signal: stop.signal });
  stop.abort();
  await signalled.next().catch((error) => log(error.name, error.code));
  attempt(() => on(f, 'item', { signal: stop.signal }));
  attempt(() => on(f, 'item').throw(5));

  const capturing = new EventEmitter({ captureRejections: true });
  capturing.on('work', async () => { throw new Error('rejected'); });
  capturing.on('error', (error) => log('captured', error.message));
  capturing.emit('work');
  await new Promise((resolve) => setTimeout(resolve, 2));
  const own = new EventEmitter({ captureRejections: true });
  own[captureRejectionSymbol] = (error, type, ...args) => log('own handler', error.message, type, args);
  own.on('work', async () => { throw new Error('mine'); });
  own.emit('work', 7);
  await new Promise((resolve) => setTimeout(resolve, 2));

  const aborter = new AbortController();
  const disposable = EventEmitter.addAbortListener(aborter.signal, () => log('abort listener'));
  aborter.abort();
  log(typeof disposable[Symbol.dispose]);
  EventEmitter.addAbortListener(aborter.signal, () => log('late abort listener'));
  attempt(() => EventEmitter.addAbortListener({}, () => {}));
  for (const name of ['emit', 'emitDestroy']) attempt(() => EventEmitter.EventEmitterAsyncResource.prototype[name].call({}));
  attempt(() => EventEmitter.EventEmitterAsyncResource.prototype.asyncId);
}
main().then(() => log('done'));
