import re
from ast import literal_eval
from datetime import timedelta

import polib
from lxml import html

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import file_path

from odoo.addons.aftersales.tests.dealership.counter import PNG
from odoo.addons.aftersales.tests.dealership.health import PIXEL, HealthCommon
from odoo.addons.aftersales.tests.dealership.keys import KeysCommon

# What stays Latin on a Chinese paper: abbreviations of the trade and of computers, units, names of places of stock.
ALLOWED = frozenset({
    'VIN', 'SHA', 'UTC', 'PIN', 'SMS', 'PDF', 'PNG', 'JPEG', 'mm', 'km', 'kW', 'IP',
    'AGM', 'EFB', 'LED', 'ABS', 'CVT', 'MQB', 'TNGA', 'DM',
    'PST', 'Stock', 'CP', 'zh', 'CN',
    'Odoo', 'odoo',  # whose portal it is
    'Chen', 'Jing',  # who answered for an order of the standing cast
})
# Numbers of documents and parts, addresses of pages and mails.
CODE = re.compile(r"https?://\S+|[\w.+-]+@[\w.-]+|[A-Za-z0-9_./:#%+-]*\d[A-Za-z0-9_./:#%+-]*", re.ASCII)
OURS = re.compile(r'/(my/(repair-orders|vehicles|appointments|book)|aftersales)\b')
WORD = re.compile(r'[A-Za-z]{2,}')
SPOKEN = ('alt', 'title', 'placeholder', 'aria-label')
SILENT = ('script', 'style', 'template')
LETTER = '中文'
# One word for two things is two source texts: what each is called, and what the other is called.
TRADE = {
    'Car promised': '承诺交车', 'Rear': '车尾', 'How answered': '答复方式', 'Reported': '报修项目', 'Where it is': '存放位置',
    'Coming up': '近期到期', 'Goodwill': '善意补偿', 'Asked On': '咨询时间', 'Received On': '接车时间',
    'Delivered On': '交车时间', 'Full name': '姓名', 'Who comes?': '送修人', 'I leave the vehicle': '留店维修',
    'OK': '合格', 'km': '公里', 'Check item': '检查项目', 'pcs': '件',
}
OTHER_THINGS = (
    ('aftersales.complaint.month', 'closed_count', '休息'), ('aftersales.complaint.month', 'received_count', '已接车'),
    ('aftersales.complaint.report', 'closed', '休息'), ('aftersales.complaint.letter', 'body', '条文'),
    ('aftersales.complaint.letter', 'channel', '操作人'), ('aftersales.complaint.opinion', 'role', '适用范围'),
    ('aftersales.action', 'user_id', '车主'), ('aftersales.crisis.step', 'user_id', '车主'),
    ('aftersales.survey.invitation', 'interviewer_id', '申请人'), ('aftersales.survey.invitation', 'asked_date', '咨询时间'),
    ('aftersales.recommendation.report', 'date', '已接车'), ('aftersales.authorisation.request', 'sent_date', '已发送'),
    ('aftersales.authorisation.request', 'answered_date', '已答复'), ('aftersales.old.part', 'handed_in_date', '已交回'),
    ('aftersales.consent', 'source', '回答内容'), ('aftersales.contact.check', 'res_model', '评价对象'),
    ('aftersales.followup', 'rule_id', '评价对象'), ('aftersales.deadline', 'term_text', '质保期'),
    ('aftersales.rescue', 'place', '货位'), ('aftersales.rescue', 'call_date', '致电'),
    ('aftersales.rescue.offer', 'asked_date', '咨询时间'), ('aftersales.rescue.receipt', 'name', '收货'),
    ('aftersales.rescue.receipt', 'taken_date', '已交入'), ('aftersales.rescue.receipt', 'returned_date', '已送出'),
    ('aftersales.rescue.receipt', 'returned_to', '索赔对象'), ('aftersales.rescue.sheet', 'name', '报表'),
    ('aftersales.rescue.sheet', 'travel_price', '出行'), ('aftersales.complaint.lesson', 'told_date', '反映时间'),
    ('aftersales.complaint.lesson', 'department_id', '单位'), ('res.partner', 'aftersales_wish_text', '联系记录'),
)
OTHER_CHOICES = (
    ('aftersales.complaint', 'mood', 'content', '内容'), ('aftersales.complaint.letter', 'kind', 'close', '期末'),
    ('aftersales.complaint.letter', 'channel', 'visit', '到店'), ('aftersales.action', 'state', 'open', '待施工'),
    ('aftersales.complaint.solution', 'document_state', 'missing', '缺件'),
    ('aftersales.survey.invitation', 'state', 'skipped', '未追偿'),
    ('aftersales.consent', 'purpose', 'service', '保养'), ('aftersales.followup', 'purpose', 'service', '保养'),
    ('aftersales.followup', 'lost_reason', 'distance', '里程'), ('aftersales.followup.contact', 'mood', 'content', '内容'),
    ('aftersales.followup.contact', 'direction', 'out', '已送出'), ('aftersales.followup.contact', 'direction', 'in', '已交入'),
    ('aftersales.followup.contact', 'outcome', 'reached', '电话话术'),
    ('aftersales.followup.contact', 'outcome', 'received', '已接车'),
    ('aftersales.followup.contact', 'outcome', 'returned', '已返修'), ('aftersales.loan', 'state', 'out', '已交车'),
    ('aftersales.rescue', 'state', 'new', '致电'), ('aftersales.rescue.offer', 'state', 'withdrawn', '无需登记'),
    ('aftersales.rescue.sheet', 'mark_speed', '3', '内容'),
)


def latin_words(text, names=frozenset()):
    return sorted(set(WORD.findall(CODE.sub(' ', text))) - ALLOWED - names)


def read_aloud(tree):
    """All that a reader of ``tree`` sees or hears."""
    for node in tree.iter():
        if isinstance(node.tag, str) and node.tag not in SILENT and not any(
                parent.tag in SILENT for parent in node.iterancestors()):
            yield node.text or ''
            yield from (node.get(name, '') for name in SPOKEN)
        if node is not tree and not any(parent.tag in SILENT for parent in node.iterancestors()):
            yield node.tail or ''


@tagged('post_install', '-at_install')
class TestChineseWords(KeysCommon, HealthCommon):
    """faults C7, L: what is read in Chinese is Chinese to the last word, in a dealership that writes Chinese.

    Prints, mails, messages and customer's pages are found by code: a new one is read as well.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('zh_CN')
        cls.badges = cls._get_badges()
        cls._say_in_chinese()
        cls.samples = cls._get_samples()
        cls.env.flush_all()

    @classmethod
    def _get_badges(cls):
        """What of the names of our models is written in capitals on the car and in Chinese alike, as in 秦 PLUS."""
        data = cls.env['ir.model.data'].search([('module', '=', 'aftersales'), ('model', '=', 'fleet.vehicle.model')])
        names = cls.env['fleet.vehicle.model'].browse(data.mapped('res_id')).exists().mapped('name')
        return frozenset(word for name in names for word in WORD.findall(name) if word.isupper())

    @classmethod
    def _say_in_chinese(cls):
        houses = cls.env['res.company'].search([]).partner_id | cls.env['aftersales.workshop'].search([]).partner_id
        houses.write({'street': LETTER, 'street2': False, 'city': LETTER, 'state_id': False, 'zip': False})
        people = (cls.customer | cls.stranger | cls.insurer | cls.env.user.partner_id | houses
                  | cls.env['res.users'].search([('share', '=', False)]).partner_id)
        people.write({'lang': 'zh_CN'})
        for record in people:
            record.name = f'{LETTER}{record.id}'
        for model in (cls.model_a | cls.model_b):
            model.name = LETTER
        cls.model_a.brand_id.name = LETTER
        cls.env['hr.employee'].search([]).name = LETTER
        cls.env['aftersales.workshop'].search([]).name = LETTER
        for number, bay in enumerate(cls.workshop.bay_ids):
            bay.name = f'{LETTER}{number}'
        for record in (cls.operation | cls.pads_operation, cls.part, cls.area, cls.pads | cls.lamp | cls.fluid | cls.belt,
                       cls.lamp.phrase_ids, cls.template):
            for one in record:
                one.with_context(lang='zh_CN').name = LETTER

    @classmethod
    def _get_samples(cls):
        """Documents of all kinds, as a day leaves them behind."""
        lines = [Command.create({'line_type': 'part', 'product_id': cls.part.id, 'quantity': 2, 'part_origin': 'customer'}),
                 Command.create({'line_type': 'part', 'product_id': cls.part.id, 'quantity': 1})]
        jobs = [Command.create({'operation_id': cls.operation.id, 'line_ids': lines})]
        waiting = cls.approve(cls.receive(cls._create_orders(
            concern=LETTER, job_ids=jobs, promise_date=fields.Datetime.now() + timedelta(days=1))), signatory=LETTER)
        signed, unsigned = cls.env['aftersales.checkin'].with_user(cls.user_advisor).create([
            {'order_id': order.id, 'signature': PNG, 'key_tag': key}
            for order, key in zip(cls._create_orders(2, concern=LETTER), ('7', '8'), strict=True)])
        cls.env['aftersales.damage.mark'].create({
            'checkin_id': signed.id, 'view': 'back', 'kind': 'scratch', 'x': 0.5, 'y': 0.5, 'photo': PIXEL})
        signed.signature = PNG
        signed.with_context(lang='zh_CN').action_sign()
        check = cls.env['aftersales.health.check'].with_user(cls.user_technician).create({'order_id': waiting.id})
        for line in check.line_ids.filtered(lambda line: line.kind == 'measured'):
            line.value = 1.5
        check.action_all_ok()
        check.action_done()
        done = cls.approve(cls.receive(cls._create_orders()), signatory=LETTER)
        cls._pass(cls, done)
        cls.deliver(done)
        orders = (done | cls.asked | waiting).sudo()
        return {
            'aftersales.order': orders,
            'aftersales.job': orders.job_ids,
            'aftersales.checkin': signed | unsigned,
            'aftersales.health.check': check,
            'aftersales.authorisation': waiting.sudo().authorisation_ids,
            'stock.picking': waiting.sudo().picking_ids,
            'fleet.vehicle': cls.vehicle,
            'aftersales.appointment': cls.appointment,
            'aftersales.enquiry': cls.env['aftersales.enquiry'].create({
                'partner_id': cls.customer.id, 'workshop_id': cls.workshop.id, 'question': LETTER, 'answer': LETTER}),
            'aftersales.booking.request': cls._ask_online(),
            'aftersales.daily.report': cls.env['aftersales.daily.report'].create({}),
        }

    @classmethod
    def _ask_online(cls):
        return cls.env['aftersales.booking.request'].sudo().create({
            'workshop_id': cls.workshop.id, 'start': cls._get_slot(6), 'contact_name': LETTER, 'license_plate': '京A·00001',
            'email': 'li@example.com', 'channel': 'email', 'lang': 'zh_CN',
            'token_hash': 'test', 'address_key': 'test', 'visitor_key': 'test',
        })

    def _get_ours(self, model):
        data = self.env['ir.model.data'].search([('module', '=', 'aftersales'), ('model', '=', model)])
        return self.env[model].browse(data.mapped('res_id')).exists()

    def _get_sample(self, record):
        """Documents to read; none where a room's documents take a story of their own: their terms are held by the catalogue."""
        return self.samples.get(record.model, self.env[record.model]).with_context(lang='zh_CN')

    def assertChinese(self, text, name):
        self.assertRegex(text, '[\u4e00-\u9fff]', name)
        self.assertFalse(latin_words(text, self.badges), f"{name}: {text[:3000]}")

    def test_words_of_the_trade(self):
        """faults L: a word that means two things stands for one of them; dates are called dates, not states."""
        told = {entry.msgid: entry.msgstr for entry in polib.pofile(file_path('aftersales/i18n/zh_CN.po'))}
        self.assertEqual({word: told.get(word) for word in TRADE}, TRADE)
        env = self.env(context={'lang': 'zh_CN'})
        for model, name, other in OTHER_THINGS:
            self.assertNotEqual(env[model].fields_get([name])[name]['string'], other, f'{model}.{name}')
        for model, name, choice, other in OTHER_CHOICES:
            choices = dict(env[model].fields_get([name])[name]['selection'])
            self.assertNotEqual(choices[choice], other, f'{model}.{name}: {choice}')

    def test_prints(self):
        """faults C7, L: every print of every sample, as a Chinese colleague prints it for a Chinese customer."""
        rendered = 0
        for action in self._get_ours('ir.actions.report'):
            sample = self._get_sample(action).filtered_domain(literal_eval(action.domain or '[]'))
            for record in sample:
                with self.subTest(print=action.name, record=record.display_name):
                    try:
                        source, __ = self.env['ir.actions.report'].with_context(lang='zh_CN')._render_qweb_html(
                            action, record.ids)
                    except UserError:
                        continue  # a document of this state has no such paper
                    for page in html.fromstring(source).find_class('o_as_page'):
                        self.assertChinese(' '.join(read_aloud(page)), action.name)
                        rendered += 1
        self.assertGreater(rendered, 18)

    def test_mails_and_messages(self):
        """faults C7, L: every mail and SMS of ours."""
        for model, names in (('mail.template', ('subject', 'body_html')), ('sms.template', ('body',))):
            templates = self._get_ours(model)
            self.assertGreater(len(templates), 8)
            for template in templates:
                for record in self._get_sample(template):
                    for name in names:
                        with self.subTest(template=template.name, field=name):
                            text = template._render_field(name, record.ids, set_lang='zh_CN')[record.id]
                            self.assertChinese(' '.join(read_aloud(html.fromstring(f'<div>{text}</div>'))), template.name)

    def test_customers_pages(self):
        """faults C7, C8, L: every page a Chinese customer comes to by a link of ours."""
        self.authenticate('portal_chen', 'portal_chen')
        token = self.appointment.access_token
        waiting = [
            '/my/repair-orders', '/my/vehicles', '/my/appointments', '/my/book', f'/aftersales/authorise/{self.request_.token}',
            f'/my/appointments/{self.appointment.id}?access_token={token}',
        ]
        seen = set()
        while waiting and len(seen) < 40:
            url = waiting.pop(0)
            if url in seen:
                continue
            seen.add(url)
            answer = self.url_open(url)
            if answer.status_code >= 400 or 'text/html' not in answer.headers.get('Content-Type', ''):
                continue
            page = html.fromstring(answer.text)
            for part in page.xpath("//div[@id='wrap']"):
                with self.subTest(page=url):
                    self.assertChinese(' '.join(read_aloud(part)), url)
                waiting += [
                    link for link in part.xpath('.//a/@href')
                    if OURS.match(link) and '/cancel' not in link]
        self.assertGreater(len(seen), 6)
