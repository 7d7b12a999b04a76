// util.parseArgs: the command line as tokens first, then as values.
'use strict';

const { codes } = require('internal/errors');
const {
  validateArray, validateBoolean, validateBooleanArray, validateObject, validateString,
  validateStringArray, validateUnion,
} = require('internal/validators');

const invalidValue = (message) => new codes.ERR_PARSE_ARGS_INVALID_OPTION_VALUE(message);

const looksLikeOption = (arg) => arg !== undefined && arg.length > 1 && arg[0] === '-';
const own = (object, name) => (Object.hasOwn(object, name) ? object[name] : undefined);

// What follows the script on the command line; with -e there is no script.
function defaultArgs() {
  const { execArgv } = process;
  const hasEval = ['-e', '--eval', '-p', '--print'].some((flag) => execArgv.includes(flag));
  return process.argv.slice(hasEval ? 1 : 2);
}

class Parser {
  constructor(args, options) {
    this.args = args;
    this.options = options;
    this.tokens = [];
    this.byShort = new Map();
    for (const name of Object.keys(options)) {
      const short = own(options[name], 'short');
      if (short !== undefined) this.byShort.set(short, name);
    }
  }

  #takesValue(name) {
    return own(this.options, name)?.type === 'string';
  }

  #option(name, rawName, index, value, inlineValue) {
    this.tokens.push({ kind: 'option', name, rawName, index, value, inlineValue });
  }

  run() {
    for (let i = 0; i < this.args.length; i++) {
      const arg = this.args[i];
      if (arg === '--') {
        this.tokens.push({ kind: 'option-terminator', index: i });
        for (i++; i < this.args.length; i++) {
          this.tokens.push({ kind: 'positional', index: i, value: this.args[i] });
        }
      } else if (arg.startsWith('--') && arg.length > 2) {
        i = this.#long(arg, i);
      } else if (looksLikeOption(arg)) {
        i = this.#short(arg, i);
      } else {
        this.tokens.push({ kind: 'positional', index: i, value: arg });
      }
    }
    return this.tokens;
  }

  #long(arg, index) {
    const equals = arg.indexOf('=', 3);
    if (equals !== -1) {
      const name = arg.slice(2, equals);
      this.#option(name, `--${name}`, index, arg.slice(equals + 1), true);
      return index;
    }
    return this.#maybeWithValue(arg.slice(2), arg, index, index);
  }

  // The value of a string option may be the next argument.
  #maybeWithValue(name, rawName, index, last) {
    if (this.#takesValue(name) && last + 1 < this.args.length) {
      this.#option(name, rawName, index, this.args[last + 1], false);
      return last + 1;
    }
    this.#option(name, rawName, index, undefined, undefined);
    return last;
  }

  // -f, -abc, -fvalue: letters are options up to the first that takes a value.
  #short(arg, index) {
    for (let i = 1; i < arg.length; i++) {
      const letter = arg[i];
      const name = this.byShort.get(letter) ?? letter;
      if (i === arg.length - 1) return this.#maybeWithValue(name, `-${letter}`, index, index);
      if (this.#takesValue(name)) {
        this.#option(name, `-${letter}`, index, arg.slice(i + 1), true);
        return index;
      }
      this.#option(name, `-${letter}`, index, undefined, undefined);
    }
    return index;
  }
}

function shownName(options, name) {
  const short = own(options[name], 'short');
  return `${short ? `-${short}, ` : ''}--${name}`;
}

function checkStrict(token, { options, allowPositionals, allowNegative }) {
  const { name, value } = token;
  if (!Object.hasOwn(options, name)) {
    const negated = allowNegative && name.startsWith('no-') && Object.hasOwn(options, name.slice(3)) ?
      name.slice(3) : undefined;
    if (negated === undefined || options[negated].type !== 'boolean') {
      throw new codes.ERR_PARSE_ARGS_UNKNOWN_OPTION(token.rawName, allowPositionals);
    }
    return;
  }
  const { type } = options[name];
  if (type === 'string' && typeof value !== 'string') {
    throw invalidValue(`Option '${shownName(options, name)} <value>' argument missing`);
  }
  if (type === 'boolean' && value !== undefined) {
    throw invalidValue(`Option '${shownName(options, name)}' does not take an argument`);
  }
}

// "--foo --bar": is the second the value of the first?
function checkAmbiguous(token, options) {
  if (token.inlineValue || !looksLikeOption(token.value)) return;
  const short = own(options[token.name] ?? {}, 'short');
  const example = token.rawName.startsWith('--') ?
    `'${token.rawName}=-XYZ'` : `'--${token.name}=-XYZ' or '${`-${short}`}-XYZ'`;
  throw invalidValue(
    `Option '${token.rawName}' argument is ambiguous.\nDid you forget to specify the option ` +
    `argument for '${token.rawName}'?\nTo specify an option argument starting with a dash use ` +
    `${example}.`);
}

function store(values, token, { options, allowNegative }) {
  let { name, value } = token;
  if (name === '__proto__') return;
  let result = value ?? true;
  if (allowNegative && value === undefined && name.startsWith('no-')) {
    const positive = name.slice(3);
    if (own(options, positive)?.type === 'boolean' || !Object.hasOwn(options, name)) {
      token.name = name = positive;
      result = false;
    }
  }
  value = result;
  if (own(options, name)?.multiple) (values[name] ??= []).push(value);
  else values[name] = value;
}

function checkOptions(options) {
  for (const [name, option] of Object.entries(options)) {
    const label = `options.${name}`;
    validateObject(option, label);
    const type = own(option, 'type');
    validateUnion(type, `${label}.type`, ['string', 'boolean']);
    if (Object.hasOwn(option, 'short')) {
      validateString(option.short, `${label}.short`);
      if (option.short.length !== 1) {
        throw new codes.ERR_INVALID_ARG_VALUE(`${label}.short`, option.short,
                                              'must be a single character');
      }
    }
    const multiple = own(option, 'multiple');
    if (Object.hasOwn(option, 'multiple')) validateBoolean(multiple, `${label}.multiple`);
    const fallback = own(option, 'default');
    if (fallback === undefined) continue;
    const checks = multiple ? { string: validateStringArray, boolean: validateBooleanArray } :
      { string: validateString, boolean: validateBoolean };
    checks[type](fallback, `${label}.default`);
  }
}

function parseArgs(config = {}) {
  const args = own(config, 'args') ?? defaultArgs();
  const strict = own(config, 'strict') ?? true;
  const allowPositionals = own(config, 'allowPositionals') ?? !strict;
  const returnTokens = own(config, 'tokens') ?? false;
  const allowNegative = own(config, 'allowNegative') ?? false;
  const options = own(config, 'options') ?? { __proto__: null };
  validateArray(args, 'args');
  validateBoolean(strict, 'strict');
  validateBoolean(allowPositionals, 'allowPositionals');
  validateBoolean(returnTokens, 'tokens');
  validateBoolean(allowNegative, 'allowNegative');
  validateObject(options, 'options');
  checkOptions(options);

  const settings = { options, allowPositionals, allowNegative };
  const tokens = new Parser(args, options).run();
  const values = { __proto__: null };
  const positionals = [];
  for (const token of tokens) {
    if (token.kind === 'option') {
      if (strict) {
        checkStrict(token, settings);
        checkAmbiguous(token, options);
      }
      store(values, token, settings);
    } else if (token.kind === 'positional') {
      if (!allowPositionals) throw new codes.ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL(token.value);
      positionals.push(token.value);
    }
  }
  for (const [name, option] of Object.entries(options)) {
    const fallback = own(option, 'default');
    if (fallback !== undefined && values[name] === undefined) values[name] = fallback;
  }
  return returnTokens ? { values, positionals, tokens } : { values, positionals };
}

module.exports = { parseArgs };
