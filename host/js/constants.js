// constants: the deprecated union of os.constants, fs.constants and crypto.constants.
'use strict';

const { os, fs } = internalBinding('constants');

const { defaultCipherList, ...crypto } = require('crypto').constants;
Object.assign(exports, os.dlopen, os.errno, os.priority, os.signals, fs, crypto);
Object.freeze(exports);
