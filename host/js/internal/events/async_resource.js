// EventEmitterAsyncResource: an emitter whose listeners run in the async context it was made in.
'use strict';

const EventEmitter = require('events');
const { AsyncResource } = require('async_hooks');

class EventEmitterReferencingAsyncResource extends AsyncResource {
  #emitter;

  constructor(emitter, type, options) {
    super(type, options);
    this.#emitter = emitter;
  }

  get eventEmitter() {
    return this.#emitter;
  }
}

class EventEmitterAsyncResource extends EventEmitter {
  #resource;

  constructor(options = undefined) {
    const name = typeof options === 'string' ? options : options?.name ?? new.target.name;
    super(typeof options === 'string' ? undefined : options);
    this.#resource = new EventEmitterReferencingAsyncResource(
      this, name, typeof options === 'string' ? undefined : options);
  }

  emit(event, ...args) {
    return this.#resource.runInAsyncScope(super.emit, this, event, ...args);
  }

  emitDestroy() {
    this.#resource.emitDestroy();
  }

  get asyncId() {
    return this.#resource.asyncId();
  }

  get triggerAsyncId() {
    return this.#resource.triggerAsyncId();
  }

  get asyncResource() {
    return this.#resource;
  }
}

module.exports = { EventEmitterAsyncResource };
