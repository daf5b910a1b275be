/**
 * Names and addresses that half the world uses: whoever lists one of them turns away many who have done nothing. Reasoned, not measured; the names are the
 * services' own. What tenants of theirs do is listed by the tenant's own name, or by URL.
 */
export const sparedNames: readonly { readonly what: string; readonly names: string }[] = [
  {
    what: 'mail',
    names:
      'gmail.com googlemail.com google.com outlook.com hotmail.com live.com msn.com office.com office365.com microsoft.com microsoftonline.com yahoo.com yahoo.co.jp yahoo.co.uk ymail.com icloud.com me.com apple.com aol.com gmx.de gmx.net gmx.com web.de mail.ru yandex.ru yandex.com qq.com foxmail.com 163.com 126.com sina.com sohu.com naver.com daum.net hanmail.net kakao.com orange.fr free.fr laposte.net libero.it t-online.de comcast.net att.net verizon.net proton.me protonmail.com zoho.com fastmail.com rediffmail.com uol.com.br',
  },
  {
    what: 'sender',
    names:
      'amazonses.com sendgrid.net sendgrid.com mailchimp.com mcsv.net list-manage.com rsgsv.net mailgun.org mailgun.net sparkpostmail.com mandrillapp.com messagelabs.com pphosted.com mimecast.com exacttarget.com salesforce.com hubspot.com hubspotemail.net constantcontact.com postmarkapp.com',
  },
  {
    what: 'delivery',
    names:
      'cloudflare.com cloudflare.net cloudfront.net akamai.net akamaihd.net akamaiedge.net edgekey.net edgesuite.net fastly.net fastlylb.net azureedge.net googleapis.com gstatic.com googleusercontent.com jsdelivr.net unpkg.com cdnjs.com jquery.com bootstrapcdn.com fbcdn.net twimg.com ytimg.com amazonaws.com windows.net azure.com azurewebsites.net gravatar.com typekit.net fontawesome.com',
  },
  {
    what: 'shortener',
    names:
      'bit.ly t.co tinyurl.com goo.gl ow.ly is.gd buff.ly rebrand.ly cutt.ly lnkd.in youtu.be amzn.to forms.gle t.cn url.cn dwz.cn t.ly rb.gy shorturl.at linktr.ee',
  },
  {
    what: 'place',
    names:
      'facebook.com instagram.com whatsapp.com wa.me twitter.com x.com linkedin.com youtube.com tiktok.com pinterest.com reddit.com telegram.org t.me vk.com weibo.com wechat.com baidu.com alibaba.com taobao.com amazon.com ebay.com paypal.com github.com gitlab.com wikipedia.org wikimedia.org wordpress.com wordpress.org medium.com dropbox.com box.com onedrive.com sharepoint.com adobe.com docusign.com docusign.net notion.so wix.com weebly.com squarespace.com shopify.com godaddy.com',
  },
  {
    what: 'ground',
    names:
      'w3.org iana.org icann.org ietf.org itu.int un.org europa.eu root-servers.net gtld-servers.net in-addr.arpa ip6.arpa letsencrypt.org digicert.com sectigo.com verisign.com mozilla.org debian.org ubuntu.com kernel.org windowsupdate.com',
  },
]

/** Public resolvers, as their operators state them, and the root servers (IANA, root hints). */
export const sparedAddresses =
  '8.8.8.8 8.8.4.4 2001:4860:4860::8888 2001:4860:4860::8844 1.1.1.1 1.0.0.1 2606:4700:4700::1111 2606:4700:4700::1001 9.9.9.9 149.112.112.112 2620:fe::fe 208.67.222.222 208.67.220.220 114.114.114.114 223.5.5.5 198.41.0.4 170.247.170.2 192.33.4.12 199.7.91.13 192.203.230.10 192.5.5.241 192.112.36.4 198.97.190.53 192.36.148.17 192.58.128.30 193.0.14.129 199.7.83.42 202.12.27.33'
