'use strict';
// domain (deprecated in Node): an emitter that takes the errors thrown by the functions it runs and
// by the emitters added to it. Errors of callbacks that escape run() are not followed.

const EventEmitter = require('events');

const stack = [];
module.exports = { _stack: stack, active: null };

class Domain extends EventEmitter {
  constructor() {
    super();
    this.members = [];
  }

  enter() {
    stack.push(this);
    module.exports.active = process.domain = this;
  }

  exit() {
    const index = stack.lastIndexOf(this);
    if (index === -1) return;
    stack.splice(index);
    module.exports.active = process.domain = stack[stack.length - 1] ?? null;
  }

  #fail(error) {
    if (error !== null && typeof error === 'object') {
      Object.defineProperty(error, 'domain', { value: this, configurable: true, writable: true });
    }
    this.emit('error', error);
  }

  run(fn, ...args) {
    this.enter();
    try {
      return Reflect.apply(fn, this, args);
    } catch (error) {
      this.#fail(error);
      return undefined;
    } finally {
      this.exit();
    }
  }

  add(emitter) {
    if (this.members.includes(emitter)) return;
    this.members.push(emitter);
    emitter.domain = this;
    if (typeof emitter.on === 'function') {
      emitter.on('error', (error) => this.#fail(error));
    }
  }

  remove(emitter) {
    const index = this.members.indexOf(emitter);
    if (index !== -1) this.members.splice(index, 1);
    emitter.domain = null;
  }

  bind(callback) {
    const domain = this;
    return function(...args) {
      return domain.run(() => Reflect.apply(callback, this, args));
    };
  }

  intercept(callback) {
    return this.bind((error, ...args) => {
      if (error) this.#fail(error);
      else Reflect.apply(callback, undefined, args);
    });
  }
}

module.exports.Domain = Domain;
module.exports.create = module.exports.createDomain = () => new Domain();
