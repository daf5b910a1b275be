/**
 * What a message pretends, where only its kind depends on it: these phrases weigh nothing in the number, and tell apart what is unwanted anyway.
 * `service`: it speaks as whoever keeps an account, a mailbox, a wallet or a subscription, or holds a document or message ready behind a link: what kits that
 * harvest passwords write. `giveaway`: a reward for a survey or for having been chosen, which is asked for in shipping fees and card numbers. `blackmail`: whoever
 * claims to sit in the reader's device.
 */
export type Pretence = 'service' | 'giveaway' | 'blackmail'

const patterns: Readonly<Record<Pretence, readonly RegExp[]>> = {
  service: [
    /\b(?:mailbox|e-?mail|storage|account|cloud|icloud) (?:\w+ ){0,3}(?:quota|storage|space|limit)\b.{0,60}\b(?:full|exceed|reach|upgrade|increase|running out|[89]\d ?%)/i,
    /\bupgrade (?:your|the) (?:\w+ ){0,2}(?:quota|mailbox|storage)\b/i,
    /\b(?:wallet|account|e-?mail|mailbox|identity|card) (?:is|has) (?:not|never) (?:yet )?(?:been )?(?:verified|validated|confirmed|updated)\b/i,
    /\b(?:subscription|antivirus|membership|protection|plan|licen[cs]e)\b.{0,40}\b(?:has |is |was )?(?:expired|expires|expiring|suspended|not renewed|could not be renewed)\b/i,
    /\b(?:payment|billing) (?:\w+ ){0,3}(?:fail|declin|could not be processed|was not processed|method (?:has )?expired)|\bupdate (?:your )?(?:payment|billing)\b/i,
    /\b(?:you have|you've) (?:\(?\d+\)? |a |an )?(?:new |pending |unread |undelivered |held )+(?:\w+ )?(?:messages?|e-?mails?|voicemails?|documents?|faxe?s?)\b/i,
    /\b(?:messages?|e-?mails?) (?:\w+ ){0,4}(?:held|quarantined|blocked|not delivered|undelivered|failed to deliver)\b/i,
    /\b(?:shared|sent) (?:a|an|the|this) (?:\w+ ){0,2}(?:document|file|folder|invoice) (?:with|to) you\b/i,
    /\b(?:connect|link|validate|verify|synchroni[sz]e|restore) (?:your )?(?:\w+ )?wallet\b|\b(?:seed|recovery|secret) phrase\b/i,
    /\b(?:new|unknown|unrecogni[sz]ed) (?:sign-?in|login|device)\b|\bsign-?in (?:from|attempt)\b/i,
    /\b(?:speicher|postfach|mailbox)\w*\b.{0,40}\b(?:voll|überschritten|erweitern)|\b(?:abonnement|abo|mitgliedschaft)\b.{0,40}\b(?:abgelaufen|läuft ab|verlängern)/i,
    /\b(?:sua|seu|su|tu) (?:\w+ ){0,2}(?:conta|cuenta|senha|contraseña|cartão|tarjeta|cadastro)\b.{0,60}\b(?:bloquead|suspen|expir|atualiz|actualiz|inativ|regulariz)/i,
    /\b(?:danfe|nota fiscal|nf-?e|boleto|fatura|factura|comprobante|comprovante)\b.{0,80}\b(?:acess|clique|visualiz|baix|download|descarg|link|anexo|adjunt)/i,
    /\b(?:pontos|puntos|points|milhas)\b.{0,40}\b(?:expira\w*|vencem|vencer|caduca\w*|expire)\b/i,
    /\bvotre (?:\w+ ){0,2}(?:compte|abonnement|carte|boîte|messagerie)\b.{0,60}\b(?:expir|suspend|bloqu|renouvel|mise à jour|mettre à jour)/i,
    /(?:почтов|хранилищ|подписк).{0,40}(?:заполнен|истек|истёк|продл)/i,
    /(?:邮箱|存储|容量|会员|ETC|お支払い方法|メンバー).{0,16}(?:已满|不足|升级|到期|更新|期限|無効)/i,
  ],
  giveaway: [
    /\b(?:you(?:'ve| have|r name)?|been) (?:\w+ ){0,4}(?:selected|chosen|came up|a winner|won)\b/i,
    /\b(?:exclusive|loyalty|customer|shopper) rewards?\b|\b(?:claim|get|receive) (?:your|a|an) (?:\w+ ){0,4}(?:reward|gift|prize|bonus|mystery box)\b/i,
    /\b(?:answer|complete|take|fill) (?:\w+ ){0,4}survey\b|\b(?:short|quick) survey\b/i,
    /\b(?:gewinnspiel|verlosen|auserwählt|ausgewählt|gewinnen sie|zu gewinnen|freispiele)\w*/i,
    /\b(?:questionnaire|sondage|boîte mystère|gagner|sélectionné)\b.{0,80}\b(?:recevoir|réclamer|cadeau|gagn)/i,
    /\b(?:encuesta|sorteo|pesquisa|sorteio|prêmio|premio|brinde)\b.{0,80}\b(?:gan|ganh|recib|receb|responda|vinc)/i,
    /\b(?:free spins|welcome bonus|casino bonus|airdrop|free mint)\b/i,
  ],
  blackmail: [
    /\b(?:full|complete) access to (?:your|all) (?:\w+ ){0,2}(?:device|computer|system|account)s?\b/i,
    /\bacesso total (?:ao seu|aos seus) (?:\w+ )?(?:dispositivo|computador)|\bacceso (?:total|completo) a (?:su|tu)s? (?:dispositivo|ordenador|equipo)/i,
    /\b(?:vollen|vollständigen) zugriff auf (?:ihr|dein)\w* (?:gerät|computer|system)|\baccès (?:total|complet) à (?:votre|vos) (?:appareil|ordinateur)/i,
    /полн(?:ый|ого) доступ.{0,30}(?:устройств|компьютер)/i,
  ],
}

const read = 20_000

/** What the message pretends, by its subject and what a person reads of it. */
export function pretencesOf(subject: string | null, text: string): ReadonlySet<Pretence> {
  const all = `${subject ?? ''}\n${text.slice(0, read)}`.replace(/\s+/g, ' ')
  const found = Object.entries(patterns).filter(([, phrases]) => phrases.some((phrase) => phrase.test(all)))
  return new Set(found.map(([pretence]) => pretence as Pretence))
}
