// X509Certificate: what certificates say (made for this test, used nowhere else), and their checks.
'use strict';

const { X509Certificate, createPrivateKey, createPublicKey, generateKeyPairSync } = require('crypto');

const rsa = new X509Certificate(`-----BEGIN CERTIFICATE-----
MIIDsDCCAxmgAwIBAgIGAKvN7wEjMA0GCSqGSIb3DQEBCwUAMIGAMQswCQYDVQQG
EwJERTEPMA0GA1UECAwGQmVybGluMR0wGwYDVQQKDBRFeGFtcGxlLCBxdW90ZWQg
R21iSDEMMAoGA1UECwwDdHdvMRQwEgYDVQQDDAtleGFtcGxlLm9yZzEdMBsGCSqG
SIb3DQEJARYOY2FAZXhhbXBsZS5vcmcwIBcNMjYxMTIyMTMxODUyWhgPMjA4MTA4
MjUxMzE4NTJaMIGAMQswCQYDVQQGEwJERTEPMA0GA1UECAwGQmVybGluMR0wGwYD
VQQKDBRFeGFtcGxlLCBxdW90ZWQgR21iSDEMMAoGA1UECwwDdHdvMRQwEgYDVQQD
DAtleGFtcGxlLm9yZzEdMBsGCSqGSIb3DQEJARYOY2FAZXhhbXBsZS5vcmcwgZ8w
DQYJKoZIhvcNAQEBBQADgY0AMIGJAoGBAOtDxijYSKuh5fgTI6NEzujumfRGlifA
GOlYCMUAKbzx77T2hHB1MjydJf0G7XfOYe5spwlUbaFH710r1cvSgyBcnfzgEKVr
aulNZv0BRczTu74O0qAGSwNybQ9A+YtldCyH6NWJ1KKROgFOAIB9v6/eayQNwviO
E80XJkky+IKpAgMBAAGjggEvMIIBKzAPBgNVHRMBAf8EBTADAQH/MAsGA1UdDwQE
AwIChDApBgNVHSUEIjAgBggrBgEFBQcDAQYIKwYBBQUHAwIGCisGAQQBgjcKAwQw
ZAYDVR0RBF0wW4ILZXhhbXBsZS5vcmeCDSouZXhhbXBsZS5vcmeBDm1lQGV4YW1w
bGUub3JnhwR/AAABhxAgAQ24AAAAAAAAAAAAAAABhhVodHRwczovL2V4YW1wbGUu
b3JnL2EwWwYIKwYBBQUHAQEETzBNMCQGCCsGAQUFBzABhhhodHRwOi8vb2NzcC5l
eGFtcGxlLm9yZy8wJQYIKwYBBQUHMAKGGWh0dHA6Ly9leGFtcGxlLm9yZy9jYS5j
cnQwHQYDVR0OBBYEFEhHZQIknow1F9hj1ME8EMMH4kdSMA0GCSqGSIb3DQEBCwUA
A4GBAEH6PNPb2duZcb0eR7F8az5l7B1Y9h46l8Np50gjqObZHWKyOhGni6jfR+KW
jHZl7xQFOXb02RMUQqSfJwexZPaZ74bBOQ6zz6pBNqqh4DNS5qmRDqwM8pDsl4R8
su5QJelAwpVIK2BV1+SGVprhgIef5++eWWA3G8zaq5oIAX9O
-----END CERTIFICATE-----`);
const key = `-----BEGIN PRIVATE KEY-----
MIICdwIBADANBgkqhkiG9w0BAQEFAASCAmEwggJdAgEAAoGBAOtDxijYSKuh5fgT
I6NEzujumfRGlifAGOlYCMUAKbzx77T2hHB1MjydJf0G7XfOYe5spwlUbaFH710r
1cvSgyBcnfzgEKVraulNZv0BRczTu74O0qAGSwNybQ9A+YtldCyH6NWJ1KKROgFO
AIB9v6/eayQNwviOE80XJkky+IKpAgMBAAECgYEA4AWAOsKAqFYYilmHNN+/epRB
KxbPwngsAH4gk54tIErsa0/WGtOuC4PEeaTQGKYAIK17fOnVHp9F8V1dTqFc02+Y
e0LyKxE9tfEywaRYv+PFb7F6xNOQhu0psvmvchGRlQzZNv8hlMZjb/RKf8Ap9qS+
7ZY5XUsVzmajZvddM4ECQQD3lv++lLd+qy1Y9NRJr2/1kMG4cd6DOowyiGU1xEiy
TUx+CTVHFkakQQmR7K11WwUiCs6pnv0Wtk/xfd6jyfGRAkEA80GZF4jPc6O7SV0K
mR1Fon7Wa7ld9i8UK2h/SNvbgQDiyyMQNIf0o8Rrt+ISf/ZWjhi9b3/14qijyt0p
ChNzmQJACQKcwgHFf72ZA+C9DQVubKBc/Gpgb6Qkz/34uPEwuBRqETgikTi1T2ry
fzX+xgOO90MvbCrWCQqPdDlhbdJ+kQJAJaQH6XFdEHrMdzyzcB/sb4mK6l5joL2G
NHVWBNMocxzM+zvwvQAwpcq2FF0iGbTnjdNcNM2rIaiQt8pjGFEMOQJBAJgty4XY
ydHBu/BIhTO4KHTkLhUn/0j1LchShMXhpBmvx0xK7Hkflp5QcD+znKqmsXGUmuha
mY0e3ZysjOe1UpI=
-----END PRIVATE KEY-----`;
const ec = new X509Certificate(`-----BEGIN CERTIFICATE-----
MIICTzCCAfWgAwIBAgIUMUT/HPtDuw43JJQotC7eNwQ3LQowCgYIKoZIzj0EAwIw
DTELMAkGA1UEAwwCZWMwIBcNMjYxMTIyMTMxODUyWhgPMjA4MTA4MjUxMzE4NTJa
MA0xCzAJBgNVBAMMAmVjMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE2hl7uLiu
3lsfrH6xSmw3mqeem6v3izUUsww+arutiQh9KoAqUr+L+9lIf/iPPQabhAvKDgY8
RHvv2XhxNGt2tKOCAS8wggErMA8GA1UdEwEB/wQFMAMBAf8wCwYDVR0PBAQDAgKE
MCkGA1UdJQQiMCAGCCsGAQUFBwMBBggrBgEFBQcDAgYKKwYBBAGCNwoDBDBkBgNV
HREEXTBbggtleGFtcGxlLm9yZ4INKi5leGFtcGxlLm9yZ4EObWVAZXhhbXBsZS5v
cmeHBH8AAAGHECABDbgAAAAAAAAAAAAAAAGGFWh0dHBzOi8vZXhhbXBsZS5vcmcv
YTBbBggrBgEFBQcBAQRPME0wJAYIKwYBBQUHMAGGGGh0dHA6Ly9vY3NwLmV4YW1w
bGUub3JnLzAlBggrBgEFBQcwAoYZaHR0cDovL2V4YW1wbGUub3JnL2NhLmNydDAd
BgNVHQ4EFgQUxai4T/78SHLnByBjJ847cwfP86AwCgYIKoZIzj0EAwIDSAAwRQIg
CrZMxcB+YXumAJB/UOuN8QxL3xzFzKnsqgRDzWSSbOICIQDt3Z9TKgyzoDjwYg9Z
H6QN5OSUUWM4i77j002bMEwNew==
-----END CERTIFICATE-----`);

function attempt(name, work) {
  try {
    console.log(name, work());
  } catch (error) {
    console.log(name, error.name, error.code, error.message);
  }
}

for (const certificate of [rsa, ec]) {
  for (const name of ['subject', 'subjectAltName', 'issuer', 'infoAccess', 'validFrom', 'validTo', 'fingerprint', 'fingerprint256', 'fingerprint512',
                      'keyUsage', 'serialNumber', 'ca', 'issuerCertificate', 'validFromDate', 'validToDate']) {
    attempt(name, () => certificate[name]);
  }
  attempt('raw', () => [certificate.raw.length, new X509Certificate(certificate.raw).fingerprint === certificate.fingerprint]);
  attempt('publicKey', () => [certificate.publicKey.type, certificate.publicKey.asymmetricKeyType, certificate.publicKey.asymmetricKeyDetails]);
  attempt('toString', () => certificate.toString());
  attempt('toJSON', () => JSON.stringify({ certificate }) === JSON.stringify({ certificate: certificate.toString() }));
  attempt('legacy', () => certificate.toLegacyObject());
  attempt('inspect', () => certificate);
  attempt('issued by itself', () => certificate.checkIssued(certificate));
  attempt('issued by the other', () => certificate.checkIssued(certificate === rsa ? ec : rsa));
  attempt('verify', () => [certificate.verify(certificate.publicKey), certificate.verify((certificate === rsa ? ec : rsa).publicKey)]);
  attempt('private key', () => certificate.checkPrivateKey(createPrivateKey(key)));
  for (const host of ['example.org', 'www.example.org', 'a.b.example.org', 'EXAMPLE.org', 'example.com', '', 'ec']) {
    for (const options of [undefined, { subject: 'always' }, { subject: 'never' }, { wildcards: false }, { singleLabelSubdomains: true }]) {
      attempt(`host ${host} ${JSON.stringify(options)}`, () => certificate.checkHost(host, options));
    }
  }
  for (const email of ['me@example.org', 'ca@example.org', 'x@example.org']) {
    for (const options of [undefined, { subject: 'never' }, { subject: 'always' }]) {
      attempt(`email ${email} ${JSON.stringify(options)}`, () => certificate.checkEmail(email, options));
    }
  }
  for (const ip of ['127.0.0.1', '127.0.0.2', '2001:db8::1', '2001:DB8:0::1', 'x', '1.2.3']) attempt(`ip ${ip}`, () => certificate.checkIP(ip));
}
for (const wrong of [undefined, 1, {}, null, 'text', Buffer.alloc(3)]) attempt(`new ${typeof wrong}`, () => new X509Certificate(wrong));
for (const wrong of [undefined, 1, {}]) {
  if (wrong !== undefined) attempt('issued', () => rsa.checkIssued(wrong));
  attempt('verify', () => rsa.verify(wrong));
  attempt('private', () => rsa.checkPrivateKey(wrong));
  attempt('host', () => rsa.checkHost(wrong));
  attempt('host options', () => rsa.checkHost('x', { subject: wrong, wildcards: wrong }));
}
attempt('verify with a private key', () => rsa.verify(createPrivateKey(key)));
attempt('a public key for a private one', () => rsa.checkPrivateKey(generateKeyPairSync('ed25519').publicKey));
attempt('a key of a certificate', () => createPublicKey(rsa.toString()).equals(rsa.publicKey));
const { Certificate } = require('crypto');
const spkac = 'MIIBPzCBqTCBnzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEA60PGKNhIq6Hl+BMjo0TO6O6Z9EaWJ8AY6VgIxQApvPHvtPaEcHUyPJ0l/Qbtd85h7mynCVRtoUfvXSvVy9KDIFyd/OAQpWtq6U1m/QFFzNO7vg7SoAZLA3JtD0D5i2V0LIfo1YnUopE6AU4AgH2/r95rJA3C+I4TzRcmSTL4gqkCAwEAARYFaGVsbG8wDQYJKoZIhvcNAQEEBQADgYEAWxo4BwRbITjnU9kOnB9t45jTwE06awvBBZLgyx92KCYRmRS139zEKMvSap2u1Yia3aYKORmzcoafAOWb7ovgf9/AhLHyFT4vmdPrgBUToqy72DQUCUVXvaZ0jOu0LV5buBB5+eqALxjBi6faMBsC5vI6zcLaZNohoF9ZmwOj3T4=';
for (const text of [spkac, `${spkac}\n`, spkac.replace('A', 'B'), spkac.slice(0, 40), 'x', '']) {
  for (const name of ['verifySpkac', 'exportPublicKey', 'exportChallenge']) {
    attempt(`${name} ${text.length}`, () => String(Certificate[name](text)) + Certificate()[name](Buffer.from(text)));
  }
}
attempt('spkac', () => Certificate.verifySpkac(1));
const { port1, port2 } = new MessageChannel();
port1.postMessage(rsa);
port2.onmessage = ({ data }) => {
  console.log('in a message', data.fingerprint === rsa.fingerprint);
  port1.close();
};
