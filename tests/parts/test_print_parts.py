from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.prints import PrintsCommon


@tagged('post_install', '-at_install')
class TestPrintParts(PrintsCommon):
    """The parts issue slip (H2) and the technician's job card (E1, E5)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._receive_approved(cls._prepare_job(line_ids=[
            Command.create({'line_type': 'labour', 'product_id': cls.labour.id, 'quantity': 1.5}),
            Command.create({'line_type': 'part', 'product_id': cls.pads.id, 'quantity': 2}),
            Command.create({'line_type': 'part', 'product_id': cls.disc.id, 'quantity': 2}),
        ]))
        cls.picking = cls.order.sudo().picking_ids

    def test_slip_leaves_room_for_what_is_issued(self):
        text, = self._render_text('report_issue_slip', self.picking, self.user_parts)
        for fact in ('Parts Issue Slip', self.picking.name, self.order.name, '沪A·PR001', 'Wang Wei', 'BP-100',
                     'Brake pads', 'A-01-03', 'SN-', 'Receiver · signature', 'Class A · price class:', 'Old part due: no'):
            self.assertIn(fact, text, fact)
        self.assertEqual(text.count('________'), 3, "One line for the pads, one a serial number.")

    def test_slip_of_a_done_transfer_tells_what_was_issued(self):
        picking = self.picking.with_user(self.user_parts)
        picking.move_ids.filtered(lambda move: move.product_id == self.pads).quantity = 1
        picking.move_ids.picked = True
        action = picking.button_validate()
        self.env['stock.backorder.confirmation'].with_user(self.user_parts).with_context(
            **action['context']).create({'pick_ids': [Command.set(picking.ids)]}).process()
        text, = self._render_text('report_issue_slip', picking, self.user_parts)
        self.assertNotIn('________', text)
        self.assertIn(f'Keeper {self.user_parts.name}', text)
        self.assertRegex(text, r'BP-100 .*A-01-03 .*1\.00')
        rest = self.order.sudo().picking_ids - picking
        text, = self._render_text('report_issue_slip', rest, self.user_parts)
        self.assertIn(f'Rest of {picking.name}', text)

    def test_slip_of_nothing_reserved(self):
        self.picking.do_unreserve()
        text, = self._render_text('report_issue_slip', self.picking, self.user_parts)
        self.assertEqual(text.count('________'), 2)

    def test_slip_is_offered_on_orders_transfers_only(self):
        action = self.env.ref('aftersales.action_report_issue_slip')
        receipt = self.env['stock.picking'].create({'picking_type_id': self.warehouse.in_type_id.id})
        for picking, offered in ((self.picking, True), (receipt, False)):
            self.assertEqual(bool(action.get_valid_action_reports('stock.picking', picking.ids)), offered)

    def test_card_tells_work_parts_and_places(self):
        skill_type = self.env['hr.skill.type'].create({
            'name': 'High voltage', 'skill_ids': [Command.create({'name': 'HV level 2'})],
            'skill_level_ids': [Command.create({'name': 'Certified', 'level_progress': 100})],
        })
        job = self.order.job_ids
        self.env['hr.employee.skill'].create({
            'employee_id': self.technician.id, 'skill_type_id': skill_type.id, 'skill_id': skill_type.skill_ids.id,
            'skill_level_id': skill_type.skill_level_ids.id,
        })
        job.skill_id = skill_type.skill_ids
        text, = self._render_text('report_job_card', job, self.user_technician)
        for fact in (f'{self.order.name} · 1', '沪A·PR001', 'Front brakes', 'Squeals when cold', '1.50', 'BP-100',
                     'BD-200', 'A-01-03', 'HV level 2', 'Wang Wei', 'Promised', 'Findings'):
            self.assertIn(fact, text, fact)
        page, = self._render('report_job_card', job, self.user_technician)
        codes = page.xpath('.//img/@src')
        self.assertEqual(len(codes), 2, "A bar code of the order and a QR code of the job.")

    def test_card_names_shelf_of_parts_not_reserved_and_missing_ones(self):
        self.picking.do_unreserve()
        missing = self.env['product.product'].create({
            'name': 'Rare clip', 'default_code': 'RC-1', 'type': 'consu', 'is_storable': True})
        own = {'line_type': 'part', 'product_id': missing.id, 'part_origin': 'customer', 'name': 'Own oil'}
        order = self._create_order(self._prepare_job(line_ids=[
            Command.create({'line_type': 'part', 'product_id': self.pads.id}),
            Command.create({'line_type': 'part', 'product_id': missing.id}),
            Command.create(own),
        ]))
        text, = self._render_text('report_job_card', order.job_ids, self.user_technician)
        self.assertIn('A-01-03', text)
        self.assertIn('not in stock', text)
        self.assertIn('brought by the customer', text)
        self.assertIn('do not start', text, "The customer has not approved it.")

    def test_cards_of_orders_follow_the_jobs_and_skip_declined_ones(self):
        order = self._create_order(self._prepare_job(), self._prepare_job(name='Wipers'), self._prepare_job(name='Wash'))
        order.job_ids[1]._decline('phone')
        cards = self._render_text('report_order_job_cards', order, self.user_technician)
        self.assertEqual(len(cards), 2)
        self.assertIn(f'{order.name} · 1', cards[0])
        self.assertIn(f'{order.name} · 3', cards[1], "Numbers do not move when a job is declined.")

    def test_number_without_signs_of_the_bar_code(self):
        """Code 128 knows no Chinese; the card prints without the bars."""
        self.env.cr.execute("UPDATE aftersales_order SET name = '工单/1' WHERE id = %s", [self.order.id])
        self.env.invalidate_all()
        page, = self._render('report_job_card', self.order.job_ids, self.user_technician)
        self.assertEqual(len(page.xpath('.//img/@src')), 1)
