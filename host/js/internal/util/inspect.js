// util.inspect: options and entry point. The formatting itself is in the folder of the same name.
'use strict';

const { customInspectSymbol } = require('internal/util');
const text = require('internal/util/inspect/text');

const defaultOptions = Object.seal({
  showHidden: false,
  depth: 2,
  colors: false,
  customInspect: true,
  showProxy: false,
  maxArrayLength: 100,
  maxStringLength: 10000,
  breakLength: 80,
  compact: 3,
  sorted: false,
  getters: false,
  numericSeparator: false,
});

const colorOff = 39;
const backgroundOff = 49;
const colors = Object.assign({ __proto__: null }, {
  reset: [0, 0],
  bold: [1, 22],
  dim: [2, 22],
  italic: [3, 23],
  underline: [4, 24],
  blink: [5, 25],
  inverse: [7, 27],
  hidden: [8, 28],
  strikethrough: [9, 29],
  doubleunderline: [21, 24],
});
const colorNames = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
const capital = (name) => name[0].toUpperCase() + name.slice(1);
colorNames.forEach((name, i) => { colors[name] = [30 + i, colorOff]; });
colorNames.forEach((name, i) => { colors[`bg${capital(name)}`] = [40 + i, backgroundOff]; });
colors.framed = [51, 54];
colors.overlined = [53, 55];
colors.gray = [90, colorOff];
colorNames.slice(1).forEach((name, i) => { colors[`${name}Bright`] = [91 + i, colorOff]; });
colors.bgGray = [100, backgroundOff];
colorNames.slice(1).forEach((name, i) => {
  colors[`bg${capital(name)}Bright`] = [101 + i, backgroundOff];
});

function alias(target, name) {
  Object.defineProperty(colors, name, {
    get() { return this[target]; },
    set(value) { this[target] = value; },
    configurable: true,
    enumerable: false,
  });
}
for (const [target, name] of [
  ['gray', 'grey'], ['gray', 'blackBright'], ['bgGray', 'bgGrey'], ['bgGray', 'bgBlackBright'],
  ['dim', 'faint'], ['strikethrough', 'crossedout'], ['strikethrough', 'strikeThrough'],
  ['strikethrough', 'crossedOut'], ['hidden', 'conceal'], ['inverse', 'swapColors'],
  ['inverse', 'swapcolors'], ['doubleunderline', 'doubleUnderline'],
]) {
  alias(target, name);
}

const styles = Object.assign({ __proto__: null }, {
  special: 'cyan',
  number: 'yellow',
  bigint: 'yellow',
  boolean: 'yellow',
  undefined: 'grey',
  null: 'bold',
  string: 'green',
  symbol: 'green',
  date: 'magenta',
  regexp: 'red',
  module: 'underline',
});

const stylizeNot = (str) => str;

function stylizeWithColor(str, style) {
  const color = colors[styles[style]];
  return color === undefined ? str : `\u001b[${color[0]}m${str}\u001b[${color[1]}m`;
}

let loadedValue;
function inspect(value, options) {
  const ctx = {
    budget: {},
    indentation: 0,
    seen: [],
    currentDepth: 0,
    circular: undefined,
    stylize: stylizeNot,
    userOptions: undefined,
    options,
    ...defaultOptions,
  };
  if (arguments.length > 1) {
    // The legacy form: inspect(value, showHidden, depth, colors).
    if (arguments.length > 2) {
      if (arguments[2] !== undefined) ctx.depth = arguments[2];
      if (arguments.length > 3 && arguments[3] !== undefined) ctx.colors = arguments[3];
    }
    if (typeof options === 'boolean') {
      ctx.showHidden = options;
    } else if (options) {
      for (const key of Object.keys(options)) {
        if (Object.hasOwn(defaultOptions, key) || key === 'stylize') ctx[key] = options[key];
        else ctx.userOptions ??= options;
      }
    }
  }
  if (ctx.colors) ctx.stylize = stylizeWithColor;
  if (ctx.maxArrayLength === null) ctx.maxArrayLength = Infinity;
  if (ctx.maxStringLength === null) ctx.maxStringLength = Infinity;
  loadedValue ??= require('internal/util/inspect/value');
  return loadedValue.formatValue(ctx, value, 0);
}

inspect.custom = customInspectSymbol;
Object.defineProperty(inspect, 'defaultOptions', {
  get() {
    return defaultOptions;
  },
  set(options) {
    require('internal/validators').validateObject(options, 'options');
    Object.assign(defaultOptions, options);
  },
});
inspect.colors = colors;
inspect.styles = styles;

let loadedFormat;
const formatting = () => (loadedFormat ??= require('internal/util/inspect/format'));

module.exports = {
  format: (...args) => formatting().format(...args),
  formatWithOptions: (options, ...args) => formatting().formatWithOptions(options, ...args),
  getStringWidth: text.getStringWidth,
  inspect,
  inspectDefaultOptions: defaultOptions,
  stripVTControlCharacters: text.stripVTControlCharacters,
};
