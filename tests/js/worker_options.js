'use strict';
// Options of a worker's own: by `execArgv`, and by NODE_OPTIONS of an environment of its own. What it does not have of its own
// is its parent's.
const fs = require('fs');
const os = require('os');
const path = require('path');
const { spawnSync } = require('child_process');
const { Worker, SHARE_ENV, isMainThread } = require('worker_threads');

const code = `globalThis.preloaded ??= [];
  require("worker_threads").parentPort.postMessage([require("pkg"), preloaded.join(), process.execArgv.join(" ")].join("|"))`;

async function run(label, options, file) {
  try {
    const worker = file === undefined ? new Worker(code, { eval: true, ...options }) : new Worker(file, options);
    worker.on('message', (message) => console.log(label, message));
    worker.on('error', ({ name, code: number, message }) => console.log(label, 'error', name, number, message));
    await new Promise((resolve) => worker.on('exit', resolve));
  } catch (error) {
    console.log(label, error.code, error.message.trim());
  }
}

async function main() {
  for (const execArgv of [
    [], ['-r', './one.js'], ['--require=./one.js', '-r', './two.js'], ['-C', 'special'],
    ['--conditions=special'], ['-C', 'special', '--', '-r', './one.js'], ['word', '-r', './one.js'], ['-r'], ['--conditions'],
    ['--unhandled-rejections=x'], ['--input-type=x'], ['--no-require'], ['--stack-trace-limit=3'],
  ]) await run(`execArgv ${execArgv.join(' ')}:`, { execArgv });
  await run('a file, --import:', { execArgv: ['--import', './three.mjs'] }, './main.js');
  await run('nothing:', {});
  await run('environment:', { env: {} });
  await run('shared environment:', { env: SHARE_ENV });
  for (const NODE_OPTIONS of ['', '-r ./two.js', '-r', '"x', '--max-old-space-size=100', '-r ./one.js -C other']) {
    await run(`NODE_OPTIONS ${NODE_OPTIONS}:`, { env: { NODE_OPTIONS } });
    await run(`NODE_OPTIONS ${NODE_OPTIONS}, execArgv:`, { env: { NODE_OPTIONS }, execArgv: ['-r', './one.js'] });
  }
}

if (process.env.WORKER_OPTIONS_FOLDER !== undefined) {
  main();
} else if (isMainThread) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'worker-options-'));
  fs.mkdirSync(path.join(folder, 'node_modules/pkg'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'node_modules/pkg/package.json'), '{"exports":{"special":"./special.js","default":"./default.js"}}');
  for (const name of ['special', 'default']) fs.writeFileSync(path.join(folder, `node_modules/pkg/${name}.js`), `module.exports = '${name}'`);
  for (const name of ['one.js', 'two.js', 'three.mjs']) fs.writeFileSync(path.join(folder, name), `(globalThis.preloaded ??= []).push('${name}')`);
  fs.writeFileSync(path.join(folder, 'main.js'), code);
  const env = { ...process.env, WORKER_OPTIONS_FOLDER: folder };
  delete env.NODE_OPTIONS;
  for (const options of [[], ['-C', 'special', '-r', './two.js']]) {
    console.log(`== ${options.join(' ')}`);
    const { stdout, stderr } = spawnSync(process.execPath, [...options, __filename], { cwd: folder, env, encoding: 'utf8' });
    process.stdout.write(stdout + stderr.replaceAll(folder, '<folder>'));
  }
  fs.rmSync(folder, { recursive: true });
}
