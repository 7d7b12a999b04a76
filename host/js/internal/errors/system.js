// Errors that stem from the operating system: errno and syscall on an ordinary Error, and Node's
// SystemError with an `info` object.
'use strict';

const { byErrno, describe } = require('internal/errors/errno');
const customInspectSymbol = Symbol.for('nodejs.util.inspect.custom');
const { captureWithName, withoutStack } = require('internal/errors');

function uvErrmapGet(errno) {
  return byErrno.get(errno);
}

// The error of a failed system call: "ENOENT: no such file or directory, open 'x' -> 'y'".
function uvException(context) {
  const { errno, syscall, path, dest } = context;
  const [name, text] = byErrno.get(errno) ?? ['UNKNOWN', 'unknown error'];
  const code = context.code || name;
  let message = `${code}: ${context.message || text}, ${syscall}`;
  if (path !== undefined && path !== null) message += ` '${path}'`;
  if (dest !== undefined && dest !== null) message += ` -> '${dest}'`;
  const error = withoutStack(() => new Error(message));
  for (const key of Object.keys(context)) {
    if (key === 'message' || key === 'path' || key === 'dest') continue;
    error[key] = context[key];
  }
  error.code = code;
  if (path !== undefined && path !== null) error.path = String(path);
  if (dest !== undefined && dest !== null) error.dest = String(dest);
  Error.captureStackTrace(error, uvException);
  return error;
}

function ErrnoException(errno, syscall, original) {
  const code = describe(errno)[0];
  const error = withoutStack(() => new Error(
    original ? `${syscall} ${code} ${original}` : `${syscall} ${code}`));
  error.errno = errno;
  error.code = code;
  error.syscall = syscall;
  Error.captureStackTrace(error, new.target || ErrnoException);
  return error;
}

function withHostPort(message, errno, code, syscall, address, port, caller) {
  const error = withoutStack(() => new Error(message));
  error.errno = errno;
  error.code = code;
  error.syscall = syscall;
  error.address = address;
  if (port) error.port = port;
  Error.captureStackTrace(error, caller);
  return error;
}

const hostPort = (address, port) =>
  (port && port > 0) ? ` ${address}:${port}` : (address ? ` ${address}` : '');

function ExceptionWithHostPort(errno, syscall, address, port, additional) {
  const code = describe(errno)[0];
  const suffix = additional ? ` - Local (${additional})` : '';
  const message = `${syscall} ${code}${hostPort(address, port)}${suffix}`;
  return withHostPort(message, errno, code, syscall, address, port, ExceptionWithHostPort);
}

function UVExceptionWithHostPort(errno, syscall, address, port) {
  const [code, text] = byErrno.get(errno) ?? ['UNKNOWN', 'unknown error'];
  const message = `${syscall} ${code}: ${text}${hostPort(address, port)}`;
  return withHostPort(message, errno, code, syscall, address, port, UVExceptionWithHostPort);
}

function DNSException(code, syscall, hostname) {
  let errno;
  if (typeof code === 'number') {
    errno = code;
    // getaddrinfo's own "not found" answers are reported as ENOTFOUND.
    code = (code === -3007 || code === -3008) ? 'ENOTFOUND' : describe(code)[0];
  }
  const message = `${syscall} ${code}${hostname ? ` ${hostname}` : ''}`;
  const error = withoutStack(() => new Error(message));
  error.errno = errno;
  error.code = code;
  error.syscall = syscall;
  if (hostname) error.hostname = hostname;
  Error.captureStackTrace(error, DNSException);
  return error;
}

class ConnResetException extends Error {
  constructor(message) {
    super(message);
    this.code = 'ECONNRESET';
  }
  get ['constructor']() {
    return Error;
  }
}

// An error whose details live in `info`; errno, syscall, path and dest reach into it.
class SystemError extends Error {
  constructor(key, prefix, context, caller) {
    let message = `${prefix}: ${context.syscall} returned ${context.code} (${context.message})`;
    if (context.path !== undefined) message += ` ${context.path}`;
    if (context.dest !== undefined) message += ` => ${context.dest}`;
    withoutStack(() => super(message));
    this.code = key;
    captureWithName(this, `SystemError [${key}]`, caller ?? SystemError);
    Object.defineProperty(this, 'name',
                          { value: 'SystemError', writable: true, configurable: true });
    Object.defineProperty(this, 'info', { __proto__: null, value: context, enumerable: true, configurable: true });
    this.#reach('errno');
    this.#reach('syscall');
    if (context.path !== undefined) this.#reach('path');
    if (context.dest !== undefined) this.#reach('dest');
  }

  #reach(name) {
    const { info } = this;
    Object.defineProperty(this, name, {
      __proto__: null,
      get: () => info[name],
      set: (value) => { info[name] = value; },
      enumerable: true,
      configurable: true,
    });
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  [customInspectSymbol](depth, options) {
    const { inspect } = require('internal/util/inspect');
    return inspect(this, { ...options, getters: true, customInspect: false });
  }
}

module.exports = {
  ConnResetException,
  DNSException,
  ErrnoException,
  ExceptionWithHostPort,
  SystemError,
  UVException: uvException,
  UVExceptionWithHostPort,
  errnoException: ErrnoException,
  uvErrmapGet,
  uvException,
};
