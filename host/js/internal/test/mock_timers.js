// Timers and dates that stand still until tick() moves them.
'use strict';

const { codes } = require('internal/errors');
const { validateNumber, validateStringArray } = require('internal/validators');

const supported = ['setTimeout', 'setInterval', 'setImmediate', 'Date', 'scheduler.wait', 'AbortSignal.timeout'];

// What the mocked functions return.
class Timeout {
  #forget;
  constructor(entry, forget) {
    this.id = entry.id;
    this.callback = entry.callback;
    this.runAt = entry.due;
    this.interval = entry.repeat || undefined;
    this.args = entry.args;
    this.#forget = forget;
  }
  ref() { return this; }
  unref() { return this; }
  hasRef() { return true; }
  refresh() { return this; }
  [Symbol.toPrimitive]() { return this.id; }
  [Symbol.dispose]() { this.#forget(this.id); }
}

function checkTime(time) {
  if (time < 0) throw new codes.ERR_INVALID_ARG_VALUE('time', 'positive integer', time);
}

function startOf(now) {
  if (!now) return 0;
  if (require('internal/util/types').isDate(now)) return now.getTime();
  validateNumber(now, 'initialTime');
  checkTime(now);
  return now;
}

class MockTimers {
  #enabled = false;
  #now = 0;
  #sequence = 0;
  #pending = new Map();
  #restore = [];

  #check() {
    if (!this.#enabled) {
      throw new codes.ERR_INVALID_STATE('You should enable MockTimers first by calling the .enable function');
    }
  }

  enable(options = {}) {
    if (this.#enabled) throw new codes.ERR_INVALID_STATE('MockTimers is already enabled!');
    const apis = options?.apis ?? supported;
    validateStringArray(apis, 'options.apis');
    for (const api of apis) {
      if (!supported.includes(api)) {
        throw new codes.ERR_INVALID_ARG_VALUE('options.apis', api, `option ${api} is not supported`);
      }
    }
    if (Number.isNaN(options?.now)) {
      throw new codes.ERR_INVALID_ARG_VALUE('now', options.now, `epoch must be a positive integer received ${options.now}`);
    }
    this.#now = startOf(options?.now);
    this.#enabled = true;
    for (const api of apis) this.#install(api);
  }

  #install(api) {
    const add = (repeat) => (callback, delay = 0, ...args) => this.#add(callback, delay, args, repeat);
    const clear = (timer) => { this.#pending.delete(timer?.id ?? timer); };
    if (api === 'setTimeout') this.#replace({ setTimeout: add(false), clearTimeout: clear });
    if (api === 'setInterval') this.#replace({ setInterval: add(true), clearInterval: clear });
    if (api === 'setImmediate') {
      this.#replace({
        setImmediate: (callback, ...args) => this.#add(callback, -1, args, false),
        clearImmediate: clear,
      });
    }
    if (api === 'Date') this.#replaceDate();
    if (api === 'scheduler.wait') this.#replaceWait();
    if (api === 'AbortSignal.timeout') this.#replaceSignal();
  }

  #replaceWait() {
    const promises = require('timers/promises');
    const wait = (delay, options) => promises.promiseOf(
      (done) => [this.#add(done, delay, [], false), (timer) => this.#pending.delete(timer.id)], undefined, options);
    this.#put(promises.scheduler, 'wait', wait);
  }

  #replaceSignal() {
    this.#put(AbortSignal, 'timeout', function timeout(delay) {
      const controller = new AbortController();
      this.#add(() => controller.abort(), delay, [], false);
      return controller.signal;
    }.bind(this));
  }

  // Replaces one property until reset().
  #put(target, name, value) {
    const descriptor = Object.getOwnPropertyDescriptor(target, name);
    this.#restore.push(() => {
      if (descriptor === undefined) delete target[name];
      else Object.defineProperty(target, name, descriptor);
    });
    Object.defineProperty(target, name, { enumerable: descriptor?.enumerable ?? true, configurable: true, writable: true, value });
  }

  #replace(functions) {
    for (const target of [globalThis, require('timers')]) {
      for (const [name, value] of Object.entries(functions)) this.#put(target, name, value);
    }
  }

  #replaceDate() {
    if (Date.isMock) throw new codes.ERR_INVALID_STATE('Date is already being mocked!');
    const RealDate = Date;
    const now = () => this.#now;
    function MockDate(...args) {
      if (new.target === undefined) return new RealDate(now()).toString();
      const given = args.length === 0 ? [now()] : args;
      return Reflect.construct(RealDate, given, new.target === MockDate ? RealDate : new.target);
    }
    Object.defineProperties(MockDate, Object.getOwnPropertyDescriptors(RealDate));
    MockDate.now = now;
    MockDate.isMock = true;
    MockDate.toString = () => Function.prototype.toString.call(RealDate);
    this.#put(globalThis, 'Date', MockDate);
  }

  #add(callback, delay, args, repeat) {
    const id = ++this.#sequence;
    const wait = delay === -1 ? -1 : Math.max(1, Number(delay) || 1);
    const entry = { id, callback, args, due: this.#now + wait, repeat: repeat ? wait : 0, timer: undefined };
    entry.timer = new Timeout(entry, (which) => this.#pending.delete(which));
    this.#pending.set(id, entry);
    return entry.timer;
  }

  #next(limit) {
    let first;
    for (const entry of this.#pending.values()) {
      if (entry.due > limit) continue;
      if (first === undefined || entry.due < first.due) first = entry;
    }
    return first;
  }

  tick(time = 1) {
    this.#check();
    checkTime(time);
    const end = this.#now + time;
    this.#now = end; // Callbacks see the time after the tick, as in Node.
    for (let entry = this.#next(end); entry !== undefined; entry = this.#next(end)) {
      if (entry.repeat > 0) entry.due += entry.repeat;
      else this.#pending.delete(entry.id);
      Reflect.apply(entry.callback, entry.timer, entry.args);
    }
  }

  runAll() {
    this.#check();
    const dues = [...this.#pending.values()].map((entry) => entry.due);
    if (dues.length > 0) this.tick(Math.max(0, Math.max(...dues) - this.#now));
  }

  setTime(time = 0) {
    validateNumber(time, 'time');
    checkTime(time);
    this.#check();
    this.#now = time;
  }

  reset() {
    if (!this.#enabled) return;
    for (const restore of this.#restore.reverse()) restore();
    this.#restore = [];
    this.#pending.clear();
    this.#now = 0;
    this.#enabled = false;
  }

  [Symbol.dispose]() {
    this.reset();
  }
}

module.exports = { MockTimers };
