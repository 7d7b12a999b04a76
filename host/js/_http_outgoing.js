// `_http_outgoing`: the old name of a part of `http`.
'use strict';

const { OutgoingMessage, validateHeaderName, validateHeaderValue } = require('http');

module.exports = { OutgoingMessage, validateHeaderName, validateHeaderValue };
