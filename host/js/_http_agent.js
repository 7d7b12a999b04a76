// `_http_agent`: the old name of a part of `http`.
'use strict';

const { Agent, globalAgent } = require('http');

module.exports = { Agent, globalAgent };
