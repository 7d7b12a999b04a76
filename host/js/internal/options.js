// Command-line options that JavaScript asks for. The CLI (Rust) decides what is an option; here process.execArgv and NODE_OPTIONS are
// only looked up, so nothing is parsed until someone asks.
'use strict';

let table;
let lists;

function words(text) {
  const found = [];
  const pattern = /"((?:[^"\\]|\\.)*)"|(\S+)/g;
  for (let match; (match = pattern.exec(text)) !== null;) found.push(match[2] ?? match[1].replace(/\\(.)/g, '$1'));
  return found;
}

function parse() {
  const options = new Map();
  lists = new Map();
  const { NODE_OPTIONS } = process.env;
  const all = [...(NODE_OPTIONS ? words(NODE_OPTIONS) : []), ...process.execArgv];
  for (let i = 0; i < all.length; i++) {
    const word = all[i];
    if (!word.startsWith('-')) continue;
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    const next = all[i + 1];
    const value = equals >= 0 ? word.slice(equals + 1) : next !== undefined && !next.startsWith('-') ? next : true;
    options.set(name, value);
    if (typeof value === 'string') lists.set(name, [...(lists.get(name) ?? []), value]);
    if (name.startsWith('--no-')) options.set(`--${name.slice(5)}`, false);
    else options.delete(`--no-${name.slice(2)}`);
  }
  return options;
}

// The last value given (`--name=value` or `--name value`), true for a bare flag, false for its `--no-` form, or undefined.
function getOptionValue(name) {
  table ??= parse();
  return table.get(name);
}

// Whether a boolean flag is on.
function hasFlag(name) {
  const value = getOptionValue(name);
  return value !== undefined && value !== false;
}

// All values of an option that may be given more than once.
function getOptionValues(name) {
  table ??= parse();
  return lists.get(name) ?? [];
}

module.exports = { getOptionValue, getOptionValues, hasFlag };
