// The memory that small Buffers share: it is not transferred with one of them.
'use strict';

module.exports = new WeakSet();
