// wasi: not part of this host; the class is there so that packages which only mention it load.
'use strict';
require('internal/missing').defineMissing(exports, 'wasi', ['WASI']);
