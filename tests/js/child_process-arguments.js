// What child_process says to wrong arguments, before anything runs: expected is what 22.14 and 26.9 both print.
'use strict';
const { ChildProcess, exec, execFile, execFileSync, execSync, fork, spawn, spawnSync } = require('child_process');
const quiet = { stdio: 'ignore' };
const tell = (error) => `${error.name} ${error.code ?? ''} ${error.message.split('\n')[0]}`.replaceAll('\0', '\\0');

function attempt(label, run) {
  try {
    const answer = run();
    answer?.on?.('error', () => {});
    console.log(label, '-> done');
  } catch (error) {
    console.log(label, '->', tell(error));
  }
}

const nul = 'a\0b';
const options = {
  cwd: [nul, 5, ''], env: [{ a: nul }, { [nul]: 1 }], argv0: [nul, 5], shell: [nul, 5], windowsHide: [1, null], windowsVerbatimArguments: ['x'],
  stdio: [0, '', 'zz', 'ipc', ['zz'], [{}], [new Uint8Array(2)], ['pipe', 'ipc', 'ipc'], 5], serialization: ['zz', null, 'json'],
  signal: [null, 5], detached: [1, null], killSignal: ['SIGNOPE', {}],
};
for (const [name, values] of Object.entries(options)) {
  values.forEach((value, index) => {
    const given = { [name]: value };
    attempt(`spawn ${name} ${index}`, () => spawn('true', [], given));
    attempt(`execFile ${name} ${index}`, () => execFile('true', [], given));
    attempt(`exec ${name} ${index}`, () => exec('true', given));
    if (name !== 'serialization' && name !== 'signal') attempt(`spawnSync ${name} ${index}`, () => spawnSync('true', [], given));
    if (name !== 'stdio' && name !== 'cwd') {
      attempt(`fork ${name} ${index}`, () => fork('nothing.js', [], { execPath: '/bin/true', stdio: ['ignore', 'ignore', 'ignore', 'ipc'], ...given }));
    }
  });
}

attempt('spawn file', () => spawn(nul));
attempt('spawn args', () => spawn('true', [nul]));
attempt('spawn args 5', () => spawn('true', 5));
attempt('a symbol is an argument', () => spawn('true', [Symbol('s')], quiet));
attempt('execFile args 5', () => execFile('true', 5));
attempt('execFileSync args', () => execFileSync('true', [nul]));
attempt('exec', () => exec(nul));
attempt('execSync', () => execSync(nul));
attempt('exec callback', () => exec('true', {}, 5));
attempt('execFile callback', () => execFile('true', [], {}, 5));
attempt('fork', () => fork(nul));
attempt('fork 5', () => fork(5));
attempt('fork execPath', () => fork('x.js', [], { execPath: nul }));
attempt('fork execArgv', () => fork('x.js', [], { execArgv: [nul] }));
attempt('fork stdio', () => fork('x.js', [], { stdio: 'zz' }));
attempt('fork without ipc', () => fork('x.js', [], { stdio: ['pipe'] }));
for (const bad of [undefined, null, 'x', [], { envPairs: 5, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }, {}, { file: 'x', args: 5 }]) {
  attempt('ChildProcess.spawn', () => new ChildProcess().spawn(bad));
}

// What stands on Object.prototype is no option.
Object.prototype.cwd = '/not/there';
Object.prototype.uid = 'x';
console.log('own options only', execSync('echo fine').toString().trim(), spawnSync('true').status);
delete Object.prototype.cwd;
delete Object.prototype.uid;

const child = fork(__filename.replace(/[^/]*$/, 'missing-child.js'), [], { execPath: '/bin/cat', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
for (const given of [[null, null], [null, ''], [null, 'foo'], [null, 0], ['meow', undefined], [5, undefined]]) {
  attempt(`send ${given}`, () => child.send('message', ...given));
}
attempt('send nothing', () => child.send());
attempt('send a function', () => child.send(() => {}));
child.on('error', () => {});
child.kill();
