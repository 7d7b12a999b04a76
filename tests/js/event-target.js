'use strict';
// Event, EventTarget, CustomEvent, AbortController, AbortSignal, DOMException.
const log = (...args) => console.log(...args);
const attempt = (call) => {
  try {
    log('ok', call());
  } catch (error) {
    log('threw', error.name, error.code, error.message);
  }
};

const event = new Event('go', { cancelable: true, bubbles: true });
log(event.type, event.bubbles, event.cancelable, event.composed, event.defaultPrevented, event.target, event.currentTarget,
    event.eventPhase, event.isTrusted, event.returnValue, event.cancelBubble, event.composedPath(), typeof event.timeStamp);
const target = new EventTarget();
const listener = (e) => { log('listener', e.type, e.target === target, e.currentTarget === target, e.eventPhase, e.composedPath().length); e.preventDefault(); };
target.addEventListener('go', listener);
target.addEventListener('go', listener);
target.addEventListener('go', { handleEvent(e) { log('object', this !== target, e.defaultPrevented); } });
target.addEventListener('go', function() { log('once', this === target); }, { once: true });
log(target.dispatchEvent(event), event.defaultPrevented, event.currentTarget, event.target === target);
log(target.dispatchEvent(new Event('go')), target.dispatchEvent(new Event('none')));
target.removeEventListener('go', listener);
target.dispatchEvent(new Event('go'));
target.addEventListener('stop', (e) => { log('s1'); e.stopImmediatePropagation(); });
target.addEventListener('stop', () => log('s2'));
target.dispatchEvent(new Event('stop'));
const controller = new AbortController();
target.addEventListener('sig', () => log('sig'), { signal: controller.signal });
target.dispatchEvent(new Event('sig'));
controller.abort();
target.dispatchEvent(new Event('sig'));
target.addEventListener('again', (e) => attempt(() => target.dispatchEvent(e)));
target.dispatchEvent(new Event('again'));
target.addEventListener('cap', () => log('capture'), true);
target.addEventListener('cap', () => log('bubble'), false);
target.dispatchEvent(new Event('cap'));
attempt(() => new Event());
attempt(() => target.dispatchEvent({}));
attempt(() => target.addEventListener('x'));
attempt(() => target.addEventListener('x', 5));
attempt(() => EventTarget.prototype.addEventListener.call({}, 'x', () => {}));
attempt(() => Event.prototype.type);
const custom = new CustomEvent('c', { detail: { a: 1 } });
log(custom.detail, custom instanceof Event, new CustomEvent('c').detail, Object.prototype.toString.call(custom));
log(Event.NONE, Event.AT_TARGET, Object.keys(Event), String(target), Object.keys(target));
log(target);
log([target], Object.keys(event));

const ac = new AbortController();
log(ac.signal === ac.signal, ac.signal.aborted, ac.signal.reason, ac.signal.onabort);
ac.signal.onabort = (e) => log('onabort', e.type, e.isTrusted);
ac.signal.addEventListener('abort', () => log('listener'));
ac.abort();
ac.abort('second');
log(ac.signal.aborted, ac.signal.reason.name, ac.signal.reason.code, ac.signal.reason.message);
attempt(() => ac.signal.throwIfAborted());
log(AbortSignal.abort('why').reason, ac, ac.signal);
log([[[ac]]]);
attempt(() => new AbortSignal());
attempt(() => AbortSignal.timeout(-1));
attempt(() => AbortSignal.any([5]));
const first = new AbortController();
const second = new AbortController();
const any = AbortSignal.any([first.signal, second.signal]);
const nested = AbortSignal.any([any]);
any.addEventListener('abort', () => log('any', nested.aborted));
nested.addEventListener('abort', () => log('nested'));
second.abort('two');
log(any.aborted, any.reason, nested.reason, first.signal.aborted);
log(AbortSignal.any([]).aborted, AbortSignal.any([AbortSignal.abort(3)]).reason);
AbortSignal.timeout(1).onabort = (e) => log('timeout', e.target.reason.name, e.target.reason.code, e.target.reason.message);

const dom = new DOMException('message', 'AbortError');
log(dom.name, dom.message, dom.code, dom instanceof Error, dom instanceof DOMException, Object.prototype.toString.call(dom), String(dom));
log(new DOMException().name, new DOMException('m', { name: 'DataCloneError', cause: 5 }).cause, new DOMException('x', 'Nope').code);
log(DOMException.ABORT_ERR, dom.DATA_CLONE_ERR, typeof dom.stack, dom.stack.split('\n')[0]);
log(require('util').inspect(dom).split('\n')[0]);
setTimeout(() => {}, 20);

for (const options of [null, [], () => {}, 5]) {
  try {
    log(new Event('made', options).type);
  } catch (error) {
    log(error.code, error.message);
  }
}
for (const signals of [5, null, 'a', {}, [5], [AbortSignal.abort(), 5]]) {
  try {
    AbortSignal.any(signals);
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
