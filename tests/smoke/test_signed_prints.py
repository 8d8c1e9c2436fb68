from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Date, Datetime
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.counter.test_print_checkin import draw, sign
from odoo.addons.aftersales.tests.dealership.prints import PrintsCommon

OTHER = {
    'char': lambda field, value: 'CHANGED',
    'text': lambda field, value: 'CHANGED',
    'html': lambda field, value: '<p>CHANGED</p>',
    'integer': lambda field, value: value + 1,
    'float': lambda field, value: value + 1,
    'monetary': lambda field, value: value + 1,
    'boolean': lambda field, value: not value,
    'date': lambda field, value: Date.to_date('2031-01-01'),
    'datetime': lambda field, value: Datetime.to_datetime('2031-01-01 10:00:00'),
}
# What says where and how others work, not what a paper says.
LEFT_ALONE = {
    'active', 'lang', 'tz', 'login', 'password', 'chatter_position', 'state', 'share', 'notification_type', 'sequence',
    'message_main_attachment_id', 'company_id', 'type', 'is_company', 'print_image', 'fiscalyear_lock_date',
}


@tagged('post_install', '-at_install')
class TestSignedPrints(PrintsCommon):
    """faults M6: what was signed is what is printed, whatever changes afterwards and whoever changes it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.forget_notices()
        cls.vehicle.write({'fuel_type': 'gasoline', 'model_year': '2021', 'engine_number': 'EN-1', 'vin_sn': False})
        with freeze_time('2026-05-04 08:00:00'):
            cls.order, cls.other = cls._sign_all(), cls._create_order(odometer_in=46000)
        cls.papers = [
            ('report_checkin', cls.order.checkin_id), ('report_authorisation', cls.order.authorisation_ids),
            ('report_issue_slip', cls.order.sudo().picking_ids), ('report_delivery', cls.order),
            ('report_settlement', cls.order),
        ]

    @classmethod
    def _sign_all(cls, returned=0):
        """An order whose customer signed when he came, for its work and when he left; the technician for the parts."""
        order = cls._create_order()
        checkin = cls.env['aftersales.checkin'].with_user(cls.user_advisor).create({
            'order_id': order.id, 'key_tag': 'K 3', 'fuel_level': 50,
            'belonging_ids': [Command.create({'name': "Umbrella"})],
            'paper_ids': [Command.create({
                'document_id': cls.env.ref('aftersales.checkin_document_registration').id, 'possession': 'kept'})],
            'damage_ids': [Command.create({'view': 'left', 'x': 0.2, 'y': 0.3, 'kind': 'dent', 'photo': draw('red')})],
        })
        checkin.signature = sign()
        checkin.action_sign()
        cls._hand_out(cls, order)
        cls.inspect(cls.work(order))
        cls._hand_back(cls, order)
        return order

    def _hand_out(self, order):
        picking = order.sudo().picking_ids.with_user(self.user_parts)
        picking.action_aftersales_sign(sign(), 'typed')
        picking.move_ids.picked = True
        picking.button_validate()

    def _hand_back(self, order):
        action = order.with_user(self.user_advisor).action_open_delivery()
        form = Form(self.env[action['res_model']].with_user(self.user_advisor).browse(action['res_id']))
        form.odometer_out = 45010
        form.all_explained = True
        form.signature = sign()
        form.save().action_deliver()

    # === EVERY FIELD ===#

    def _print_all(self, user):
        return {
            report: [etree.tostring(page, with_tail=False) for page in self._render(report, records, user)]
            for report, records in self.papers
        }

    def _get_sources(self):
        """Whatever the papers speak of."""
        order = self.order.sudo()
        jobs, lines, picking = order.job_ids, order.line_ids, order.picking_ids
        employees = jobs.technician_id | picking.aftersales_receiver_id
        return [
            order, jobs, lines, order.checkin_id, order.checkin_id.belonging_ids, order.checkin_id.damage_ids,
            order.checkin_id.paper_ids,
            order.authorisation_ids, order.authorisation_ids.line_ids, order.delivery_id, order.delivery_id.line_ids,
            order.vehicle_id, order.vehicle_id.model_id, order.vehicle_id.model_id.brand_id, order.partner_id,
            order.workshop_id, order.workshop_id.partner_id, order.company_id, order.company_id.partner_id,
            order.user_id, order.user_id.partner_id, employees, jobs.operation_id, jobs.menu_id, jobs.pay_type_id,
            jobs.work_class_id, lines.product_id, lines.product_id.product_tmpl_id, lines.product_uom_id, lines.tax_ids,
            picking, picking.move_ids, picking.move_line_ids.lot_id, picking.move_line_ids.location_id,
            self.env['aftersales.delivery.point'].search([]), self.env['aftersales.checkin.document'].search([]),
            self.env['aftersales.warning.light'].search([]),
        ]

    def _get_changes(self, record):
        """Each stored field a person could write, with another value."""
        for name, field in record._fields.items():
            if not field.store or field.type not in (*OTHER, 'selection') or name in LEFT_ALONE or name in (
                'id', 'create_date', 'write_date', 'parent_path', 'display_name', 'complete_name',
            ):
                continue
            value = record[name]
            if field.type == 'selection':
                others = [key for key, __ in field._description_selection(self.env) if key != value]
                if others:
                    yield name, others[0]
            else:
                yield name, OTHER[field.type](field, value or 0 if field.type in ('integer', 'float', 'monetary') else value)

    def _change(self, record, name, value):
        """As the first of the roles that may; an administrator last."""
        for user in (self.user_advisor, self.user_manager, self.env.ref('base.user_admin')):
            try:
                with self.env.cr.savepoint():
                    record.with_user(user).write({name: value})
                    self.env.flush_all()
                return user
            except (AccessError, UserError, ValueError):
                self.env.invalidate_all()
            except Exception:  # what the database refuses is refused
                self.env.invalidate_all()
        return None

    @mute_logger('odoo.sql_db', 'odoo.addons.aftersales.models.base.base')
    def test_every_field_of_what_they_speak_of(self):
        """faults M6: every stored field of some thirty kinds of records is changed, as the roles that may; papers stay."""
        before = self._print_all(self.user_advisor)
        control = self._render_text('report_repair_order', self.order, self.user_advisor)
        self.env.ref('base.user_admin').write({
            'company_ids': [Command.link(self.company.id)], 'company_id': self.company.id})
        changed = {}
        for records in self._get_sources():
            for record in records[:2]:
                for name, value in self._get_changes(record.sudo()):
                    if self._change(record, name, value):
                        changed.setdefault(record._name, set()).add(name)
        self.assertGreater(sum(map(len, changed.values())), 150, "a test of nothing")
        for model, name in (
            ('fleet.vehicle', 'model_year'), ('fleet.vehicle', 'engine_number'), ('res.partner', 'name'),
            ('aftersales.workshop', 'name'), ('product.product', 'default_code'), ('uom.uom', 'name'),
            ('hr.employee', 'name'), ('aftersales.work.class', 'name'),
        ):
            self.assertIn(name, changed.get(model, ()))
        for user in (self.user_advisor, self.user_manager):
            for report, pages in self._print_all(user).items():
                with self.subTest(report, user=user.name):
                    self.assertEqual(pages, before[report])
        self.assertNotEqual(
            self._render_text('report_repair_order', self.order, self.user_advisor), control, "what nobody signed lives on")

    def test_work_of_a_cancelled_visit(self):
        """faults M6: signed when it came, cancelled, back to draft, then names, quantities and prices change."""
        order = self.other
        order.checkin_id.unlink()
        checkin = self.env['aftersales.checkin'].with_user(self.user_advisor).create({
            'order_id': order.id, 'signature': sign(), 'approves_jobs': False})
        checkin.action_sign()
        self.papers = [('report_checkin', checkin)]
        before = self._print_all(self.user_advisor)
        order = order.with_user(self.user_advisor)
        self.cancel(order)
        self.reopen(order)
        order.job_ids.name = "Something else"
        order.line_ids.write({'name': "Four tyres"})
        order.line_ids[0].quantity = 7
        order.line_ids[1].price_unit += 50
        self.assertEqual(self._print_all(self.user_advisor), before)

    # === SEVERAL, AND WHO MEDDLES ===#

    def test_several_in_one_print(self):
        """Signed and unsigned papers side by side, each on sheets of its own, the last one without a break after it."""
        for orders in (self.order | self.other, self.other | self.order):
            pages = self._render('report_settlement', orders, self.user_advisor)
            self.assertEqual([('o_as_last' in page.get('class')) for page in pages], [False, False, True])
            texts = self._render_text('report_settlement', orders, self.user_advisor)
            numbers = [next(order.name for order in orders if order.name in text) for text in texts]
            self.assertEqual(numbers, sorted(numbers, key=orders.mapped('name').index))

    def test_one_print_each(self):
        """Kept once, whatever is called twice; nobody makes, changes or deletes one."""
        Kept = self.env['aftersales.kept.print']
        kept = Kept.search([])
        for report, records in self.papers:
            self.assertEqual(len(kept.filtered(lambda paper, report=report, records=records: (
                paper.report == report and (paper.res_model, paper.res_id) == (records._name, records.id)))), 1)
            Kept._keep(report, records)
        self.assertEqual(Kept.search([]), kept)
        self.assertTrue(all(kept.mapped('is_intact')))
        for user in (self.user_advisor, self.user_manager):
            with self.assertRaises(AccessError):
                Kept.with_user(user).create({
                    'res_model': 'aftersales.order', 'res_id': self.other.id, 'report': 'report_settlement'})
            for attempt in (kept.with_user(user).unlink, lambda user=user: kept.with_user(user).write({'content': '{}'})):
                with self.assertRaises(UserError):
                    attempt()

    def test_meddled_with(self):
        """Who writes past everything is told on the paper."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_kept_print SET content = replace(content, 'Pads replaced', 'Four tyres') WHERE report = %s",
            ['report_settlement'])
        self.env.invalidate_all()
        text = self._render_text('report_settlement', self.order, self.user_advisor)[0]
        self.assertIn("this is not what was signed", text)
        self.assertNotIn("this is not what was signed", self._render_text('report_delivery', self.order, self.user_advisor)[0])

    # === PARTS THAT COME BACK ===#

    def test_part_returned_after_the_signature(self):
        """faults M8: the signed papers stay, and say what the total is now; what is not signed says it alone."""
        picking = self.order.sudo().picking_ids
        before = self._render_text('report_settlement', self.order, self.user_advisor)[0]
        wizard = self.env['stock.return.picking'].with_user(self.user_parts).with_context(
            active_id=picking.id, active_ids=picking.ids, active_model='stock.picking').create({})
        wizard.product_return_moves.quantity = 1
        back = self.env['stock.picking'].with_user(self.user_parts).browse(wizard.action_create_returns()['res_id'])
        back.move_ids.picked = True
        back.button_validate()
        total = ' '.join(self.order.currency_id.format(self.order.amount_total).split())
        for report in ('report_settlement', 'report_delivery'):
            text = self._render_text(report, self.order, self.user_advisor)[0]
            self.assertIn(f"the total is {total} now", text)
        self.assertNotIn("the total is", before)
