// DOMException as Web IDL has it: an Error, with legacy codes.
'use strict';

const { kEnumerableProperty } = require('internal/util');

const names = [
  ['INDEX_SIZE_ERR', 'IndexSizeError'], ['DOMSTRING_SIZE_ERR', 'DOMStringSizeError'],
  ['HIERARCHY_REQUEST_ERR', 'HierarchyRequestError'],
  ['WRONG_DOCUMENT_ERR', 'WrongDocumentError'],
  ['INVALID_CHARACTER_ERR', 'InvalidCharacterError'],
  ['NO_DATA_ALLOWED_ERR', 'NoDataAllowedError'],
  ['NO_MODIFICATION_ALLOWED_ERR', 'NoModificationAllowedError'],
  ['NOT_FOUND_ERR', 'NotFoundError'], ['NOT_SUPPORTED_ERR', 'NotSupportedError'],
  ['INUSE_ATTRIBUTE_ERR', 'InUseAttributeError'], ['INVALID_STATE_ERR', 'InvalidStateError'],
  ['SYNTAX_ERR', 'SyntaxError'], ['INVALID_MODIFICATION_ERR', 'InvalidModificationError'],
  ['NAMESPACE_ERR', 'NamespaceError'], ['INVALID_ACCESS_ERR', 'InvalidAccessError'],
  ['VALIDATION_ERR', 'ValidationError'], ['TYPE_MISMATCH_ERR', 'TypeMismatchError'],
  ['SECURITY_ERR', 'SecurityError'], ['NETWORK_ERR', 'NetworkError'], ['ABORT_ERR', 'AbortError'],
  ['URL_MISMATCH_ERR', 'URLMismatchError'], ['QUOTA_EXCEEDED_ERR', 'QuotaExceededError'],
  ['TIMEOUT_ERR', 'TimeoutError'], ['INVALID_NODE_TYPE_ERR', 'InvalidNodeTypeError'],
  ['DATA_CLONE_ERR', 'DataCloneError'],
];
// These three have a constant, but no exception of that name carries its code.
const withoutCode = new Set(['DOMStringSizeError', 'NoDataAllowedError', 'ValidationError']);
const codeOf = new Map();
names.forEach(([, name], i) => {
  if (!withoutCode.has(name)) codeOf.set(name, i + 1);
});

const { ERR_INVALID_THIS } = require('internal/errors').codes;

// Name and message of each exception: it is an Error inside the engine too, so it is
// made by that constructor and cannot have private fields of this class.
const states = new WeakMap();

function stateOf(value) {
  const state = states.get(value);
  if (state === undefined) throw new ERR_INVALID_THIS('DOMException');
  return state;
}

class DOMException {
  constructor(message = '', options = 'Error') {
    const self = Object.setPrototypeOf(new Error(), new.target.prototype);
    const state = { name: '', message: `${message}` };
    if (options !== null && typeof options === 'object') {
      state.name = `${options.name ?? 'Error'}`;
      if ('cause' in options) {
        Object.defineProperty(self, 'cause', {
          value: options.cause, configurable: true, writable: true, enumerable: false,
        });
      }
    } else {
      state.name = `${options}`;
    }
    states.set(self, state);
    // The stack's header is made of name and message, which the accessors provide.
    Error.captureStackTrace(self, new.target);
    return self;
  }

  get name() {
    return stateOf(this).name;
  }

  get message() {
    return stateOf(this).message;
  }

  get code() {
    return codeOf.get(stateOf(this).name) ?? 0;
  }
}

Object.setPrototypeOf(DOMException.prototype, Error.prototype);
Object.defineProperties(DOMException.prototype, {
  [Symbol.toStringTag]: { configurable: true, value: 'DOMException' },
  name: kEnumerableProperty,
  message: kEnumerableProperty,
  code: kEnumerableProperty,
});
names.forEach(([constant], i) => {
  const descriptor = { value: i + 1, enumerable: true };
  Object.defineProperty(DOMException, constant, descriptor);
  Object.defineProperty(DOMException.prototype, constant, descriptor);
});

// In a message: what it says, and where it was made.
const { kClone, markTransferMode } = require('internal/worker/transferable');
Object.defineProperty(DOMException.prototype, kClone, {
  value() {
    const { name, message } = stateOf(this);
    return { data: { name, message, stack: this.stack }, deserializeInfo: 'internal/domexception:revive' };
  },
  writable: true,
  configurable: true,
});
markTransferMode(DOMException.prototype, true, false);

function revive({ name, message, stack }) {
  const exception = new DOMException(message, name);
  Object.defineProperty(exception, 'stack', { value: stack, writable: true, configurable: true, enumerable: false });
  return exception;
}

module.exports = { DOMException, revive };
