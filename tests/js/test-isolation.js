// node:test: hooks of a script and of files that share a process (--experimental-test-isolation=none), files without tests, marks, and
// the order of what tests print and their results. Expected text from Node 22.14.
'use strict';
const { mkdtempSync, rmSync, writeFileSync } = require('fs');
const { spawn, spawnSync } = require('child_process');

const folder = mkdtempSync(`${require('os').tmpdir()}/isolation-`);
const hooked = (name) => `const { before, beforeEach, after, afterEach, test, suite } = require('node:test');
const say = (what) => function() { console.log(what, '${name}', this.name); };
before(say('before')); beforeEach(say('beforeEach')); after(say('after')); afterEach(say('afterEach'));
console.log('sync ${name}');`;
const files = {
  'one.js': `${hooked('one')} suite('suite one', function() { console.log(this.name); test('inside', say('test')); }); test('test one', say('test'));`,
  'two.js': `${hooked('two')} suite('suite two', function() { test('marked', { only: true }, say('test')); }); test('test two', say('test'));`,
  'none.js': "console.log('no tests');",
  'hooks.js': "const { before, after } = require('node:test'); before(() => console.log('before')); after(() => console.log('after')); console.log('sync');",
  'slow.js': `const { before, test } = require('node:test'); const later = (text) => () => new Promise((r) => setTimeout(() => { console.log(text); r(); }, 5));
before(later('first')); before(() => console.log('second')); test('t', async (t) => { t.before(() => console.log('inner')); console.log('body'); await t.test('sub', () => console.log('sub')); });`,
  'setup.js': "const t = require('node:test'); for (const kind of ['before', 'beforeEach', 'after', 'afterEach']) t[kind](() => console.log(`${kind} of all`));",
};
for (const [name, text] of Object.entries(files)) writeFileSync(`${folder}/${name}`, text);

const shared = ['--test', '--experimental-test-isolation=none'];
for (const words of [
  ['one.js'], ['none.js'], ['hooks.js'], ['slow.js'], [...shared, 'one.js'], [...shared, 'none.js', 'one.js'], [...shared, 'one.js', 'two.js'],
  [...shared, '--test-only', 'one.js', 'two.js'], [...shared, '--test-skip-pattern=one', 'one.js'], ['--test', '--require', './setup.js', 'one.js'],
]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--test-reporter=tap', ...words], { cwd: folder, encoding: 'utf8' });
  console.log(`== ${words.join(' ')}: ${status}\n${stdout.replace(/duration_ms[: ]+[\d.]+/g, 'duration_ms …')}${stderr.replace(/[\s\S]+/, 'on stderr')}`);
}

// A run that is interrupted has failed.
writeFileSync(`${folder}/long.js`, "const { test } = require('node:test'); test('quick', () => {}); test('long', () => new Promise((r) => setTimeout(r, 2000)));");
const child = spawn(process.execPath, ['--test', '--test-reporter=tap', 'long.js'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
child.stdout.on('data', (chunk) => {
  if (String(chunk).includes('ok 1 - quick')) child.kill('SIGINT');
});
child.on('exit', (code, signal) => {
  console.log('interrupted:', code, signal);
  rmSync(folder, { recursive: true });
});
