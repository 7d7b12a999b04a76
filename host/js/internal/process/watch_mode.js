// `--watch`: the program runs in a process of its own, again whenever a file changes that it has loaded or that `--watch-path` names; a run
// of tests (`--test`) whenever anything below the working folder does. `report` is the program's side: it tells which files it loads.
// Absent: a choice of the test files that a change concerns; all of them run again.
'use strict';

const path = require('path');
const { getOptionValue, getOptionValues, hasFlag } = require('internal/options');

const OWN = /^--watch(?:$|-preserve-output$|-path=|-kill-signal=)/;
const OWN_WITH_VALUE = new Set(['--watch-path', '--watch-kill-signal']);
// Editors write a file in several steps.
const PAUSE_MS = 200;

const isWanted = () => hasFlag('--watch') || getOptionValues('--watch-path').length > 0;

function childWords() {
  const words = [];
  const { execArgv } = process;
  for (let i = 0; i < execArgv.length; i++) {
    if (OWN_WITH_VALUE.has(execArgv[i])) i++;
    else if (!OWN.test(execArgv[i])) words.push(execArgv[i]);
  }
  return [...words, ...process.argv.slice(1)];
}

class Watch {
  #watchers = new Map();
  #files = new Set();
  #paths = getOptionValues('--watch-path').map((name) => path.resolve(name));
  #signal = getOptionValue('--watch-kill-signal') || 'SIGTERM';
  #child;
  #timer;
  #isRestarting = false;

  constructor() {
    if (process.execArgv.includes('--test')) this.#paths.push(process.cwd());
    const [, main, ...args] = process.argv;
    const relative = main === undefined ? '' : path.relative(process.cwd(), main);
    const words = [relative.startsWith('..') ? main : relative, ...args].filter((word) => word !== '');
    this.name = require('internal/util/inspect').inspect(words.join(' '));
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => this.#leave());
  }

  start() {
    for (const folder of this.#paths) this.#watchFolder(folder, true);
    if (this.#paths.length === 0) this.#watchFile(process.argv[1]);
    this.#spawn();
  }

  #spawn() {
    const env = { ...process.env, WATCH_REPORT_DEPENDENCIES: '1' };
    const child = require('child_process').spawn(process.execPath, childWords(), { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
    this.#child = child;
    child.on('message', (message) => {
      if (this.#paths.length > 0) return;
      for (const file of message?.['watch:require'] ?? []) this.#watchFile(file);
    });
    child.on('exit', (code) => {
      this.#child = undefined;
      if (this.#isRestarting) return this.#restart();
      this.#say(`${code === 0 ? 'Completed' : 'Failed'} running ${this.name}. Waiting for file changes before restarting...`);
    });
  }

  #watchFile(file) {
    if (!path.isAbsolute(file)) return;
    this.#files.add(file);
    this.#watchFolder(path.dirname(file), false);
  }

  // The folder: who replaces a file leaves the old one behind.
  #watchFolder(folder, recursive) {
    if (this.#watchers.has(folder)) return;
    try {
      const watcher = require('fs').watch(folder, { recursive }, (_, name) => {
        const file = path.join(folder, `${name}`);
        const isMeant = recursive ? !/(?:^|\/)(?:node_modules|\.[^/]*)(?:\/|$)/.test(`${name}`) : this.#files.has(file);
        if (isMeant) this.#changed(file);
      });
      this.#watchers.set(folder, watcher);
    } catch (error) {
      process._rawDebug(`Cannot watch ${folder}: ${error.message}`);
    }
  }

  #changed(file) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#isRestarting) return;
      this.#say(`Change detected in '${file}'`);
      this.#isRestarting = true;
      if (this.#child === undefined) this.#restart();
      else this.#child.kill(this.#signal);
    }, PAUSE_MS);
  }

  #restart() {
    this.#isRestarting = false;
    if (process.stdout.isTTY && !hasFlag('--watch-preserve-output')) process.stdout.write('\u001bc');
    this.#say(`Restarting ${this.name}`);
    this.#spawn();
  }

  #leave() {
    const child = this.#child;
    if (child === undefined) process.exit(0);
    child.removeAllListeners('exit');
    child.on('exit', () => process.exit(0));
    child.kill(this.#signal);
  }

  #say(text) {
    process.stdout.write(`${text}\n`);
  }
}

function start() {
  if (process.argv.length < 2 && !process.execArgv.includes('--test')) {
    process._rawDebug(`${process.execPath}: --watch requires specifying a file`);
    process.exit(9);
  }
  new Watch().start();
}

// The program tells each file once, as it is loaded.
function report() {
  delete process.env.WATCH_REPORT_DEPENDENCIES;
  require('internal/modules/options').onLoad = (file) => process.send?.({ 'watch:require': [file] });
}

module.exports = { isWanted, report, start };
