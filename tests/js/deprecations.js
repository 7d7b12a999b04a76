// What is deprecated warns once, with Node's code and text; some of it only with --pending-deprecation. Expected text from Node 22.14.
'use strict';
const { spawnSync } = require('child_process');

const programs = [
  "require('punycode')", "url.parse('https://evil.com:.example.com'); url.parse('git+ssh://git@github.com:npm/npm')", "url.parse('http://a')",
  'new Buffer(3); Buffer(3)', "util.log.name; util._extend({}, {})", "new assert.CallTracker(); new assert.CallTracker()",
  "try { assert.fail('a', 'b'); } catch (error) { console.log(error.message, error.operator); }",
  "try { assert.fail('a', 'b', 'm', '>'); } catch (error) { console.log(error.message, error.actual, error.operator); }",
  'console.log(zlib.createGzip().bytesRead)', "process.binding('util')", 'util.promisify(async (done) => done(null, 1))().then(console.log)',
  ...['isArray', 'isBoolean', 'isBuffer', 'isDate', 'isError', 'isFunction', 'isNull', 'isNullOrUndefined', 'isNumber', 'isObject', 'isPrimitive',
      'isRegExp', 'isString', 'isSymbol', 'isUndefined'].map((name) => `console.log(util.${name}(1), util.${name}.name)`),
  "require('sys')", "util.getCallSite().length", 'timers.enroll({}, 1)',
];
const listen = "process.on('warning', (w) => console.log(`${w.name} ${w.code}: ${w.message}`));";
for (const program of programs) {
  const seen = [[], ['--pending-deprecation']].map((flags) =>
    spawnSync(process.execPath, [...flags, '--no-warnings', '-e', `${listen} ${program}`], { encoding: 'utf8' }).stdout.trim());
  console.log(`${program}\n  ${seen[0].replaceAll('\n', '\n  ')}${seen[1] === seen[0] ? '' : `\n  pending: ${seen[1]}`}`);
}
