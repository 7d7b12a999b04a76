'use strict';
// `--watch`: the program runs again when a file changes that it has loaded, whatever its end was.
const { spawn } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'watch-')));
const at = (name) => path.join(root, name);
fs.writeFileSync(at('app.cjs'), 'console.log("run", require("./required.cjs"), process.argv.slice(2)); import("./imported.mjs");');
fs.writeFileSync(at('required.cjs'), 'module.exports = 1');
fs.writeFileSync(at('imported.mjs'), 'console.log("imported 1")');

// What to write when a run has ended, one after the other.
const changes = [['required.cjs', 'module.exports = 2'], ['imported.mjs', 'throw 3'], ['imported.mjs', 'console.log("imported 4")']];
const child = spawn(process.execPath, ['--no-warnings', '--watch', 'app.cjs', 'word'], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
const shown = [];
let again;
let text = '';

child.stdout.setEncoding('utf8').on('data', (chunk) => {
  text += chunk;
  const lines = text.split('\n');
  text = lines.pop();
  for (const line of lines) onLine(line);
});

function onLine(line) {
  if (line.startsWith('Restarting')) clearInterval(again);
  if (/^(run|imported|Restarting)/.test(line)) shown.push(line);
  const ended = /^(Completed|Failed) running/.exec(line);
  if (ended === null) return;
  shown.push(ended[0]);
  const change = changes.shift();
  if (change === undefined) child.kill('SIGINT');
  else write(...change);
}

// Until it is seen: when a file begins to be watched is not told.
function write(name, content) {
  const writeNow = () => fs.writeFileSync(at(name), content);
  setTimeout(writeNow, 300);
  again = setInterval(writeNow, 3000);
}

child.on('exit', (code, signal) => {
  console.log(shown.map((line) => line.replace(/'app.cjs.*/, '')).join('\n'));
  console.log(code, signal);
  fs.rmSync(root, { recursive: true });
});
