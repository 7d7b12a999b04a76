// process.binding(name): the deprecated way into node's insides, as far as old packages go for facts that are still true here:
// constants, error numbers, the names of built-in modules, type tests.
// Deliberately absent: node's native functions (fs, tty_wrap, buffer …): they are not what is inside of this host. Of
// tcp_wrap there are the names and constants, which are taken out when a module is loaded; its handles cannot be made.
'use strict';

const { hasFlag } = require('internal/options');
const { warnDeprecated } = require('internal/util');

// Old packages look only for which names there are; the sources are nobody's business.
function natives() {
  const sources = {};
  for (const name of require('module').builtinModules) if (!name.startsWith('node:')) sources[name] = '';
  return sources;
}

function util() {
  const types = require('internal/util/types');
  const names = [
    'isArrayBuffer', 'isAsyncFunction', 'isDate', 'isExternal', 'isMap', 'isMapIterator', 'isNativeError', 'isPromise', 'isRegExp',
    'isSet', 'isSetIterator', 'isAnyArrayBuffer', 'isArrayBufferView', 'isDataView', 'isTypedArray', 'isUint8Array',
  ];
  return Object.fromEntries(names.map((name) => [name, types[name]]));
}

const config = () => ({
  isDebugBuild: false, hasOpenSSL: true, fipsMode: false, hasIntl: true, hasTracing: false, hasNodeOptions: true, hasInspector: false,
  noBrowserGlobals: false, bits: 64,
});

function tcp() {
  const refuse = (name) => {
    const { codes } = require('internal/errors');
    throw new codes.ERR_FEATURE_UNAVAILABLE_ON_PLATFORM(`process.binding('tcp_wrap').${name}`);
  };
  class TCP { constructor() { refuse('TCP'); } }
  class TCPConnectWrap { constructor() { refuse('TCPConnectWrap'); } }
  return { TCP, TCPConnectWrap, constants: { SOCKET: 0, SERVER: 1, UV_TCP_IPV6ONLY: 1, UV_TCP_REUSEPORT: 2 } };
}

const makers = { config, constants: () => internalBinding('constants'), natives, tcp_wrap: tcp, util, uv: () => internalBinding('uv') };
const made = new Map();

function binding(name) {
  name = `${name}`;
  if (hasFlag('--pending-deprecation')) {
    warnDeprecated('process.binding() is deprecated. Please use public APIs instead.', 'DEP0111');
  }
  if (!Object.hasOwn(makers, name)) throw new Error(`No such module: ${name}`);
  if (!made.has(name)) made.set(name, makers[name]());
  return made.get(name);
}

module.exports = { binding };
