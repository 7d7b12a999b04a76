// process.config and process.features: what build tools and feature tests read.
'use strict';

const { versionInfo } = require('internal/process/versions');

function deepFreeze(object) {
  for (const value of Object.values(object)) {
    if (typeof value === 'object' && value !== null) deepFreeze(value);
  }
  return Object.freeze(object);
}

const config = deepFreeze({
  target_defaults: { cflags: [], default_configuration: 'Release', defines: [], include_dirs: [], libraries: [] },
  variables: {
    asan: 0,
    clang: 0,
    coverage: false,
    debug_node: false,
    host_arch: process.arch,
    icu_small: false,
    is_debug: 0,
    napi_build_version: versionInfo.versions.napi,
    node_byteorder: 'little',
    node_module_version: Number(versionInfo.versions.modules),
    node_prefix: '/usr/local',
    node_shared: false,
    node_shared_openssl: false,
    node_shared_libuv: false,
    node_shared_zlib: false,
    node_target_type: 'executable',
    node_use_openssl: true,
    openssl_is_fips: false,
    shlib_suffix: `so.${versionInfo.versions.modules}`,
    target_arch: process.arch,
    v8_enable_i18n_support: 1,
    v8_enable_pointer_compression: 0,
    v8_enable_sandbox: 0,
    v8_enable_webassembly: 1,
  },
});

const features = {
  inspector: false,
  debug: false,
  uv: true,
  ipv6: true,
  tls_alpn: true,
  tls_sni: true,
  tls_ocsp: true,
  tls: true,
  openssl_is_boringssl: false,
  cached_builtins: true,
  get require_module() { return require('internal/modules/options').requireModule; },
  get typescript() { return require('internal/modules/options').stripTypes ? 'strip' : false; },
};

module.exports = { config, features };
