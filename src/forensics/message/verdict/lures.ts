/**
 * What a message tries to make its reader do or believe, by phrases in the languages that most of it is written in. A lure alone proves nothing: a bank
 * does write about accounts. `needs` is how many different phrases must be there.
 */
export type Lure =
  | 'credentials'
  | 'account-threat'
  | 'advance-fee'
  | 'prize'
  | 'extortion'
  | 'parcel-fee'
  | 'invoice'
  | 'job'
  | 'investment'
  | 'medicine'
  | 'gift-card'
  | 'bank-change'

type Pattern = { readonly needs: number; readonly phrases: readonly RegExp[] }

const patterns: Readonly<Record<Lure, Pattern>> = {
  credentials: {
    needs: 1,
    phrases: [
      /\b(?:verify|confirm|validate|update|re-?activate|unlock|restore) (?:your|the|my)? ?(?:\w+ ){0,3}(?:account|identity|password|mailbox|e-?mail|information|details|wallet|card)\b/i,
      /\b(?:sign|log) ?[io]n (?:to|and|now|below|here)\b.{0,60}\b(?:account|verify|confirm|avoid|secure)\b/i,
      /\bpassword (?:\w+ ){0,4}(?:expir|will be|is about to|reset|today)\w*/i,
      /\bkeep (?:my|your|the)? ?(?:same|current) password\b/i,
      /\b(?:konto|passwort|identität|daten)\b.{0,40}\b(?:bestätigen|verifizieren|aktualisieren|entsperren)\b/i,
      /\b(?:bestätigen|verifizieren|aktualisieren) sie (?:bitte )?(?:ihr|ihre)\b/i,
      /\b(?:vérifie[rz]|confirme[rz]|mettre à jour|actualise[rz])\b.{0,40}\b(?:compte|identité|mot de passe|informations|coordonnées)\b/i,
      /\b(?:verifi(?:que|car)|confirm(?:e|ar)|actuali(?:ce|zar)|atuali(?:ze|zar))\b.{0,40}\b(?:cuenta|conta|contraseña|senha|datos|dados|identidad|identidade)\b/i,
      /\b(?:verific(?:a|are|hi)|conferm(?:a|are|i)|aggiorn(?:a|are|i))\b.{0,40}\b(?:account|conto|password|dati|identità)\b/i,
      /(?:подтвердите|обновите|восстановите).{0,40}(?:аккаунт|учетн|учётн|пароль|данные|личность)/i,
      /(?:验证|確認|确认|更新|激活|恢复|核实).{0,12}(?:账户|帐户|账号|帐号|密码|身份|邮箱|信息)/,
      /(?:アカウント|パスワード|お客様情報|ご本人).{0,16}(?:確認|更新|認証|再設定)/,
      /(?:تأكيد|تحديث|تفعيل|تحقق).{0,20}(?:حساب|كلمة المرور|هويت|بيانات)/,
    ],
  },
  'account-threat': {
    needs: 1,
    phrases: [
      /\b(?:account|mailbox|card|access|service|profile|storage|e-?mail)\b.{0,40}\b(?:suspend|limit|restrict|lock|block|deactivat|disabl|terminat|clos|expire|delet|on hold|full)(?:ed|ion|d|ing|s)?\b/i,
      /\b(?:unusual|suspicious|unauthori[sz]ed|unrecogni[sz]ed) (?:\w+ ){0,2}(?:activity|sign-?in|login|log-?in|transaction|access|attempt)/i,
      /\b(?:within|in) (?:the next )?(?:12|24|48|72) ?(?:hours|hrs|h)\b/i,
      /\b(?:konto|zugang|karte)\b.{0,40}\b(?:gesperrt|eingeschränkt|deaktiviert|läuft ab)\b/i,
      /\b(?:compte|carte|accès)\b.{0,40}\b(?:suspendu|bloqué|limité|désactivé|expir)/i,
      /\b(?:cuenta|conta|tarjeta|cartão|acceso|acesso)\b.{0,40}\b(?:suspendid|suspens|bloquead|limitad|desactivad|desativad)/i,
      /(?:аккаунт|счет|счёт|карта|доступ).{0,30}(?:заблокирован|ограничен|приостановлен)/i,
      /(?:账户|帐户|账号|帐号|邮箱|银行卡).{0,12}(?:冻结|停用|锁定|异常|过期|到期|限制)/,
      /(?:アカウント|カード|お取引|ご利用).{0,16}(?:停止|制限|異常|ロック|凍結)/,
      /(?:حساب|بطاقت).{0,24}(?:تعليق|إيقاف|حظر|مقيد|تجميد|معلق)/,
    ],
  },
  'advance-fee': {
    needs: 2,
    phrases: [
      /\b(?:next of kin|inheritance|deceased|late (?:husband|client|father|mr|engineer|president|general))\b/i,
      /\b(?:million|m) (?:us |united states |american )?(?:dollars|euros?|pounds|usd)\b|\b(?:us\$|usd|\$|€|£) ?\d[\d.,]* ?(?:million|m\b|,000,000)/i,
      /\b(?:beneficiary|barrister|attorney|solicitor|diplomat(?:ic)?|consignment|foreign partner|trustee|fund transfer|transfer of (?:the )?funds?|release of)\b/i,
      /\b(?:strictly|utmost|top|highly) (?:confiden|secre)\w+|\bconfidential(?:ity)? (?:business|transaction|proposal)|\bbusiness proposal\b/i,
      /\b(?:percent|%) (?:of the (?:total )?(?:sum|fund|money|amount)|for (?:you|your))/i,
      /\b(?:nigeria|ivory coast|cote d'ivoire|burkina|sierra leone|benin|ghana|zimbabwe|lagos|abidjan|south africa|united nations|world bank|imf)\b/i,
      /(?:遗产|继承|受益人|律师).{0,40}(?:万|亿|美元)|(?:наследств|бенефициар|миллион)[^.]{0,60}(?:доллар|евро)/i,
      /\b(?:herencia|herança|héritage|erbschaft|eredità)\b.{0,120}\b(?:mill[oió]\w*|millionen|milioni)\b/i,
    ],
  },
  prize: {
    needs: 2,
    phrases: [
      /\b(?:lottery|lotto|sweepstake|jackpot|prize draw|raffle|loterie|lotería|lotteria)\b|抽奖|奖品|奖金|プレゼント|懸賞|\bприз(?:а|ом|ы)?\b|лотере|جائزة|يانصيب/i,
      /\byou(?:'ve| have|r e-?mail)? (?:\w+ ){0,4}(?:won|been (?:selected|chosen)|a winner)|\b(?:lucky )?winners?\b|\b(?:gewonnen|gagné|ha ganado|ganhou|ha vinto)\b|中奖|当選|вы выиграли|ربحت|فزت/i,
      /\bclaim (?:your|the|his|it)\b|\bclaims? (?:agent|department|officer)\b|领取|受け取|получит|استلام/i,
      /\b(?:congratulations|glückwunsch|félicitations|felicidades|parabéns|congratulazioni)\b|恭喜|おめでとう|поздравля|مبروك|تهانينا/i,
    ],
  },
  extortion: {
    needs: 2,
    phrases: [
      /\b(?:webcam|your camera|recorded you|masturbat|adult (?:site|video)s?|porn\w*|intimate|kamera|aufgenommen|caméra)\b|摄像头|录制|ウェブカメラ|録画|камер|видео|كاميرا/i,
      /\b(?:bitcoins?|btc|wallet|cryptocurrenc\w+|monero|usdt)\b|比特币|ビットコイン|битко[ий]н|кошел[её]к|بيتكوين/i,
      /\b(?:malware|trojan|remote access|hacked?|infected|full access) (?:\w+ ){0,5}(?:device|computer|system|account|operating)|黑客|木马|ハッキング|взлом|троян|اختراق/i,
      /\b(?:contacts|friends|relatives|family|colleagues)\b.{0,80}\b(?:video|send|see|share|receive)|联系人|連絡先|контакт|друзь|جهات الاتصال/i,
    ],
  },
  'parcel-fee': {
    needs: 2,
    phrases: [
      /\b(?:parcel|package|shipment|delivery|courier)\b/i,
      /\b(?:customs|shipping|delivery|redelivery|handling) (?:fee|charge|dut|cost)|\b(?:failed|missed|unable|could not|pending|held) (?:\w+ ){0,5}(?:deliver|delivery|parcel|package|shipment)|\b(?:parcel|package|shipment) (?:\w+ ){0,4}(?:held|pending|waiting|returned|on hold|could not)/i,
      /(?:包裹|快递|运费|关税).{0,30}(?:支付|失败|派送|滞留)|(?:荷物|お届け|配達).{0,30}(?:不在|再配達|できません|料金)/,
      /\b(?:paket|sendung|colis|paquete|encomenda|pacco|посылк\w+)\b.{0,80}\b(?:gebühr|zoll|frais|douane|tarifa|aduana|taxa|spese|dogana|оплат\w+)/i,
    ],
  },
  invoice: {
    needs: 2,
    phrases: [
      /\b(?:invoice|purchase order|remittance|payment advice|overdue|quotation|statement of account|swift copy)\b/i,
      /\b(?:attached|attachment|enclosed|see the|find the|download|open the)\b/i,
      /(?:发票|付款|账单).{0,20}(?:附件|查收|下载)|(?:請求書|お支払い).{0,20}(?:添付|確認)/,
      /\b(?:rechnung|mahnung|facture|factura|fattura|fatura|счет|счёт)\b.{0,80}\b(?:anhang|anbei|jointe|adjunt|allegat|anexo|вложен)/i,
    ],
  },
  job: {
    needs: 2,
    phrases: [
      /\b(?:work (?:from|at) home|part[- ]time|home[- ]based|financial freedom|be your own boss|job offer|vacancy)\b/i,
      /\b(?:earn|make|income|salary|paid)\b.{0,30}(?:\$|€|£|usd) ?\d|\$ ?\d[\d,]* ?(?:per|a|every|each|\/) ?(?:week|day|month|hour)/i,
      /\b(?:no experience|no selling|easy money|mlm|opportunity of a lifetime|chain letter|send \$?\d+ to)\b/i,
      /(?:兼职|日结|在家赚钱|招聘).{0,40}(?:元|薪|赚)|(?:副業|在宅).{0,30}(?:円|収入)/,
    ],
  },
  investment: {
    needs: 2,
    phrases: [
      /\b(?:stock|shares?|otc ?bb|symbol|ticker|penny stocks?|forex|trading platform|crypto(?:currency)? (?:invest\w+|trading))\b/i,
      /\b(?:guaranteed|double your|triple|explod\w+|strong buy|return on investment|% (?:profit|return)s?|profits? (?:daily|weekly))\b/i,
      /\b(?:invest(?:ors?|ment)?|portfolio|broker)\b/i,
      /(?:投资|股票|理财).{0,30}(?:收益|翻倍|回报|内幕)/,
    ],
  },
  medicine: {
    needs: 1,
    phrases: [
      /\b(?:viagra|cialis|levitra|xanax|valium|vicodin|phentermine|hgh|human growth hormone|weight loss pills?|penis|online pharmacy|no prescription|lose weight)\b/i,
    ],
  },
  'gift-card': {
    needs: 2,
    phrases: [
      /\b(?:gift ?cards?|itunes card|steam card|google play card|vouchers?)\b/i,
      /\b(?:are you (?:available|at your desk|free)|quick (?:task|favou?r)|urgent(?:ly)?|in a meeting|discreet|scratch|send (?:me )?(?:the )?(?:codes?|pictures?))\b/i,
    ],
  },
  'bank-change': {
    needs: 2,
    phrases: [
      /\b(?:new|change(?:d|s)? (?:of|to|in|our)?|updated?) (?:\w+ ){0,3}(?:bank(?:ing)?|account|payment|payroll|direct deposit) ?(?:details|information|instructions|account|coordinates)?\b/i,
      /\b(?:bank|payment|account) (?:account )?(?:details|information|instructions|coordinates) (?:\w+ ){0,3}(?:changed|updated|new)\b/i,
      /\b(?:iban|swift|sort code|routing number|wire (?:transfer|instructions)|beneficiary|account holder)\b/i,
      /(?:收款账户|银行账户).{0,20}(?:变更|更改)|(?:振込先|口座).{0,12}変更/,
    ],
  },
}

const read = 20_000

// in the phrases \b and \w are meant of every script that parts its words; JavaScript knows them of ASCII alone
const letter = '[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{M}\\p{N}_]'
const edge = `(?:(?<=${letter})(?!${letter})|(?<!${letter})(?=${letter}))`
const ofAllScripts = (source: string) => new RegExp(source.replaceAll('\\w', letter), 'iu')

let compiled: ReturnType<typeof compile> | undefined
/** When the first message is read: most commands read none, and this takes 50 ms of a start. */
function compile() {
  return Object.entries(patterns).map(([lure, { needs, phrases }]) => ({
    lure: lure as Lure,
    needs,
    // edges of all scripts are slow to look for: first without any, which finds all that the second does and more, in a third of the time
    phrases: phrases.map(({ source }) => ({
      loose: ofAllScripts(source.replaceAll('\\b', '')),
      exact: ofAllScripts(source.replaceAll('\\b', edge)),
    })),
  }))
}

/** The lures of a message, by its subject and what a person reads of it. */
export function luresOf(subject: string | null, text: string): readonly Lure[] {
  const all = `${subject ?? ''}\n${text.slice(0, read)}`.replace(/\s+/g, ' ')
  compiled ??= compile()
  return compiled
    .filter(({ needs, phrases }) => phrases.filter(({ loose, exact }) => loose.test(all) && exact.test(all)).length >= needs)
    .map(({ lure }) => lure)
}
