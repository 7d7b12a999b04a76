// Calls made from tables. A table has, by the name of a function, the values that each of its places takes; a call picks one of
// each, and then mostly puts a value of another kind into one place or two, leaves places out, or adds one.
'use strict';
const { random, int, pick, refused } = require('./harness.js');

class Odd { constructor() { this.own = 1; } }
const oddities = [
  undefined, null, true, false, 0, -1, 1.5, NaN, Infinity, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 40), 5n, '', 'x', 'bogus text', '5', 'a\0b', Symbol('odd'), Symbol.iterator,
  {}, { a: 1 }, [], [1], ['x'], [undefined], () => {}, function named() {}, new Date(0), /x/g, Buffer.from('b'), new Uint16Array(2), new ArrayBuffer(2), new Map(), new Odd(), Object.create(null),
  Object.assign(new Error('odd'), { stack: 'Error: odd' }), new Proxy({}, {}), Object('x'), Object(5),
];
const oddity = () => pick(oddities);

// What is shown by a name, for it differs from process to process.
const names = new Map([[process.pid, 'own pid']]);

const callback = Symbol('callback'); // A place that takes a function which is called with the result.
const closed = (values) => Object.assign(values, { closed: true }); // A place in which an oddity could do harm or ask the machine.
const optional = (choices) => Object.fromEntries(Object.entries(choices).filter(() => random() < 0.35).map(([name, list]) => [name, random() < 0.4 && !list.closed ? oddity() : made(list)]));
const objectOf = (choices) => () => optional(choices);
const made = (place) => (typeof place === 'function' ? place() : place === callback ? callback : pick(place));

function argumentsFor(places) {
  const args = places.map(made);
  const replaceable = places.map((_, i) => i).filter((i) => !places[i].closed);
  for (let count = pick([0, 1, 1, 1, 2]); count > 0 && replaceable.length > 0; count--) args[pick(replaceable)] = oddity();
  if (random() < 0.15 && args.length > 0 && !places.some((place) => place.closed)) args.length -= 1 + int(args.length);
  if (random() < 0.05 && !places.some((place) => place.closed)) args.push(oddity());
  return args;
}

// The folder of the cases differs from process to process too, and that of the scripts from machine to machine.
const scripts = require('path').dirname(__dirname);
let folder;
const hide = (path) => { folder = path; };
function hidden(value) {
  if (Array.isArray(value)) return value.map(hidden);
  if (typeof value !== 'string') return value;
  const text = value.replaceAll(scripts, '<scripts>');
  return folder === undefined ? text : text.replaceAll(folder, '<folder>');
}

// An error with what it carries beside its message.
function described(error) {
  if (!(error instanceof Error)) return refused(error);
  const { code, ...more } = error;
  return [hidden(refused(error)), Object.fromEntries(Object.entries(more).filter(([, each]) => !(each instanceof Error)).map(([key, each]) => [key, hidden(each)]))];
}
const attempt = (run) => { try { return run(); } catch (error) { return described(error); } };

// What is the same on every machine of a result, unless the table's entry says how to tell it.
const kind = (result) => (result === null || (typeof result !== 'object' && typeof result !== 'function') ? typeof result : result.constructor?.name ?? 'bare');

// A case: one call of a function of `table`. An entry is the list of places, or `{ places, told, on }`.
function call(target, table) {
  const name = pick(Object.keys(table));
  const entry = Array.isArray(table[name]) ? { places: table[name] } : table[name];
  const args = argumentsFor(entry.places);
  const told = entry.told ?? kind;
  const run = () => new Promise((settle) => {
    const resolve = (value) => { process.removeListener('beforeExit', never); settle(value); };
    const never = () => setImmediate(settle, 'nothing is left that would call back');
    process.once('beforeExit', never);
    const given = args.map((arg) => (arg === callback ? (error, ...values) => resolve(error instanceof Error ? described(error) : [error, ...values.map((v) => told(v))]) : arg));
    const of = entry.on ? entry.on() : target;
    let result;
    try {
      result = entry.construct ? new of[name](...given) : of[name](...given);
    } catch (error) {
      resolve(described(error));
      return;
    }
    if (typeof result?.then === 'function') result.then((value) => resolve(told(value)), (error) => resolve(described(error)));
    else if (!args.includes(callback)) resolve(told(result));
  });
  return [name, args.map((arg) => (arg === callback ? 'callback' : names.get(arg) ?? arg)), run];
}

module.exports = { callback, hide, names, closed, optional, objectOf, described, attempt, kind, call };
