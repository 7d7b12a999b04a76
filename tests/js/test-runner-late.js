'use strict';
// node:test when things come late: errors after their test has ended, hooks that end what keeps the process alive, planned assertions,
// --test-force-exit. Each script runs in a child; durations and frames are taken out of its output.
const { spawnSync } = require('child_process');

const scripts = {
  errors(test) {
    const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    test('leaves an error', () => { setTimeout(() => { throw new Error('late'); }, 20); });
    test('is not to blame', () => wait(60));
    test('leaves a rejection', () => { setTimeout(() => { Promise.reject(new Error('late rejection')); }, 5); });
    test('is not to blame either', () => wait(60));
    test('throws by itself', (t, done) => { setTimeout(() => { throw new Error('mine', { cause: done }); }, 5); });
    test('goes on', () => {});
  },
  hooks(test, { after }) {
    const interval = setInterval(() => {}, 1000);
    after(() => clearInterval(interval));
    after(() => { throw new Error('hook'); });
    test('passes', () => {});
  },
  hookErrors(test, { before }) {
    before(() => { setTimeout(() => { throw new Error('of a hook'); }, 5); });
    test('waits', () => new Promise((resolve) => setTimeout(resolve, 60)));
  },
  plans(test) {
    test('waits', (t) => {
      t.plan(1, { wait: true });
      setTimeout(() => t.assert.ok(true), 30);
    });
    test('waits in vain', (t) => t.plan(1, { wait: 10 }));
    test('refuses', (t) => {
      for (const wait of ['x', -1]) t.assert.throws(() => t.plan(1, { wait }), { code: wait === -1 ? 'ERR_OUT_OF_RANGE' : 'ERR_INVALID_ARG_TYPE' });
      t.assert.throws(() => t.waitFor(5), { code: 'ERR_INVALID_ARG_TYPE' });
    });
  },
  forced(test) {
    setInterval(() => {}, 1000);
    test('passes', () => {});
  },
  script(test) {
    test('passes', () => {});
    throw new Error('of the script');
  },
};

if (process.argv[2] !== undefined) {
  scripts[process.argv[2]](require('node:test').test, require('node:test'));
} else {
  for (const name of Object.keys(scripts)) {
    const options = ['--test-reporter=tap', ...(name === 'forced' ? ['--test-force-exit'] : [])];
    const { stdout, status } = spawnSync(process.execPath, [...options, __filename, name], { encoding: 'utf8', timeout: 30000 });
    const lines = stdout.replaceAll(__filename, 'FILE').replace(/ at \S*test-runner-late\.js/g, ' at FILE').replace(/duration_ms:? [\d.]+/g, 'duration_ms X')
      .split('\n').filter((line) => !/^ {4}\S|node:|^ +type: 'test'|location:|stack: /.test(line));
    console.log(name, status, lines.join('\n'));
  }
}
