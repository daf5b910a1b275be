import { registeredDomain } from '../../../forensics/url/index.ts'

/**
 * How often the great places of today's mail stand in it, as shares of all messages. The corpora that may be shipped from are older than most of them, so
 * these are reasoned and not measured: orders of magnitude, by what the place does. A mailbox provider is in every fifth to every two-hundredth message, a
 * library or style sheet that page builders put in is in every twentieth, a shortener or a free host in every five-hundredth. What weighs is never the
 * name by itself but how rare it is, here as for all other marks.
 */
const shares: readonly (readonly [number, string])[] = [
  // mailbox providers, and the machines that send for them
  [1 / 8, 'gmail.com google.com googlemail.com outlook.com hotmail.com microsoft.com office.com office365.com live.com yahoo.com'],
  [
    1 / 60,
    'icloud.com apple.com me.com aol.com msn.com yahoo.co.jp yahoo.co.uk yahoo.fr gmx.de gmx.net gmx.com web.de mail.ru yandex.ru yandex.com qq.com 163.com 126.com foxmail.com naver.com daum.net hanmail.net orange.fr free.fr laposte.net libero.it t-online.de comcast.net att.net verizon.net protonmail.com proton.me zoho.com rediffmail.com uol.com.br terra.com.br docomo.ne.jp ezweb.ne.jp softbank.ne.jp wanadoo.fr btinternet.com cox.net hotmail.co.uk hotmail.fr live.co.uk ymail.com mail.com fastmail.com rambler.ru bk.ru list.ru inbox.ru seznam.cz wp.pl o2.pl onet.pl interia.pl',
  ],
  // hosts for mail, newsletters and notices
  [
    1 / 60,
    'amazonses.com sendgrid.net sendgrid.com mailchimp.com mcsv.net list-manage.com rsgsv.net mcusercontent.com mailgun.org mailgun.net sparkpostmail.com mandrillapp.com messagelabs.com pphosted.com mimecast.com exacttarget.com sfmc-content.com salesforce.com hubspot.com hubspotemail.net constantcontact.com ctctcdn.com cmail19.com cmail20.com createsend.com sendinblue.com brevo.com klaviyo.com klaviyomail.com mailjet.com postmarkapp.com rackspace.com emailsrvr.com secureserver.net ionos.com kundenserver.de ovh.net hostinger.com bluehost.com protection.outlook.com yahoodns.net mailersend.net sendpulse.com getresponse.com aweber.com campaign-archive.com hubspotlinks.com sailthru.com braze.com iterable.com zendesk.com intercom-mail.com',
  ],
  // what page builders and letter templates put into everybody's page
  [
    1 / 20,
    'w3.org googleapis.com gstatic.com fonts.googleapis.com facebook.com twitter.com x.com instagram.com linkedin.com youtube.com schemas.microsoft.com amazonaws.com cloudfront.net googleusercontent.com ggpht.com',
  ],
  [
    1 / 100,
    'cloudflare.com akamaihd.net akamai.net fbcdn.net twimg.com ytimg.com jsdelivr.net unpkg.com jquery.com bootstrapcdn.com fontawesome.com typekit.net gravatar.com wp.com wordpress.com whatsapp.com wa.me t.me telegram.org pinterest.com tiktok.com vk.com medium.com github.com adobe.com amazon.com media-amazon.com ssl-images-amazon.com paypal.com paypalobjects.com ebay.com ebaystatic.com netflix.com dropbox.com onedrive.com sharepoint.com docusign.net docusign.com zoom.us wikipedia.org wikimedia.org doubleclick.net google-analytics.com googletagmanager.com googlesyndication.com itunes.com play.google.com apps.apple.com mozilla.org spotify.com imgur.com',
  ],
  // where anybody may put a page or a name, and shorteners
  [
    1 / 300,
    'bit.ly t.co tinyurl.com goo.gl ow.ly is.gd buff.ly rebrand.ly cutt.ly lnkd.in youtu.be amzn.to forms.gle docs.google.com drive.google.com sites.google.com forms.office.com storage.googleapis.com firebasestorage.googleapis.com s3.amazonaws.com windows.net blob.core.windows.net azurewebsites.net ipfs.io dweb.link translate.goog linktr.ee qrco.de rb.gy t.ly s.id',
  ],
]

/** The great places by name, each with its share. */
export const commonDomains: ReadonlyMap<string, number> = new Map(
  shares.flatMap(([share, names]) => names.split(' ').map((name) => [name, share] as const)),
)

/** The share of the world's mail that a host or a domain is in, as far as it is one of the great ones; 0 for all others. */
export function commonShare(name: string): number {
  const exact = commonDomains.get(name)
  if (exact !== undefined) return exact
  const domain = registeredDomain(name)
  return domain === null || domain === name ? 0 : (commonDomains.get(domain) ?? 0)
}

/** Networks of the great mailbox and cloud providers, by number (as registered at the regional registries). */
const networks = new Map<number, number>([
  [15169, 1 / 8], // Google
  [8075, 1 / 8], // Microsoft
  [16509, 1 / 20], // Amazon
  [14618, 1 / 40], // Amazon
  [36647, 1 / 60], // Yahoo
  [26101, 1 / 60], // Yahoo
  [34010, 1 / 60], // Yahoo
  [11377, 1 / 60], // Twilio SendGrid
  [14782, 1 / 60], // Mailchimp
  [16276, 1 / 60], // OVH
  [24940, 1 / 60], // Hetzner
  [14061, 1 / 60], // DigitalOcean
  [13335, 1 / 60], // Cloudflare
  [714, 1 / 60], // Apple
  [8560, 1 / 80], // IONOS
  [26496, 1 / 80], // GoDaddy
  [63949, 1 / 80], // Akamai Linode
  [20473, 1 / 80], // Vultr
  [45102, 1 / 80], // Alibaba
  [132203, 1 / 80], // Tencent
])

export function networkShare(asn: number): number {
  return networks.get(asn) ?? 1 / 1000
}
