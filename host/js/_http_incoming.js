// `_http_incoming`: the old name of a part of `http`.
'use strict';

module.exports = { IncomingMessage: require('http').IncomingMessage };
