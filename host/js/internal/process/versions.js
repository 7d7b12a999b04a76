// What this process says it is. Loaders choose a prebuilt binary by these, so they are those of the Node.js release whose ABI the
// host answers to; `versions.v8` and `versions['napi-host']` are this program's own.
'use strict';

const { v8Version, hostVersion, nodeVersion: node } = internalBinding('process');

const base = `https://nodejs.org/download/release/v${node}/node-v${node}`;

function readOnly(values) {
  const object = {};
  for (const name of Object.keys(values)) {
    Object.defineProperty(object, name, { __proto__: null, value: values[name], writable: false, enumerable: true, configurable: false });
  }
  return object;
}

const versionInfo = {
  version: `v${node}`,
  versions: readOnly({
    node,
    modules: '147',
    napi: '10',
    'napi-host': hostVersion,
    openssl: '3.5.8',
    unicode: '17.0',
    uv: '1.52.1',
    v8: v8Version,
    zlib: '1.3.1',
  }),
  release: readOnly({ name: 'node', sourceUrl: `${base}.tar.gz`, headersUrl: `${base}-headers.tar.gz` }),
};

module.exports = { versionInfo, nodeVersion: node };
