// The base class and message of each error code: [Base, text or function of the arguments]. In a
// function `this` is the error, for codes that put properties on it. Codes of streams, files,
// sockets, processes and cryptography are in messages_io.js.
'use strict';

const wording = require('internal/errors/wording');
const { determineSpecificType, formatList } = wording;

const general = {
  __proto__: null,
  ERR_ACCESS_DENIED: [Error, (message) => message],
  ERR_AMBIGUOUS_ARGUMENT: [TypeError, (name, why) => `The "${name}" argument is ambiguous. ${why}`],
  ERR_ARG_NOT_ITERABLE: [TypeError, '%s must be iterable'],
  ERR_ASSERTION: [Error, (message) => message],
  ERR_ASYNC_CALLBACK: [TypeError, '%s must be a function'],
  ERR_ASYNC_TYPE: [TypeError, 'Invalid name for async "type": %s'],
  ERR_CANNOT_WATCH_SIGINT: [Error, 'Cannot watch for SIGINT signals'],
  ERR_CONSOLE_WRITABLE_STREAM:
    [TypeError, 'Console expects a writable stream instance for %s'],
  ERR_CONSTRUCT_CALL_INVALID: [TypeError, 'Constructor cannot be called'],
  ERR_CONSTRUCT_CALL_REQUIRED: [TypeError, `Class constructor %s cannot be invoked without \`new\``],
  ERR_CONTEXT_NOT_INITIALIZED: [Error, 'context used is not initialized'],
  ERR_DOMAIN_CALLBACK_NOT_AVAILABLE: [Error,
    'A callback was registered through process.setUncaughtExceptionCaptureCallback(), which is ' +
    'mutually exclusive with using the `domain` module'],
  ERR_DOMAIN_CANNOT_SET_UNCAUGHT_EXCEPTION_CAPTURE: [Error,
    'The `domain` module is in use, which is mutually exclusive with calling ' +
    'process.setUncaughtExceptionCaptureCallback()'],
  ERR_ENCODING_INVALID_ENCODED_DATA: [TypeError, function(encoding, errno) {
    this.errno = errno;
    return `The encoded data was not valid for encoding ${encoding}`;
  }],
  ERR_ENCODING_NOT_SUPPORTED: [RangeError, 'The "%s" encoding is not supported'],
  ERR_EVAL_ESM_CANNOT_PRINT: [Error, '--print cannot be used with ESM input'],
  ERR_EVENT_RECURSION: [Error, 'The event "%s" is already being dispatched'],
  ERR_EXECUTION_ENVIRONMENT_NOT_AVAILABLE: [Error, 'Context not associated with Node.js environment'],
  ERR_FALSY_VALUE_REJECTION: [Error, function(reason) {
    this.reason = reason;
    return 'Promise was rejected with falsy value';
  }],
  ERR_FEATURE_UNAVAILABLE_ON_PLATFORM: [TypeError, (feature) =>
    `The feature ${feature} is unavailable on the current platform, ` +
    'which is being used to run Node.js'],
  ERR_ILLEGAL_CONSTRUCTOR: [TypeError, 'Illegal constructor'],
  ERR_INCOMPATIBLE_OPTION_PAIR: [TypeError, (first, second) =>
    `Option "${first}" cannot be used in combination with option "${second}"`],
  ERR_INSPECTOR_ALREADY_CONNECTED: [Error, '%s is already connected'],
  ERR_INSPECTOR_CLOSED: [Error, 'Session was closed'],
  ERR_INSPECTOR_COMMAND: [Error, (code, message) => `Inspector error ${code}: ${message}`],
  ERR_INSPECTOR_NOT_ACTIVE: [Error, 'Inspector is not active'],
  ERR_INSPECTOR_NOT_CONNECTED: [Error, 'Session is not connected'],
  ERR_INSPECTOR_NOT_WORKER: [Error, 'Current thread is not a worker'],
  ERR_INSPECTOR_NOT_AVAILABLE: [Error, 'Inspector is not available'],
  ERR_INTERNAL_ASSERTION: [Error, (message) =>
    `${message === undefined ? '' : `${message}\n`}This is caused by either a bug in Node.js or ` +
    'incorrect usage of Node.js internals.\nPlease open an issue with this stack trace at ' +
    'https://github.com/nodejs/node/issues\n'],
  ERR_INVALID_ARG_TYPE: [TypeError, wording.invalidArgType],
  ERR_INVALID_ARG_VALUE: [TypeError, wording.invalidArgValue],
  ERR_INVALID_ASYNC_ID: [RangeError, 'Invalid %s value: %s'],
  ERR_INVALID_CHAR: [TypeError, (name, field) =>
    `Invalid character in ${name}${field === undefined ? '' : ` ["${field}"]`}`],
  ERR_INVALID_CURSOR_POS: [TypeError, 'Cannot set cursor row without setting its column'],
  ERR_INVALID_FILE_URL_HOST:
    [TypeError, 'File URL host must be "localhost" or empty on %s'],
  ERR_INVALID_FILE_URL_PATH: [TypeError, 'File URL path %s'],
  ERR_INVALID_MIME_SYNTAX: [TypeError, (part, text, position) =>
    `The MIME syntax for a ${part} in "${text}" is invalid` +
    `${position !== -1 ? ` at ${position}` : ''}`],
  ERR_INVALID_OBJECT_DEFINE_PROPERTY: [TypeError, (message) => message],
  ERR_INVALID_REPL_INPUT: [TypeError, (message) => message],
  ERR_INVALID_RETURN_PROPERTY: [TypeError, (expected, name, property, value) =>
    `Expected a valid ${expected} to be returned for the "${property}" from the "${name}" ` +
    `hook but got ${determineSpecificType(value)}.`],
  ERR_INVALID_RETURN_PROPERTY_VALUE: [TypeError, (expected, name, property, value) =>
    `Expected ${expected} to be returned for the "${property}" from the "${name}" ` +
    `hook but got ${determineSpecificType(value)}.`],
  ERR_INVALID_RETURN_VALUE: [TypeError, (expected, name, value) =>
    `Expected ${expected} to be returned from the "${name}" function but got ` +
    `${determineSpecificType(value)}.`],
  ERR_INVALID_STATE: [Error, 'Invalid state: %s'],
  ERR_INVALID_THIS: [TypeError, 'Value of "this" must be of type %s'],
  ERR_INVALID_TUPLE: [TypeError, (name, kind) => `${name} must be an iterable ${kind} tuple`],
  ERR_INVALID_TYPESCRIPT_SYNTAX: [SyntaxError, (message) => message],
  ERR_INVALID_URI: [URIError, 'URI malformed'],
  ERR_INVALID_URL: [TypeError, function(input, base = null) {
    this.code = 'ERR_INVALID_URL'; // Before `input`: inspect shows them in this order.
    this.input = input;
    if (base !== null) this.base = base;
    return 'Invalid URL';
  }],
  ERR_INVALID_URL_SCHEME: [TypeError, (expected) => {
    const schemes = Array.isArray(expected) ? expected : [expected];
    return `The URL must be ${schemes.length > 1 ? 'one ' : ''}of scheme ${formatList(schemes)}`;
  }],
  ERR_METHOD_NOT_IMPLEMENTED: [Error, 'The %s method is not implemented'],
  ERR_MISSING_ARGS: [TypeError, wording.missingArgs],
  ERR_MISSING_OPTION: [TypeError, '%s is required'],
  ERR_MULTIPLE_CALLBACK: [Error, 'Callback called multiple times'],
  ERR_NO_CRYPTO: [Error, 'Node.js is not compiled with OpenSSL crypto support'],
  ERR_NO_ICU: [TypeError, '%s is not supported on Node.js compiled without ICU'],
  ERR_NOT_BUILDING_SNAPSHOT: [Error, 'Operation cannot be invoked when not building startup snapshot'],
  ERR_OPERATION_FAILED: [Error, 'Operation failed: %s'],
  ERR_OUT_OF_RANGE: [RangeError, wording.outOfRange],
  ERR_PARSE_ARGS_INVALID_OPTION_VALUE: [TypeError, (message) => message],
  ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL: [TypeError, (argument) =>
    `Unexpected argument '${argument}'. This command does not take positional arguments`],
  ERR_PARSE_ARGS_UNKNOWN_OPTION: [TypeError, (option, allowPositionals) => {
    const hint = allowPositionals ?
      '. To specify a positional argument starting with a \'-\', place it at the end of the ' +
      `command after '--', as in '-- ${JSON.stringify(option)}` : '';
    return `Unknown option '${option}'${hint}`;
  }],
  ERR_PERFORMANCE_INVALID_TIMESTAMP: [TypeError, '%s is not a valid timestamp'],
  ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS: [TypeError, (message) => message],
  ERR_PROTO_ACCESS: [Error, 'Accessing Object.prototype.__proto__ has been disallowed with ' +
    '--disable-proto=throw'],
  ERR_SCRIPT_EXECUTION_INTERRUPTED: [Error, 'Script execution was interrupted by `SIGINT`'],
  ERR_SCRIPT_EXECUTION_TIMEOUT: [Error, 'Script execution timed out after %sms'],
  ERR_STRING_TOO_LONG: [Error, (limit = 536870888) =>
    `Cannot create a string longer than 0x${limit.toString(16)} characters`],
  ERR_SYNTHETIC: [Error, 'JavaScript Callstack'],
  ERR_TEST_FAILURE: [Error, function(error, failureType) {
    this.failureType = failureType;
    this.cause = error;
    if (typeof error === 'string') return error;
    return error?.message ?? require('internal/util/inspect').inspect(error);
  }],
  ERR_TRACE_EVENTS_CATEGORY_REQUIRED: [TypeError, 'At least one category is required'],
  ERR_UNAVAILABLE_DURING_EXIT: [Error, 'Cannot call function in process exit handler'],
  ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET: [Error,
    '`process.setupUncaughtExceptionCapture()` was called while a capture callback was already ' +
    'active'],
  ERR_UNHANDLED_ERROR: [Error, (value) =>
    (value === undefined ? 'Unhandled error.' : `Unhandled error. (${value})`)],
  ERR_UNKNOWN_BUILTIN_MODULE: [Error, 'No such built-in module: %s'],
  ERR_UNKNOWN_ENCODING: [TypeError, 'Unknown encoding: %s'],
  ERR_UNKNOWN_SIGNAL: [TypeError, 'Unknown signal: %s'],
  ERR_USE_AFTER_CLOSE: [Error, '%s was closed'],
  ERR_VALID_PERFORMANCE_ENTRY_TYPE: [Error, 'At least one valid performance entry type is required'],
  ERR_WEBASSEMBLY_RESPONSE: [TypeError, 'WebAssembly response %s'],
};

const systemErrors = {
  __proto__: null,
  ERR_FS_CP_DIR_TO_NON_DIR: 'Cannot overwrite non-directory with directory',
  ERR_FS_CP_EEXIST: 'Target already exists',
  ERR_FS_CP_EINVAL: 'Invalid src or dest',
  ERR_FS_CP_FIFO_PIPE: 'Cannot copy a FIFO pipe',
  ERR_FS_CP_NON_DIR_TO_DIR: 'Cannot overwrite directory with non-directory',
  ERR_FS_CP_SOCKET: 'Cannot copy a socket file',
  ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY: 'Cannot overwrite symlink in subdirectory of self',
  ERR_FS_CP_UNKNOWN: 'Cannot copy an unknown file type',
  ERR_FS_EISDIR: 'Path is a directory',
  ERR_SOCKET_BUFFER_SIZE: 'Could not get or set buffer size',
  ERR_SYSTEM_ERROR: 'A system error occurred',
  ERR_TTY_INIT_FAILED: 'TTY initialization failed',
};

module.exports = {
  messages: {
    ...general,
    ...require('internal/errors/messages_io'),
    ...require('internal/errors/messages_module'),
  },
  systemErrors,
};
Object.setPrototypeOf(module.exports.messages, null);
