/** What `README.txt` says, in the languages of the console, for whoever opens the archive without the program. */
export type Told = {
  readonly organisation: string
  readonly from: string
  readonly rows: number
  readonly originals: number
  readonly leftOut: number
}

export function readme(told: Told): string {
  return [english(told), chinese(told), arabic(told)].join(`\n\n${'-'.repeat(72)}\n\n`)
}

const english = ({ organisation, from, rows, originals, leftOut }: Told) => `All that is its own of: ${organisation}
As of: ${from}

data/tables/       ${rows} rows, one file for each table (JSON Lines, UTF-8: one row a line; moments are ISO 8601; bytes are hexadecimal after \\x).
                   A table with many rows has several files, numbered.
data/schema.json   what each column holds, and what was left out on purpose, with the reason. Keys and hashes that let somebody in are left out of the columns that
                   hold them. Letters in data/tables/platform.outgoing_mail.jsonl are whole: a link in one that was not used yet (an invitation, a test of a contact,
                   a report to follow) lets whoever has it in until its time is up. Rows of reports that were withheld as child-abuse material are in it with the
                   places that they named, their originals are not: give them to a hotline alone.
data/originals/    ${originals} originals, each once, by its SHA-256, in a ZIP under the password: infected
                   They were reported as harmful. Open them where they can do no harm.
data/originals.jsonl  which items of evidence have which original. ${leftOut} are without bytes: destroyed, sealed or damaged.
data/shown-to-us.jsonl  what others showed to the organisation: by whom, when, on which terms; not what it said, which is theirs and can be called back.
data/log/          the places of its leaves in the node's public log; proofs.jsonl proves what was sent, shown, asked and answered, and when.
                   With the records and salts in data/tables/platform.log_record.jsonl anybody can check them (tocsin verify).
manifest-sha256.txt  the SHA-256 of every file. To check:  sha256sum -c manifest-sha256.txt
seal/proof.json    that this manifest is a line of the log.

Nothing of other organisations is in it: the database itself chose the rows.`

const chinese = ({ organisation, from, rows, originals, leftOut }: Told) => `本组织的全部自有数据：${organisation}
截至：${from}

data/tables/       ${rows} 行，每个表一个文件（JSON Lines，UTF-8：每行一条；时刻为 ISO 8601；字节以 \\x 开头的十六进制表示）。行数多的表分为若干编号文件。
data/schema.json   每一列的含义，以及有意略去的内容和理由。用于进入系统的密钥和散列列已略去。
                   data/tables/platform.outgoing_mail.jsonl 中的信件是完整的：尚未使用的链接（邀请、联系人测试、举报跟进）在到期前可让持有者进入。
                   因涉及儿童性虐待内容而扣留的举报，其行及所指位置在其中，原件不在其中：只可交给热线机构。
data/originals/    ${originals} 份原件，按 SHA-256 各存一份，置于 ZIP 中，密码：infected
                   它们是作为有害内容被举报的，请在不会造成危害的环境中打开。
data/originals.jsonl  哪些证据对应哪份原件。其中 ${leftOut} 项没有字节：已销毁、已封存或已损坏。
data/shown-to-us.jsonl  他方向本组织展示过什么：由谁、何时、何种条件；不含其内容，内容属于对方并可被撤回。
data/log/          本组织各条记录在节点公开日志中的位置；proofs.jsonl 证明何时发送、展示、请求和答复了什么。
                   配合 data/tables/platform.log_record.jsonl 中的记录与盐值，任何人都可核验（tocsin verify）。
manifest-sha256.txt  每个文件的 SHA-256。核验：sha256sum -c manifest-sha256.txt
seal/proof.json    证明该清单是日志中的一行。

其中没有其他组织的任何内容：行由数据库自身选出。`

const arabic = ({ organisation, from, rows, originals, leftOut }: Told) => `كل ما تملكه: ${organisation}
حتى: ${from}

data/tables/       ${rows} من الصفوف، ملف لكل جدول (JSON Lines، UTF-8: صف في كل سطر؛ الأوقات وفق ISO 8601؛ البايتات ست عشرية بعد \\x).
                   للجدول الكبير عدة ملفات مرقمة.
data/schema.json   ما يحويه كل عمود، وما تُرك عمدًا وسببه. الأعمدة التي تحوي مفاتيح وبصمات تتيح الدخول متروكة.
                   الرسائل في data/tables/platform.outgoing_mail.jsonl كاملة: كل رابط فيها لم يُستعمل بعد (دعوة، اختبار جهة اتصال، متابعة بلاغ) يُدخل حامله حتى ينتهي وقته.
                   وفيه صفوف البلاغات المحجوبة لكونها مواد إساءة للأطفال مع المواضع التي سمّتها، دون أصولها: لا تُسلّم إلا إلى خط بلاغات مختص.
data/originals/    ${originals} من الأصول، كل منها مرة واحدة باسم SHA-256 الخاص به، داخل ZIP بكلمة المرور: infected
                   أُبلغ عنها بوصفها ضارة. افتحها حيث لا تؤذي.
data/originals.jsonl  أي الأدلة لأي أصل. منها ${leftOut} بلا بايتات: أُتلفت أو خُتمت أو تضررت.
data/shown-to-us.jsonl  ما عرضه الآخرون على المنظمة: من ومتى وبأي شروط، لا ما قيل فيه، فهو لهم ويمكن سحبه.
data/log/          مواضع سطورها في السجل العام للعقدة؛ ويثبت proofs.jsonl ما أُرسل وعُرض وطُلب وأُجيب عنه ومتى.
                   ومع السجلات والأملاح في data/tables/platform.log_record.jsonl يستطيع أي أحد التحقق (tocsin verify).
manifest-sha256.txt  قيمة SHA-256 لكل ملف. للتحقق: sha256sum -c manifest-sha256.txt
seal/proof.json    أن هذه القائمة سطر في السجل.

ليس فيه شيء من منظمات أخرى: قاعدة البيانات نفسها اختارت الصفوف.`
