'use strict';
// Timers and dates that stand still until tick() moves them.

const { codes } = require('internal/errors');
const { validateNumber, validateObject, validateStringArray } = require('internal/validators');

const supported = ['setTimeout', 'setInterval', 'setImmediate', 'Date'];

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
    validateObject(options, 'options');
    if (this.#enabled) throw new codes.ERR_INVALID_STATE('MockTimers is already enabled!');
    const { apis = supported, now = 0 } = options;
    validateStringArray(apis, 'options.apis');
    for (const api of apis) {
      if (!supported.includes(api)) {
        throw new codes.ERR_INVALID_ARG_VALUE('options.apis', api, `option ${api} is not supported`);
      }
    }
    this.#now = Number(now);
    if (Number.isNaN(this.#now) || this.#now < 0) {
      throw new codes.ERR_INVALID_ARG_VALUE('initialTime', now, 'epoch must be a positive integer');
    }
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
  }

  #replace(functions) {
    for (const target of [globalThis, require('timers')]) {
      for (const [name, value] of Object.entries(functions)) {
        const descriptor = Object.getOwnPropertyDescriptor(target, name);
        this.#restore.push(() => Object.defineProperty(target, name, descriptor));
        Object.defineProperty(target, name, { ...this.#plain(descriptor), value });
      }
    }
  }

  #plain({ enumerable }) {
    return { enumerable, configurable: true, writable: true };
  }

  #replaceDate() {
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
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, 'Date');
    this.#restore.push(() => Object.defineProperty(globalThis, 'Date', descriptor));
    Object.defineProperty(globalThis, 'Date', { ...descriptor, value: MockDate });
  }

  #add(callback, delay, args, repeat) {
    const id = ++this.#sequence;
    const wait = delay === -1 ? -1 : Math.max(1, Number(delay) || 1);
    const timer = {
      id,
      ref: () => timer,
      unref: () => timer,
      hasRef: () => true,
      refresh: () => {
        const entry = this.#pending.get(id);
        if (entry !== undefined) entry.due = this.#now + wait;
        return timer;
      },
      [Symbol.toPrimitive]: () => id,
      [Symbol.dispose]: () => { this.#pending.delete(id); },
    };
    this.#pending.set(id, { id, callback, args, due: this.#now + wait, repeat: repeat ? wait : 0, timer });
    return timer;
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
    validateNumber(time, 'time', 0);
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
    this.#check();
    validateNumber(time, 'time', 0);
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
