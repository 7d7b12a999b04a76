// Loads one addon and calls it once: what start plus load costs.
'use strict'
require(process.argv[2]).empty()
