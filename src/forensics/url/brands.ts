/**
 * Names that are worn as a mask most often, with the registered domains that their owners really use. Facts of public record; the list
 * is short on purpose, since every name in it can raise a finding.
 */
export type Brand = { readonly name: string; readonly words: readonly string[]; readonly domains: readonly string[] }

const rows: readonly (readonly [name: string, words: string, domains: string])[] = [
  ['PayPal', 'paypal', 'paypal.com paypal.me paypalobjects.com paypal-communication.com'],
  [
    'Microsoft',
    'microsoft office365 outlook onedrive sharepoint',
    'microsoft.com office.com office365.com outlook.com live.com microsoftonline.com hotmail.com msn.com onedrive.com sharepoint.com windows.com azure.com skype.com office.net microsoft365.com aka.ms xbox.com bing.com sharepointonline.com dynamics.com microsoftemail.com exchangelabs.com',
  ],
  ['Apple', 'apple icloud', 'apple.com icloud.com me.com mac.com itunes.com apple.news'],
  [
    'Amazon',
    'amazon',
    'amazon.com amazon.co.uk amazon.de amazon.fr amazon.it amazon.es amazon.co.jp amazon.ca amazon.in amazon.com.br amazon.com.mx amazon.com.au amazon.nl amazon.cn amazon.ae amazon.sa amazon.se amazon.pl amazon.sg amazon.com.tr amazonaws.com amazonses.com media-amazon.com ssl-images-amazon.com a2z.com',
  ],
  [
    'Google',
    'google gmail',
    'google.com gmail.com googlemail.com youtube.com gstatic.com googleapis.com googleusercontent.com goo.gl withgoogle.com google.co.uk google.de google.fr google.co.jp google.es google.it google.com.br google.ca google.com.au google.co.in google.cn',
  ],
  ['Facebook', 'facebook', 'facebook.com fb.com facebookmail.com fbcdn.net meta.com fb.me messenger.com'],
  ['Instagram', 'instagram', 'instagram.com cdninstagram.com'],
  ['WhatsApp', 'whatsapp', 'whatsapp.com whatsapp.net wa.me'],
  ['Netflix', 'netflix', 'netflix.com nflxext.com nflximg.net'],
  ['LinkedIn', 'linkedin', 'linkedin.com licdn.com lnkd.in'],
  ['Dropbox', 'dropbox', 'dropbox.com dropboxmail.com dropboxusercontent.com'],
  ['DocuSign', 'docusign', 'docusign.com docusign.net'],
  ['Adobe', 'adobe', 'adobe.com adobesign.com acrobat.com adobecc.com'],
  ['DHL', 'dhl', 'dhl.com dhl.de dhl.fr dhl.co.uk dpdhl.com deutschepost.de dhl-news.com'],
  ['FedEx', 'fedex', 'fedex.com'],
  ['UPS', 'ups', 'ups.com upsemail.com'],
  ['USPS', 'usps', 'usps.com usps.gov'],
  ['Royal Mail', 'royalmail', 'royalmail.com'],
  ['La Poste', 'laposte chronopost colissimo', 'laposte.fr laposte.net chronopost.fr colissimo.fr laposte.info'],
  ['Correos', 'correos', 'correos.es correos.com correos.cl correos.com.br'],
  ['PostNL', 'postnl', 'postnl.nl postnl.com'],
  ['Swiss Post', 'swisspost', 'post.ch swisspost.ch'],
  ['China Post', 'chinapost', 'chinapost.com.cn ems.com.cn 11183.com.cn'],
  ['SF Express', 'sfexpress', 'sf-express.com'],
  ['Chase', 'chase', 'chase.com jpmorganchase.com jpmorgan.com'],
  ['Wells Fargo', 'wellsfargo', 'wellsfargo.com wellsfargoadvisors.com'],
  ['Bank of America', 'bankofamerica bofa', 'bankofamerica.com bofa.com'],
  ['Citibank', 'citibank citi', 'citi.com citibank.com citicards.com'],
  ['American Express', 'americanexpress amex', 'americanexpress.com aexp.com'],
  ['HSBC', 'hsbc', 'hsbc.com hsbc.co.uk hsbc.com.hk hsbc.fr'],
  ['Barclays', 'barclays', 'barclays.com barclays.co.uk barclaycard.co.uk'],
  ['Lloyds', 'lloyds lloydsbank', 'lloydsbank.com lloydsbank.co.uk lloydsbanking.com'],
  [
    'Santander',
    'santander',
    'santander.com santander.co.uk santander.com.br gruposantander.com santander.es santander.cl santander.com.mx santanderbank.com santander.de',
  ],
  ['BBVA', 'bbva', 'bbva.com bbva.es bbva.mx bbva.pe'],
  ['CaixaBank', 'caixabank', 'caixabank.com caixabank.es lacaixa.es'],
  ['Itaú', 'itau', 'itau.com.br itau.com'],
  ['Bradesco', 'bradesco', 'bradesco.com.br banco.bradesco'],
  ['Banco do Brasil', 'bancodobrasil', 'bb.com.br bancodobrasil.com.br'],
  ['Livelo', 'livelo', 'livelo.com.br'],
  ['Nubank', 'nubank', 'nubank.com.br'],
  ['ING', 'ingbank ing-diba', 'ing.com ing.nl ing.de ing-diba.de ing.be'],
  ['Rabobank', 'rabobank', 'rabobank.nl rabobank.com'],
  ['Deutsche Bank', 'deutschebank', 'deutsche-bank.de db.com'],
  ['Sparkasse', 'sparkasse', 'sparkasse.de sparkasse.at'],
  ['Postbank', 'postbank', 'postbank.de'],
  ['BNP Paribas', 'bnpparibas', 'bnpparibas.com bnpparibas mabanque.bnpparibas bnpparibas.net'],
  ['Crédit Agricole', 'credit-agricole creditagricole', 'credit-agricole.fr ca-paris.fr credit-agricole.com'],
  ['Société Générale', 'societegenerale', 'societegenerale.fr societegenerale.com socgen.com'],
  ['Intesa Sanpaolo', 'intesasanpaolo', 'intesasanpaolo.com'],
  ['UniCredit', 'unicredit', 'unicredit.it unicredit.eu unicredit.de'],
  ['Poste Italiane', 'posteitaliane posteinfo', 'poste.it posteitaliane.it'],
  ['Sberbank', 'sberbank', 'sberbank.ru sberbank.com sber.ru'],
  ['Gosuslugi', 'gosuslugi', 'gosuslugi.ru'],
  ['ICBC', 'icbc', 'icbc.com.cn icbc.com'],
  ['China Construction Bank', 'ccb', 'ccb.com ccb.com.cn'],
  ['Alipay', 'alipay', 'alipay.com alipayobjects.com alipay-inc.com'],
  ['Alibaba', 'alibaba taobao aliexpress', 'alibaba.com alibaba-inc.com taobao.com aliexpress.com tmall.com aliyun.com'],
  ['WeChat', 'wechat weixin', 'wechat.com weixin.qq.com qq.com tencent.com'],
  ['Rakuten', 'rakuten', 'rakuten.co.jp rakuten.com rakuten-card.co.jp'],
  ['JCB', 'myjcb', 'jcb.co.jp jcb.jp'],
  ['SMBC', 'smbc', 'smbc.co.jp smbc-card.com smbcnikko.co.jp'],
  ['Coinbase', 'coinbase', 'coinbase.com'],
  ['Binance', 'binance', 'binance.com binance.us'],
  ['MetaMask', 'metamask', 'metamask.io'],
  ['Ledger', 'ledger', 'ledger.com'],
  ['Trust Wallet', 'trustwallet', 'trustwallet.com'],
  ['Kraken', 'kraken', 'kraken.com'],
  ['Blockchain.com', 'blockchain', 'blockchain.com'],
  ['eBay', 'ebay', 'ebay.com ebay.co.uk ebay.de ebay.fr ebaystatic.com'],
  ['Walmart', 'walmart', 'walmart.com'],
  ['Costco', 'costco', 'costco.com'],
  ['Home Depot', 'homedepot', 'homedepot.com'],
  ['Spotify', 'spotify', 'spotify.com'],
  ['Telegram', 'telegram', 'telegram.org t.me'],
  ['TikTok', 'tiktok', 'tiktok.com'],
  ['Zoom', 'zoom', 'zoom.us zoom.com'],
  ['Norton', 'norton', 'norton.com nortonlifelock.com'],
  ['McAfee', 'mcafee', 'mcafee.com'],
  ['GeekSquad', 'geeksquad bestbuy', 'geeksquad.com bestbuy.com'],
  ['AT&T', 'att', 'att.com att.net'],
  ['Verizon', 'verizon', 'verizon.com verizonwireless.com'],
  ['T-Mobile', 't-mobile tmobile', 't-mobile.com telekom.de t-mobile.nl t-online.de'],
  ['Vodafone', 'vodafone', 'vodafone.com vodafone.co.uk vodafone.de vodafone.it vodafone.es'],
  ['Orange', 'orange', 'orange.fr orange.com orange.es'],
  ['IRS', 'irs', 'irs.gov'],
  ['HMRC', 'hmrc', 'hmrc.gov.uk gov.uk'],
  ['impots.gouv', 'impots', 'impots.gouv.fr gouv.fr'],
  ['Ameli', 'ameli', 'ameli.fr'],
  ['GitHub', 'github', 'github.com github.io githubusercontent.com'],
  ['GoDaddy', 'godaddy', 'godaddy.com'],
  ['cPanel', 'cpanel', 'cpanel.net cpanel.com'],
  ['Zimbra', 'zimbra', 'zimbra.com'],
  ['Roundcube', 'roundcube', 'roundcube.net'],
  ['WeTransfer', 'wetransfer', 'wetransfer.com'],
  ['Steam', 'steam steampowered', 'steampowered.com steamcommunity.com'],
  ['Yahoo', 'yahoo', 'yahoo.com yahoo.co.jp yahoo.co.uk yahoo.fr yahoo.de yahooinc.com ymail.com'],
  ['AOL', 'aol', 'aol.com'],
]

export const brands: readonly Brand[] = rows.map(([name, words, domains]) => ({
  name,
  words: words.split(' '),
  domains: domains.split(' '),
}))

const byWord = new Map<string, Brand>()
for (const brand of brands) for (const word of brand.words) byWord.set(word, brand)

/** The brand of this one word, if it is one. */
export function brandOfWord(word: string): Brand | undefined {
  return byWord.get(word)
}

const byDomain = new Map<string, Brand>()
for (const brand of brands) for (const domain of brand.domains) byDomain.set(domain, brand)

/** The brand that owns this very domain. */
export function brandOfDomain(domain: string): Brand | undefined {
  return byDomain.get(domain)
}

/** The brand that a host truly belongs to, if it is one of the list: by its domain or any domain above it. */
export function brandOfHost(host: string): Brand | undefined {
  let rest = host
  for (let levels = 0; levels < 10; levels++) {
    const found = byDomain.get(rest)
    if (found !== undefined) return found
    const dot = rest.indexOf('.')
    if (dot < 0) return undefined
    rest = rest.slice(dot + 1)
  }
  return undefined
}

/** Whether the host is one that the brand's owner uses. */
export function belongsTo(brand: Brand, host: string): boolean {
  return brandOfHost(host) === brand
}
