from datetime import date, timedelta

from freezegun import freeze_time
from lxml import etree
from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from odoo.addons.aftersales.tests.dealership.warranty import TODAY, WarrantyCommon


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestFreeIssue(WarrantyCommon):
    """I5: free parts are proposed, approved, issued from the warranty store, and settled with report and old part."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._sell(cls.vehicle, '2024-05-10')
        cls.store = cls.warehouse.aftersales_warranty_location_id
        for product in (cls.disc, cls.pads):
            cls.env['stock.quant']._update_available_quantity(product, cls.store, 10)

    @classmethod
    def _covered_job(cls, *parts, **job):
        """Work that was taken as warranty, nothing of it issued yet."""
        order = cls.receive(cls._create_order(cls._prepare_job(*(parts or [(cls.disc, 1)]), **job), odometer_in=30_000))
        order.job_ids.action_take_coverage()
        return order.job_ids

    @classmethod
    def _propose(cls, job, *lines, user=None):
        return cls.env['aftersales.free.issue'].with_user(user or cls.user_technician).create({
            'job_id': job.id, 'cause': "Cast broken by itself",
            'line_ids': [Command.create({'product_id': product.id, 'quantity': quantity})
                         for product, quantity in lines or [(cls.disc, 1)]]})

    def _issue_all(self, issue):
        picking = issue.order_id.sudo().picking_ids.filtered(
            lambda picking: picking.picking_type_id == self.warehouse.aftersales_warranty_type_id
            and picking.state not in ('done', 'cancel')).with_user(self.user_parts)
        picking.move_ids.picked = True
        picking.button_validate()
        return picking

    def _get_stock(self, product, location):
        return product.with_context(location=location.id).qty_available

    def _settle(self, issue):
        """Report and old parts come in."""
        issue = issue.with_user(self.user_claims)
        issue.write({'report_signatory': "Chen Jing", 'report_date': '2026-03-02'})
        issue.action_approve_report()
        parts = issue.old_part_ids.with_user(self.user_parts)
        parts.place = "W-01"
        parts.action_hand_in()

    # === THE WHOLE WAY ===#

    def test_from_proposal_to_close(self):
        job = self._covered_job()
        main, store = (self._get_stock(self.disc, place) for place in (self.warehouse.lot_stock_id, self.store))
        issue = self._propose(job)
        self.assertRegex(issue.name, r'^FI/2026/\d{5}$')
        self.assertEqual((issue.state, issue.amount, issue.line_ids.part_line_id), ('proposed', 120.0, job.line_ids))
        self.assertFalse(self._get_demand(job.order_id), "nothing is set aside before the yes")
        issue.with_user(self.user_advisor).action_approve()
        self.assertEqual((issue.state, issue.approved_by_id), ('approved', self.user_advisor))
        picking = self._issue_all(issue)
        self.assertEqual((picking.state, picking.location_id), ('done', self.store))
        self.assertEqual(issue.state, 'issued')
        self.assertEqual(self._get_stock(self.disc, self.store), store - 1)
        self.assertEqual(self._get_stock(self.disc, self.warehouse.lot_stock_id), main)
        self.assertEqual((job.line_ids.qty_issued, issue.missing), (1, "report not signed · old parts: Brake disc × 1"))
        self.work(job.order_id)
        self.assertEqual(issue.state, 'used')
        with self.assertRaisesRegex(UserError, "report not signed, old parts"):
            issue.with_user(self.user_claims).action_close()
        self._settle(issue)
        for user in (self.user_technician, self.user_advisor, self.user_parts):
            with self.assertRaises(AccessError):
                issue.with_user(user).action_close()
        issue.with_user(self.user_claims).action_close()
        self.assertEqual((issue.state, issue.is_intact, issue.is_open), ('closed', True, False))
        self.assertTrue(issue.content_hash)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            issue.sudo().cause = "Other"
        with self.assertRaises(UserError):
            issue.line_ids.sudo().quantity = 9
        issue.old_part_ids.with_user(self.user_parts).place = "W-02"
        self.assertTrue(issue.is_intact, "where the part lies later is another matter")

    def test_closed_needs_both(self):
        for part, missing in (('report', "old parts"), ('old', "report not signed")):
            job = self._covered_job()
            issue = self._propose(job)
            issue.with_user(self.user_claims).action_approve()
            self._issue_all(issue)
            self.work(job.order_id)
            if part == 'report':
                issue.with_user(self.user_claims).write({'report_signatory': "Chen", 'report_date': '2026-03-02'})
                with self.assertRaisesRegex(UserError, "report not approved"):
                    issue.with_user(self.user_claims).action_close()
                issue.with_user(self.user_claims).action_approve_report()
            else:
                issue.old_part_ids.with_user(self.user_parts).write({'place': "W-01"})
                issue.old_part_ids.with_user(self.user_parts).action_hand_in()
            with self.subTest(part=part), self.assertRaisesRegex(UserError, missing):
                issue.with_user(self.user_claims).action_close()

    def test_buttons_follow_what_is_missing(self):
        """I5, U10: the day of the report is there with its name; “Close” stands only where nothing is missing."""
        issue = self._propose(self._covered_job())
        issue.with_user(self.user_claims).action_approve()
        self._issue_all(issue)
        self.work(issue.order_id)
        with Form(issue.with_user(self.user_claims)) as form:
            form.report_signatory = "Chen Jing"
            self.assertEqual(str(form.report_date), '2026-03-02')
        with Form(issue.with_user(self.user_claims)) as form:
            form.report_date = '2026-03-01'
            form.report_signatory = "Chen Yu"
            self.assertEqual(str(form.report_date), '2026-03-01', "a day that was entered stays")
        arch = etree.fromstring(issue.with_user(self.user_claims).get_view(
            self.env.ref('aftersales.free_issue_view_form').id)['arch'])
        close, = arch.iterfind('.//button[@name="action_close"]')
        for settled in (False, True):
            values = {'state': issue.state, 'missing': issue.missing}
            self.assertEqual(bool(safe_eval(close.get('invisible'), values)), not settled, values)
            if not settled:
                self._settle(issue)
                issue.invalidate_recordset(['missing'])

    def test_numbers_follow_each_other(self):
        jobs = [self._covered_job() for __ in range(3)]
        names = [self._propose(job).name for job in jobs]
        numbers = [int(name.rsplit('/', 1)[1]) for name in names]
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 3)))
        with self.assertRaisesRegex(UserError, "stays"):
            self.env['aftersales.free.issue'].search([('name', '=', names[0])]).sudo().unlink()

    # === APPROVAL ===#

    def test_limits_of_the_roles(self):
        job = self._covered_job((self.disc, 5))
        for quantity, able, unable in (
            (4, (self.user_advisor, self.user_dispatcher, self.user_claims, self.user_manager), ()),
            (5, (self.user_claims, self.user_manager), (self.user_advisor, self.user_dispatcher)),
            (26, (self.user_manager,), (self.user_advisor, self.user_dispatcher, self.user_claims)),
        ):
            for user in (*able, *unable):
                issue = self._propose(job, (self.disc, quantity))
                with self.subTest(quantity=quantity, user=user.name):
                    if user in unable:
                        with self.assertRaisesRegex(UserError, "above your limit"):
                            issue.with_user(user).action_approve()
                    else:
                        issue.with_user(user).action_approve()
                    self.assertEqual(issue.state, 'proposed' if user in unable else 'approved')
                self._refuse(issue)

    def _refuse(self, issue):
        issue.with_user(self.user_manager).refused_reason = "Not ours"
        issue.with_user(self.user_manager).action_refuse()

    def test_own_limit_of_a_company(self):
        self.env['aftersales.free.issue.limit'].create({
            'group_id': self.env.ref('aftersales.group_advisor').id, 'company_id': self.company.id, 'amount': 100})
        issue = self._propose(self._covered_job())
        with self.assertRaisesRegex(UserError, "above your limit"):
            issue.with_user(self.user_advisor).action_approve()

    def test_technician_proposes_only(self):
        issue = self._propose(self._covered_job())
        for action in ('action_approve', 'action_refuse', 'action_approve_report', 'action_close'):
            with self.assertRaises(UserError):
                getattr(issue.with_user(self.user_technician), action)()
        issue.with_user(self.user_technician).cause = "Cast broken"
        issue.with_user(self.user_advisor).action_approve()
        for vals in ({'cause': "Other"}, {'employee_id': self.technician_2.id}, {'approved_by_id': self.user_technician.id}):
            with self.assertRaises(AccessError):
                issue.with_user(self.user_technician).write(vals)
        with self.assertRaisesRegex(UserError, "do not change any more"):
            issue.line_ids.with_user(self.user_technician).quantity = 9
        with self.assertRaisesRegex(UserError, "do not change any more"):
            self.env['aftersales.free.issue.line'].with_user(self.user_advisor).create({
                'issue_id': issue.id, 'product_id': self.pads.id})

    def test_who_proposes(self):
        job = self._covered_job()
        for user in (self.user_care, self.user_parts, self.user_accountant, self.user_inspector):
            with self.assertRaises(AccessError):
                self._propose(job, user=user)
        action = job.with_user(self.user_technician).action_propose_free()
        self.assertEqual(action['context']['default_line_ids'][0][2], {'product_id': self.disc.id, 'quantity': 1})

    def test_paid_work_gets_nothing_free(self):
        order = self._create_approved((self.disc, 1))
        issue = self._propose(order.job_ids)
        with self.assertRaisesRegex(UserError, "Take it as warranty first"):
            issue.with_user(self.user_manager).action_approve()
        self.assertFalse(self._get_demand(order), "as long as it is proposed")
        self._refuse(issue)
        self.assertTrue(self._get_demand(order), "the customer pays: from the normal stock")

    def test_refused_is_not_given_under_warranty(self):
        job = self._covered_job()
        issue = self._propose(job)
        self._refuse(issue)
        self.assertFalse(self._get_demand(job.order_id))
        with self.assertRaisesRegex(UserError, "why"):
            other = self._propose(self._covered_job())
            other.with_user(self.user_claims).action_refuse()
        issue.with_user(self.user_technician).action_propose()
        issue.with_user(self.user_claims).action_approve()
        self.assertEqual(self._get_demand(job.order_id), {self.disc: 1})

    # === STOCK ===#

    def test_no_more_than_approved(self):
        job = self._covered_job((self.disc, 1))
        issue = self._propose(job)
        issue.with_user(self.user_claims).action_approve()
        job.line_ids.with_user(self.user_manager).quantity = 3
        self.assertEqual(self._get_demand(job.order_id), {self.disc: 1})

    def test_part_that_nobody_had_entered(self):
        job = self._covered_job((self.disc, 1))
        issue = self._propose(job, (self.disc, 1), (self.pads, 2))
        issue.with_user(self.user_claims).action_approve()
        added = job.line_ids.filtered(lambda line: line.product_id == self.pads)
        self.assertEqual((added.quantity, issue.line_ids[1].part_line_id), (2, added))
        self._issue_all(issue)
        self.assertEqual(issue.state, 'issued')
        self.assertEqual(len(issue.old_part_ids), 2)

    def test_partial_issue_waits_for_the_rest(self):
        job = self._covered_job((self.disc, 3))
        issue = self._propose(job, (self.disc, 3))
        issue.with_user(self.user_claims).action_approve()
        self._issue(job.order_id, {self.disc: 1})
        self.assertEqual((issue.state, job.line_ids.qty_issued), ('approved', 1))
        self._issue_all(issue)
        self.assertEqual((issue.state, issue.old_part_ids.quantity), ('issued', 3))

    def test_unused_parts_come_back(self):
        job = self._covered_job()
        issue = self._propose(job)
        issue.with_user(self.user_claims).action_approve()
        before = self._get_stock(self.disc, self.store)
        picking = self._issue_all(issue)
        with self.assertRaisesRegex(UserError, "return them first"):
            issue.with_user(self.user_claims).action_return()
        with self.assertRaisesRegex(UserError, "parts of FI/|issued"):
            self.cancel(job.with_user(self.user_advisor))
        self._return(picking, 1)
        self.assertEqual((issue.state, self._get_stock(self.disc, self.store)), ('returned', before))
        self.assertFalse(issue.old_part_ids)
        again = self._propose(job)
        again.with_user(self.user_claims).action_approve()
        self._issue_all(again)
        self.assertEqual(again.state, 'issued')

    def test_twice_for_one_part(self):
        job = self._covered_job()
        self._propose(job)
        second = self._propose(job)
        self.assertFalse(second.line_ids.part_line_id, "the first one has the line")

    def test_two_at_once(self):
        jobs = [self._covered_job() for __ in range(2)]
        issues = self.env['aftersales.free.issue'].concat(*(self._propose(job) for job in jobs))
        issues.with_user(self.user_claims).action_approve()
        for issue in issues:
            self._issue_all(issue)
        self.work(jobs[0].order_id | jobs[1].order_id)
        self.assertEqual(issues.mapped('state'), ['used', 'used'])

    def test_own_book_of_each_warehouse(self):
        for warehouse in self.env['stock.warehouse'].search([]):
            self.assertTrue(warehouse.aftersales_warranty_type_id, warehouse.name)
            self.assertEqual(
                warehouse.aftersales_warranty_type_id.default_location_src_id, warehouse.aftersales_warranty_location_id)
        self.assertNotIn(self.store, self.env['stock.location'].search([('id', 'child_of', self.warehouse.lot_stock_id.id)]))

    # === OPEN LIST ===#

    def test_open_by_person_and_age(self):
        job = self._covered_job()
        issue = self._propose(job)
        self.assertEqual(issue.employee_id, self.technician)
        issue.with_user(self.user_claims).action_approve()
        self._issue_all(issue)
        with freeze_time(fields.Datetime.to_datetime(TODAY) + timedelta(days=12)):
            self.env.invalidate_all()
            self.assertEqual(issue.age_days, 12)
            Issue = self.env['aftersales.free.issue'].with_user(self.user_claims)
            domain = [('is_open', '=', True), ('issued_date', '<', '-7d'), ('id', '=', issue.id)]
            self.assertEqual(Issue._read_group(domain, ['employee_id'], ['__count']), [(self.technician, 1)])
        self.assertFalse(issue._fields['age_days'].store)

    def test_old_part(self):
        job = self._covered_job()
        issue = self._propose(job)
        issue.with_user(self.user_claims).action_approve()
        self._issue_all(issue)
        self.work(job.order_id)
        part = issue.old_part_ids
        self.assertRegex(part.name, r'^OP/2026/\d{5}$')
        self.assertEqual((part.deadline, part.job_id), (date(2026, 4, 1), job))
        with self.assertRaisesRegex(UserError, "place"):
            part.with_user(self.user_parts).action_hand_in()
        part.with_user(self.user_technician).serial_number = "X-1"
        with self.assertRaises(AccessError):
            part.with_user(self.user_technician).action_hand_in()
        with freeze_time('2026-04-02 04:00:00'):
            self.env.invalidate_all()
            self.assertTrue(part.is_overdue)
            self.assertIn(part, part.search([('is_overdue', '=', True)]))
        part.with_user(self.user_claims).place = "W-01"
        part.with_user(self.user_claims).action_hand_in()
        with self.assertRaisesRegex(UserError, "already"):
            part.with_user(self.user_parts).action_hand_in()

    # === RIGHTS AND PAPERS ===#

    def test_other_company(self):
        issue = self._propose(self._covered_job())
        with self.assertRaises(AccessError):
            issue.with_user(self.user_other_advisor).read(['state'])
        with self.assertRaises(AccessError):
            issue.line_ids.with_user(self.user_other_advisor).read(['quantity'])

    def test_what_cannot_be_proposed(self):
        job = self._covered_job()
        with self.assertRaisesRegex(UserError, "which parts"):
            self.env['aftersales.free.issue'].with_user(self.user_technician).create({'job_id': job.id, 'cause': "x"})
        with mute_logger('odoo.sql_db'), self.assertRaises(CheckViolation), self.cr.savepoint():
            self._propose(job, (self.disc, 0))
        self.cancel(job.with_user(self.user_advisor))
        with self.assertRaisesRegex(UserError, "cancelled or declined"):
            self._propose(job)

    def test_papers(self):
        issue = self._propose(self._covered_job())
        issue.with_user(self.user_claims).action_approve()
        self._issue_all(issue)
        render = self.env['ir.actions.report'].with_user(self.user_technician)._render_qweb_html
        html = render('aftersales.report_free_request', issue.ids)[0].decode()
        for word in (issue.name, "Cast broken by itself", "Brake disc", issue.order_id.name):
            self.assertIn(word, html)
        self.assertNotIn("120.0", html, "no amounts")
        html = render('aftersales.report_old_part_tag', issue.old_part_ids.ids)[0].decode()
        self.assertIn(issue.old_part_ids.name, html)
        html = self.env['ir.actions.report'].with_user(self.user_advisor)._render_qweb_html(
            'aftersales.report_coverage_card', self.vehicle.ids)[0].decode()
        self.assertIn("New car warranty", html)
