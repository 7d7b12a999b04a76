// The handles of sockets, pipes and terminals that are open; a handle knows its socket or server by the symbol.
'use strict';

module.exports = { open: new Set(), kOwner: Symbol('owner_symbol') };
