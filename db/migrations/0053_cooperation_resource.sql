-- What users are pointed to, and whom incidents are reported to: ITU-T X.1207 (2008), appendix I, as data that is kept true. One catalogue a node; everybody who works here reads it.
create table cooperation.resource (
  id uuid primary key,
  kind text not null check (kind in ('reading', 'report-contact')),
  name text not null check (length(name) between 1 and 200),
  -- what it is, in the languages of the console; empty where nobody wrote it
  about_en text not null default '' check (length(about_en) <= 1000),
  about_zh text not null default '' check (length(about_zh) <= 1000),
  about_ar text not null default '' check (length(about_ar) <= 1000),
  -- https:, http: and mailto:, the first one leads
  addresses text[] not null check (cardinality(addresses) between 1 and 10),
  -- where it was taken from
  source text not null default '' check (length(source) <= 200),
  source_on date,
  state text not null check (state in ('unconfirmed', 'confirmed', 'withdrawn')),
  confirmed_at timestamptz,
  confirmed_by text,
  changed_at timestamptz not null,
  changed_by text not null,
  check ((state = 'confirmed') = (confirmed_at is not null)),
  check ((confirmed_at is null) = (confirmed_by is null))
);
create index resource_by_kind on cooperation.resource (kind, name, id);
insert into cooperation.resource (id, kind, name, about_en, about_zh, about_ar, addresses, source, source_on, state, changed_at, changed_by)
select ('0117c0de-1207-7000-8000-' || lpad(row_number() over ()::text, 12, '0'))::uuid, s.kind, s.name, s.about_en, s.about_zh, s.about_ar, s.addresses,
  case s.kind when 'reading' then 'ITU-T X.1207, I.1' else 'ITU-T X.1207, I.2' end, '2008-04-18', 'unconfirmed', '2008-04-18T00:00:00Z', 'migration'
from (values
  ('reading', 'Anti-Spyware Coalition (ASC)', 'Makers of anti-spyware, academics and consumer groups that agree on definitions and best practices against spyware and other potentially unwanted technologies.', '由反间谍软件公司、学术机构和消费者集团组成，就间谍软件和其它潜在有害技术的定义和最佳做法达成一致。', 'شركات مكافحة برامج التجسس وأكاديميون ومجموعات مستهلكين يتفقون على التعاريف وأفضل الممارسات ضد برامج التجسس والتقنيات غير المرغوبة.', array['http://www.antispywarecoalition.org/']),
  ('reading', 'Be Web Aware', 'A bilingual national programme of public education in Canada on the safety of young people on the Internet.', '关于互联网安全的双语国家公众教育计划，旨在确保加拿大的年轻一代安全、负责地上网。', 'برنامج وطني ثنائي اللغة لتوعية الجمهور في كندا بسلامة الشباب على الإنترنت.', array['http://www.bewebaware.ca']),
  ('reading', 'Center for Safe and Responsible Internet Use', 'Outreach for a safe and responsible use of the Internet.', '为安全、负责地使用互联网提供延伸服务的组织。', 'توعية من أجل استخدام آمن ومسؤول للإنترنت.', array['http://csriu.org']),
  ('reading', 'Childnet International', 'A non-profit organisation that works with others across the world to make the Internet a safe place for children.', '非营利性组织，与世界上其它相关组织合作，力求将互联网办成儿童向往的安全乐园。', 'منظمة غير ربحية تعمل مع غيرها حول العالم لجعل الإنترنت مكانًا آمنًا للأطفال.', array['http://www.childnet-int.org']),
  ('reading', 'ECPAT', 'Organisations and individuals that work together to end the commercial sexual exploitation of children.', '多个组织和个人合作消除商业性儿童性剥削的网络。', 'شبكة منظمات وأفراد تعمل على القضاء على الاستغلال الجنسي التجاري للأطفال.', array['http://www.ecpat.net']),
  ('reading', 'GetNetWise', 'A public service of Internet companies and public interest groups: what users need for informed decisions on their own and their family’s use of the Internet, one click away.', '由互联网行业的多家公司和公众利益组织联盟提供的公众服务，使用户仅“一击之遥”即可获得知情决定所需的资源。', 'خدمة عامة من شركات الإنترنت ومجموعات المصلحة العامة: ما يحتاج إليه المستخدمون لاتخاذ قرارات مستنيرة.', array['http://www.getnetwise.org']),
  ('reading', 'Global Infrastructure Alliance for Internet Safety (GIAIS)', 'An alliance of service providers for the safety of networks, a common answer to threats, and fewer weaknesses.', '由服务提供商组成的联盟，旨在提高网络的安全和保障，统一应对各类威胁，确定并减少现有漏洞。', 'تحالف لمقدمي الخدمات من أجل أمن الشبكات والاستجابة المشتركة للتهديدات والحد من الثغرات.', array['http://www.microsoft.com/security/msra/default.mspx']),
  ('reading', 'INHOPE', 'The international association of Internet hotlines, which answer reports of illegal content.', '国际互联网热线协会：支持以互联网热线的方式对非法内容报告做出响应。', 'الرابطة الدولية للخطوط الساخنة للإنترنت التي تستجيب لبلاغات المحتوى غير القانوني.', array['http://inhope.org']),
  ('reading', 'Internet Safety Group, NetSafe', 'The home on the Internet of New Zealand’s Internet Safety Group and of Hector the Protector.', '新西兰互联网安全小组（ISG）和Hector the Protector的网上家园。', 'موقع مجموعة أمان الإنترنت في نيوزيلندا وHector the Protector.', array['http://www.netsafe.org.nz']),
  ('reading', 'International Centre for Missing & Exploited Children', 'Works across the world for the safety and welfare of children by campaigns, policy and cooperation across borders.', '通过积极活动、政策的制定和跨国协调改善儿童安全与福祉的全球性机构。', 'مؤسسة عالمية تعمل لسلامة الأطفال ورفاههم بالحملات والسياسات والتنسيق عبر الحدود.', array['http://www.icmec.org']),
  ('reading', 'Interpol', 'Furthers the cooperation of police across borders, and supports whoever prevents or fights international crime.', '旨在促进警察的跨境合作，支持并协助遏制或打击国际犯罪的各类组织、当局和服务机构。', 'تعزز التعاون الشرطي عبر الحدود وتدعم كل من يمنع الجريمة الدولية أو يكافحها.', array['http://www.interpol.int']),
  ('reading', 'i-SAFE', 'Education in Internet safety: lessons and community outreach for students, teachers, parents and law enforcement.', '互联网安全教育：结合课堂教学和社区服务，面向学生、教师、家长和执法人员。', 'تعليم أمان الإنترنت: دروس وتوعية مجتمعية للطلاب والمعلمين والأهل وجهات إنفاذ القانون.', array['http://www.isafe.org']),
  ('reading', 'Microsoft security at home', 'Information and resources for the public to protect their computers, themselves and their families.', '为帮助公众保护计算机、进行自我保护并保护其家人而提供的信息和资源。', 'معلومات وموارد للجمهور لحماية حواسيبهم وأنفسهم وأسرهم.', array['http://www.microsoft.com/protect']),
  ('reading', 'National Council for Childhood and Motherhood', 'An organisation in Egypt that supports children and mothers from the point of view of rights.', '埃及从权利的角度专门为支持儿童和母亲而成立的组织。', 'منظمة في مصر تدعم الأطفال والأمهات من منظور الحقوق.', array['http://www.nccm.org.eg']),
  ('reading', 'NetFamilyNews', 'A non-profit public service: a forum and news on children and technology for parents and educators in more than 50 countries.', '非营利性公众服务，为50多个国家的父母和教育人士提供论坛和“儿童技术方面的新闻”。', 'خدمة عامة غير ربحية: منتدى وأخبار عن الأطفال والتقنية للأهل والمربين في أكثر من 50 بلدًا.', array['http://netfamilynews.org']),
  ('reading', 'NetAlert Limited', 'A non-profit community organisation made by the government of Australia: advice and education on managing access to content.', '由澳大利亚政府成立的非营利性社区组织，为管理网上内容的使用提出独立建议并开展教育。', 'منظمة مجتمعية غير ربحية أنشأتها حكومة أستراليا: مشورة وتعليم في إدارة الوصول إلى المحتوى.', array['http://www.netalert.gov.au']),
  ('reading', 'NetSmartzKids', 'Interactive education in safety for children of 5 to 17 years, their parents, guardians, educators and law enforcement.', '互动性教育安全资源，针对5至17岁的儿童及其家长、监护人、教育界人士和执法者。', 'تعليم تفاعلي للسلامة للأطفال من 5 إلى 17 عامًا وذويهم والمربين وجهات إنفاذ القانون.', array['http://www.netsmartzkids.org']),
  ('reading', 'Safe Kids Worldwide', 'A network of organisations across the world whose mission is to keep children from accidental injury.', '由多个组织构成的全球性网络，使命是防止儿童受到意外伤害。', 'شبكة عالمية من المنظمات مهمتها وقاية الأطفال من الإصابات العرضية.', array['http://www.safekids.org']),
  ('reading', 'SafeKids.com', 'Resources to make the Internet and technology fun, safe and productive for families.', '为使互联网及相关技术对家庭有趣、安全且富有成效而提供的资源。', 'موارد لجعل الإنترنت والتقنية ممتعة وآمنة ومثمرة للأسر.', array['http://www.safekids.com']),
  ('reading', 'StaySafe.org', 'Helps consumers understand the good sides of the Internet and how to manage the safety issues of being online.', '帮助消费者了解互联网积极的一面以及如何管理网上存在的各类安全保障问题。', 'يساعد المستهلكين على فهم الجوانب الإيجابية للإنترنت وإدارة مسائل السلامة.', array['http://www.staysafe.org']),
  ('reading', 'UNICEF', 'Defends children’s rights across the world; long-term humanitarian and development aid to children and parents in developing countries.', '保护儿童权利的全球倡导者，向发展中国家的儿童及其家长提供长期的人道主义和发展援助。', 'تدافع عن حقوق الطفل عالميًا وتقدم مساعدات إنسانية وإنمائية طويلة الأمد للأطفال والأهل في البلدان النامية.', array['http://www.unicef.org']),
  ('reading', 'WebSafe Crackerz', 'Interactive games and quizzes that help young people to deal with spam, phishing and fraud.', '互动式游戏和智力测验，帮助少年处理垃圾信息、网上钓鱼和骗局等问题。', 'ألعاب واختبارات تفاعلية تساعد الشباب على التعامل مع الرسائل المزعجة والتصيد والاحتيال.', array['http://www.websafecrackerz.com']),
  ('report-contact', 'Cisco Systems', '', '', '', array['mailto:safetyandsecurity@cisco.com', 'http://www.cisco.com/security']),
  ('report-contact', 'Forum of Incident Response and Security Teams (FIRST)', '', '', '', array['http://www.first.org/about/organization/teams/']),
  ('report-contact', 'Microsoft', '', '', '', array['mailto:avsubmit@submit.microsoft.com', 'mailto:secure@microsoft.com']),
  ('report-contact', 'Telecom-ISAC Japan', '', '', '', array['https://www.telecom-isac.jp/contact/index.html'])
) s (kind, name, about_en, about_zh, about_ar, addresses);

alter table cooperation.resource enable row level security;
alter table cooperation.resource force row level security;
-- nothing in it is anybody's secret; kept by the network, or by the node's operator where there is none
create policy visible on cooperation.resource for select using (true);
create policy added on cooperation.resource for insert
  with check ((select platform.acting()) is not distinct from (select directory.network()));
create policy changed on cooperation.resource for update
  using ((select platform.acting()) is not distinct from (select directory.network()))
  with check ((select platform.acting()) is not distinct from (select directory.network()));
grant select, insert, update (name, about_en, about_zh, about_ar, addresses, source, source_on, state, confirmed_at, confirmed_by, changed_at, changed_by)
  on cooperation.resource to tocsin_app;
