// The sockets, pipes and terminals that are open.
'use strict';

module.exports = { open: new Set() };
