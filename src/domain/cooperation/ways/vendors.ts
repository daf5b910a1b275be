import type { ShippedWay } from './way.ts'

const source = 'ITU-T X.1207 (2008), appendix I.2, table I.1'
const vendor = (shipped: string, name: string, kind: ShippedWay['kind'], value: string): ShippedWay => ({
  ...{ what: 'vendor', shipped, name, country: null, kind, value, source },
})

/** The contacts that the Recommendation names as an example of such a list. They are of 2008: nothing goes to any of them until somebody confirms it. */
export const shippedVendors: readonly ShippedWay[] = [
  vendor('x1207-cisco', 'Cisco Systems', 'mail', 'safetyandsecurity@cisco.com'),
  vendor('x1207-first', 'FIRST', 'page', 'http://www.first.org/about/organization/teams/'),
  vendor('x1207-microsoft', 'Microsoft', 'mail', 'avsubmit@submit.microsoft.com'),
  vendor('x1207-microsoft-security', 'Microsoft', 'mail', 'secure@microsoft.com'),
  vendor('x1207-telecom-isac', 'Telecom-ISAC Japan', 'page', 'https://www.telecom-isac.jp/contact/index.html'),
]
