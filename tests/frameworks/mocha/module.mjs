import { expect } from 'chai';
import fs from 'node:fs';
const value = await Promise.resolve('top-level');
describe('an ES module', () => {
  it('has top-level await', () => expect(value).to.equal('top-level'));
  it('has import.meta', () => expect(fs.existsSync(import.meta.filename)).to.equal(true));
});
