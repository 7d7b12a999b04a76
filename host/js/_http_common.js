// `_http_common`: the old name of a part of `http`. Absent on purpose: the pool of parsers.
'use strict';

const { METHODS, hasInvalidChars, isToken } = require('internal/http/common');

module.exports = {
  _checkInvalidHeaderChar(value) { return hasInvalidChars(`${value}`); },
  _checkIsHttpToken: isToken,
  chunkExpression: /(?:^|\W)chunked(?:$|\W)/i,
  continueExpression: /(?:^|\W)100-continue(?:$|\W)/i,
  CRLF: '\r\n',
  methods: METHODS,
};
