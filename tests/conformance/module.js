// Chapter module: registration, versions, what init returns, loads that fail.
'use strict'
const { addon, addonPath, child, equal, fixtures, lines, major, ok, status, test, throws } = require('./lib.js')
const { E, N, O, modules, step } = require('./raw.js')
const path = require('path')

test('init may replace exports', () => {
  const replaced = addon('module')
  equal([typeof replaced, replaced.name, replaced()], ['function', 'replacement', 1])
})

test('the module\'s file name is a URL', () => {
  const name = addon('module').file_name()
  ok(name.startsWith('file:///') && name.endsWith('/module.node'), name)
})

for (const version of [8, 9, 10, 'experimental']) {
  test(`node_api_get_module_file_name (version ${version})`, () => {
    const run = (args, pending = 0) => modules[version].run([step('node_api_get_module_file_name', args, pending)])[0]
    const good = run([E, O('s')])
    equal(good.status, status.ok)
    ok(good.out[0].startsWith('file:///') && /\/raw[^/]*\.node$/.test(good.out[0]), good.out[0])
    equal(run([N, O('s')]).status, status.invalid_arg)
    equal(run([E, N]).status, status.invalid_arg)
    equal([run([E, O('s')], 1).status, run([E, O('s')], 1).threw], [status.ok, true])
  })
}

test('what an addon prints comes out at once, in the order of the calls', () => {
  const { out } = child(`const { print } = addon('module')
    print('one '); console.log('two'); print('three '); process.stdout.write('four '); print('five')
    process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000)`)
  equal(out, 'one two\nthree four five')
})

test('required twice: the same exports', () => ok(addon('value') === addon('value')))

test('loaded again after its cache entry is deleted: fresh functions', () => {
  const first = addon('date')
  delete require.cache[addonPath('date')]
  const second = addon('date')
  ok(first !== second && first.make !== second.make)
  equal(second.time_of(first.make(5)), 5)
})

test('process.dlopen', () => {
  const module = { exports: {} }
  process.dlopen(module, addonPath('version'))
  equal(module.exports.api(), 10)
  const replaced = { exports: {} }
  process.dlopen(replaced, addonPath('module'), require('os').constants.dlopen.RTLD_NOW)
  equal(typeof replaced.exports, 'function')
  const bare = { exports: {} }
  process.dlopen(bare, addonPath('module'))
  equal(bare.exports.file_name(), '')
  throws(() => process.dlopen({ exports: {} }, path.join(fixtures, 'no such file.node')), { code: 'ERR_DLOPEN_FAILED' })
})

test('both styles of registration', () => {
  equal(addon('registered').style(), 'napi_module_register')
  equal(addon('unversioned').style, 'napi_register_module_v1')
})

test('a registration that is loaded again', () => {
  const first = addon('registered')
  delete require.cache[addonPath('registered')]
  const second = addon('registered')
  ok(first !== second)
  equal(second.style(), 'napi_module_register')
})

test('versions: 1 to 9 behave as 8, 10 and experimental differ', () => {
  for (const [name, reference] of [['unversioned', 1], ['version_0', 1], ['version_1', 1], ['version_2', 1], ['version_3', 1], ['version_4', 1],
    ['version_5', 1], ['version_6', 1], ['version_7', 1], ['version_8', 1], ['version_9', 1], ['version_10', 0], ['version_experimental', 0]]) {
    equal(addon(name).primitiveReference, reference, name)
  }
})

test('teardown tells the versions apart too', () => {
  const answer = (name) => lines(child(`addon('${name}')`).out)
  equal(answer('unversioned'), ['run_script in teardown: 10'])
  equal(answer('version_3'), ['run_script in teardown: 10'])
  equal(answer('version_9'), ['run_script in teardown: 10'])
  equal(answer('version_10'), ['run_script in teardown: 23'])
  equal(answer('version_experimental'), ['run_script in teardown: 23'])
})

test('a version that is not supported does not load', () => {
  // Node 22 and 26 crash here; a throw that says so is as good.
  const { code, signal, out } = child("addon('version_11'); console.log('loaded')")
  ok(code !== 0 || signal !== null, 'fails')
  equal(out, '')
})

test('no init', () => {
  throws(() => addon('no_init'), { code: 'ERR_DLOPEN_FAILED', message: `Module did not self-register: '${addonPath('no_init')}'.` })
  throws(() => addon('registered_null'), { message: 'Module has no declared entry point.' })
})

test('a missing shared library', () => {
  const error = throws(() => addon('missing_library'), { code: 'ERR_DLOPEN_FAILED' })
  ok(error.message.includes('libnapi_host_gone.so.1'), error.message)
})

test('imports that nobody has', () => {
  const error = throws(() => addon('bind_now'), { code: 'ERR_DLOPEN_FAILED' })
  ok(error.message.includes('no_such_function'), error.message)
})

test('an addon of the old style', () => {
  throws(() => addon('v8_style'), { code: 'ERR_DLOPEN_FAILED' })
})

test('a file that is no library, and no file', () => {
  const fs = require('fs')
  const file = path.join(require('os').tmpdir(), `napi-host-not-elf-${process.pid}.node`)
  fs.writeFileSync(file, 'this is text')
  try {
    throws(() => require(file), { code: 'ERR_DLOPEN_FAILED' })
  } finally {
    fs.unlinkSync(file)
  }
  throws(() => require(path.join(fixtures, 'no_such.node')), { code: 'MODULE_NOT_FOUND' })
})

test('the executable exports every function', () => {
  const { raw } = { raw: modules[10] }
  for (const name of ['napi_module_register', 'napi_fatal_error', 'napi_get_undefined', 'napi_remove_async_cleanup_hook', 'node_api_symbol_for', 'node_api_post_finalizer', 'node_api_create_object_with_properties', 'node_api_set_prototype']) {
    if (major < 26 && /properties|prototype/.test(name)) continue
    ok(raw.exported(name), name)
  }
})

// Node 22 refuses an import of a .node file.
if (major >= 26) {
  const addonUrl = (name) => `${require('url').pathToFileURL(addonPath(name))}`
  const imported = (name, options) => import(addonUrl(name), options)

  test('an addon that is imported is the one that require gives', async () => {
    const names = await imported('value')
    equal(Object.keys(names), ['default', 'module.exports'])
    ok(names.default === addon('value') && names['module.exports'] === names.default)
    const before = addon('date')
    ok((await imported('date')).default === before)
    ok((await import(`${addonUrl('date')}?again`)).default === before)
    ok((await imported('value', { with: { type: 'anything' } })).default === names.default)
  })

  test('an addon that a hook gives, and one with a text', async () => {
    const { registerHooks } = require('module')
    const seen = []
    const hooks = registerHooks({
      load(url, context, next) {
        if (url.endsWith('?text')) return { format: 'addon', source: 'text', shortCircuit: true }
        const result = next(url, context)
        if (url.endsWith('.node')) seen.push(context.format, result.format, result.source)
        return result
      },
    })
    equal(typeof (await imported('number')).default, 'object')
    const error = await import(`${addonUrl('value')}?text`).catch((refused) => refused)
    hooks.deregister()
    equal(seen, ['addon', 'addon', null])
    equal(error.code, 'ERR_INVALID_RETURN_PROPERTY_VALUE')
  })

  test('an import of an addon that does not load', async () => {
    const error = await imported('missing_library').catch((refused) => refused)
    equal(error.code, 'ERR_DLOPEN_FAILED')
  })

  test('--no-experimental-addon-modules', () => {
    const code = `import(${JSON.stringify(addonUrl('value'))}).catch((error) => console.log(error.code))`
    const { out } = child(code, ['--no-experimental-addon-modules'])
    equal(out, 'ERR_UNKNOWN_FILE_EXTENSION\n')
  })
}
