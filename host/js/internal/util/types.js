// The checks of util.types. Those the language can answer by itself are answered here; the rest
// (internal kinds of objects) come from the native half and are copied by name.
'use strict';

const native = internalBinding('util');

const TypedArray = Object.getPrototypeOf(Uint8Array.prototype);
const typedArrayTag = Object.getOwnPropertyDescriptor(TypedArray, Symbol.toStringTag).get;
const tagOf = (value) => Reflect.apply(typedArrayTag, value, []);

const isArrayBufferView = ArrayBuffer.isView;
const isTypedArray = (value) => tagOf(value) !== undefined;

const nativeChecks = [
  'isExternal', 'isDate', 'isArgumentsObject', 'isBigIntObject', 'isBooleanObject',
  'isNumberObject', 'isStringObject', 'isSymbolObject', 'isBoxedPrimitive', 'isNativeError',
  'isRegExp', 'isAsyncFunction', 'isGeneratorFunction', 'isGeneratorObject', 'isPromise',
  'isMap', 'isSet', 'isMapIterator', 'isSetIterator', 'isWeakMap', 'isWeakSet', 'isArrayBuffer',
  'isDataView', 'isSharedArrayBuffer', 'isProxy', 'isModuleNamespaceObject', 'isAnyArrayBuffer',
];

const types = {
  ...Object.fromEntries(nativeChecks.map((name) => [name, native[name]])),
  isArrayBufferView,
  isTypedArray(value) {
    return isTypedArray(value);
  },
  isUint8Array(value) {
    return tagOf(value) === 'Uint8Array';
  },
  isUint8ClampedArray(value) {
    return tagOf(value) === 'Uint8ClampedArray';
  },
  isUint16Array(value) {
    return tagOf(value) === 'Uint16Array';
  },
  isUint32Array(value) {
    return tagOf(value) === 'Uint32Array';
  },
  isInt8Array(value) {
    return tagOf(value) === 'Int8Array';
  },
  isInt16Array(value) {
    return tagOf(value) === 'Int16Array';
  },
  isInt32Array(value) {
    return tagOf(value) === 'Int32Array';
  },
  isFloat16Array(value) {
    return tagOf(value) === 'Float16Array';
  },
  isFloat32Array(value) {
    return tagOf(value) === 'Float32Array';
  },
  isFloat64Array(value) {
    return tagOf(value) === 'Float64Array';
  },
  isBigInt64Array(value) {
    return tagOf(value) === 'BigInt64Array';
  },
  isBigUint64Array(value) {
    return tagOf(value) === 'BigUint64Array';
  },
};

// Set by the crypto module's key objects; absent until that module is loaded.
const keyClasses = { isKeyObject: undefined, isCryptoKey: undefined };
for (const name of Object.keys(keyClasses)) {
  Object.defineProperty(types, name, {
    __proto__: null,
    value: (value) => keyClasses[name]?.(value) ?? false,
    enumerable: true,
  });
}
Object.defineProperty(types, 'registerKeyClass', {
  value: (name, check) => { keyClasses[name] = check; },
  enumerable: false,
});

module.exports = types;
