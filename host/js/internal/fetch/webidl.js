// What the classes of fetch share: the conversions of arguments that the Web's interfaces prescribe, with their messages.
'use strict';

function count(args, needed, name) {
  if (args.length < needed) {
    throw new TypeError(`${name}: ${needed} argument${needed === 1 ? '' : 's'} required, but${args.length === 0 ? '' : ' only'} ${args.length} found.`);
  }
}

// A string of code units up to 255.
function byteString(value) {
  if (typeof value === 'symbol') throw new TypeError('Cannot convert a symbol to a ByteString.');
  const text = `${value}`;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 255) {
      throw new TypeError('Cannot convert argument to a ByteString because the character at ' +
        `index ${at} has a value of ${unit} which is greater than 255.`);
    }
  }
  return text;
}

const usvString = (value) => `${value}`.toWellFormed();

function oneOf(value, accepted, name) {
  const text = `${value}`;
  if (!accepted.includes(text)) {
    throw new TypeError(`${name}: ${text} is not an accepted type. Expected one of ${accepted.join(', ')}.`);
  }
  return text;
}

// Options: nothing, or an object.
function dictionary(value, name) {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' && typeof value !== 'function') {
    throw new TypeError(`${name}: Expected ${value} ("${typeof value}") to be one of: Null, Undefined, Object.`);
  }
  return value;
}

function illegal() {
  const { codes } = require('internal/errors');
  const error = new TypeError('Illegal invocation');
  error.code = codes.ERR_INVALID_THIS === undefined ? undefined : 'ERR_INVALID_THIS';
  return error;
}

// Members that the Web's interfaces have are enumerable, and the class has its name as a tag.
function publish(Class, members, tag = Class.name) {
  for (const name of members) Object.defineProperty(Class.prototype, name, { __proto__: null, enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { __proto__: null, value: tag, configurable: true });
}

// The iterators of Headers and FormData: each step looks at the entries of that moment.
function iterator(tag, entriesOf) {
  const prototype = Object.create(Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())), {
    [Symbol.toStringTag]: { __proto__: null, value: `${tag} Iterator`, configurable: true },
  });
  const states = new WeakMap();
  prototype.next = function next() {
    const state = states.get(this);
    if (state === undefined) throw illegal();
    const entry = entriesOf(state.target)[state.at++];
    if (entry === undefined) return { value: undefined, done: true };
    const value = state.kind === 'keys' ? entry[0] : state.kind === 'values' ? entry[1] : [entry[0], entry[1]];
    return { value, done: false };
  };
  return (target, kind) => {
    const made = Object.create(prototype);
    states.set(made, { target, kind, at: 0 });
    return made;
  };
}

module.exports = { byteString, count, dictionary, illegal, iterator, oneOf, publish, usvString };
