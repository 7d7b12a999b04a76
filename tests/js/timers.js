'use strict';
// Delays as they are taken and kept, the warnings of those that are not, and the order and rhythm of timers.

const warned = [];
process.on('warning', ({ name, message }) => warned.push(`${name} ${message.split('\n')[0]}`));

for (const delay of [undefined, null, '5', 0, 1.5, 2.9, 2 ** 31 - 1, 1e-7, true, [7], '0x10', '', new Date(9), { valueOf: () => 3 }]) {
  const timer = setTimeout(() => {}, delay);
  const interval = setInterval(() => {}, delay);
  console.log(String(delay).slice(0, 10), timer._idleTimeout, timer._repeat, interval._idleTimeout, interval._repeat, timer.hasRef());
  clearTimeout(timer);
  clearInterval(interval);
}
for (const delay of [2 ** 31, 1e300, Infinity, -1, -5, NaN, 'x', {}]) clearTimeout(setTimeout(() => {}, delay));

process.nextTick(setImmediate, () => {
  // Too large ones are told each time, others once at most (Node 22.14: never).
  const tooLarge = warned.filter((text) => text.startsWith('TimeoutOverflow'));
  const others = warned.filter((text) => !text.startsWith('TimeoutOverflow')).map((text) => text.split(' ')[0]);
  console.log(tooLarge.join('; '), new Set(others).size === others.length);
  order();
});

// Waits for the loop's clock to go on, so that what is due together runs together.
function until(ms) {
  const end = process.hrtime.bigint() + BigInt(ms) * 1000000n;
  while (process.hrtime.bigint() < end);
}

function order() {
  const seen = [];
  for (let i = 0; i < 3; i++) setTimeout(() => seen.push(`9 ms ${i}`), 9.7);
  for (let i = 0; i < 3; i++) setTimeout(() => seen.push(`5 ms ${i}`), 5);
  const refreshed = setTimeout(() => seen.push('9 ms, refreshed'), 9);
  setTimeout(() => seen.push('9 ms, last'), 9);
  refreshed.refresh();
  setTimeout(() => {
    console.log(seen.join(', '));
    lost();
  }, 60);
  until(20);
}

// Callbacks that are taken away, by every way there is.
function lost() {
  let runs = 0;
  const end = [
    (timer) => clearTimeout(timer),
    (timer) => timer.close(),
    (timer) => { timer._idleTimeout = -1; },
    (timer) => { timer._onTimeout = null; },
    (timer) => { timer._repeat = null; },
  ];
  for (const how of end) {
    const timer = setInterval(() => {
      runs++;
      how(timer);
    }, 1);
  }
  setTimeout(() => console.log('intervals that ended', runs), 50);
}
