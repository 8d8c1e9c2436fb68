from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.warranty import TODAY, WarrantyCommon


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestOldPartOwed(WarrantyCommon):
    """H6: whoever received a part free owes the old one until it is in; without it the account is not closed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._sell(cls.vehicle, '2024-05-10')
        store = cls.warehouse.aftersales_warranty_location_id
        cls.env['stock.quant']._update_available_quantity(cls.disc, store, 10)

    def _issue_free(self):
        """:return: a free issue that the warranty store has given, its work done"""
        order = self.receive(self._create_order(self._prepare_job((self.disc, 1)), odometer_in=30_000))
        order.job_ids.action_take_coverage()
        issue = self.env['aftersales.free.issue'].with_user(self.user_technician).create({
            'job_id': order.job_ids.id, 'cause': "Cast broken", 'line_ids': [Command.create({'product_id': self.disc.id})]})
        issue.with_user(self.user_claims).action_approve()
        picking = order.sudo().picking_ids.filtered(
            lambda picking: picking.picking_type_id == self.warehouse.aftersales_warranty_type_id)
        picking.move_ids.picked = True
        picking.with_user(self.user_parts).button_validate()
        self.work(order)
        return issue

    def test_by_person_until_it_is_in(self):
        issue, other = self._issue_free(), self._issue_free()
        Part = self.env['aftersales.old.part'].with_user(self.user_parts)
        owed = Part.search(Part._get_owed_domain())
        self.assertEqual(owed & (issue | other).old_part_ids, (issue | other).old_part_ids)
        self.assertEqual(owed.issue_id.employee_id, owed.holder_id)
        rows = Part.formatted_read_group(Part._get_owed_domain(), ['holder_id'], ['__count'])
        self.assertIn((self.technician.id, 2), [(row['holder_id'] and row['holder_id'][0], row['__count']) for row in rows])
        tally = next(
            tally for tally in self.workshop.with_user(self.user_parts)._get_todays_tallies() if tally.key == 'old_parts_owed')
        self.assertEqual(Part.search_count(tally.domain), len(owed.filtered(lambda part: part.workshop_id == self.workshop)))
        part = issue.old_part_ids.with_user(self.user_parts)
        with freeze_time('2026-03-22 04:00:00'):
            self.env.invalidate_all()
            self.assertEqual(part.owed_days, 20)
            issue.with_user(self.user_claims).write({'report_signatory': "Chen Jing", 'report_date': '2026-03-02'})
            issue.with_user(self.user_claims).action_approve_report()
            self.assertIn("old parts", part.issue_missing)
            with self.assertRaisesRegex(UserError, "old parts"):
                issue.with_user(self.user_claims).action_close()
            part.place = "W-1"
            part.action_hand_in()
            self.assertNotIn(part, Part.search(Part._get_owed_domain()))
            issue.with_user(self.user_claims).action_close()
        self.assertEqual((issue.state, other.state, part.owed_days), ('closed', 'used', 20))

    def test_another_person_takes_the_account_over(self):
        """H6: who owes the old part follows the account of the free issue."""
        issue = self._issue_free()
        other = self.env['hr.employee'].create({'name': "Second", 'company_id': self.company.id})
        issue.with_user(self.user_claims).employee_id = other
        self.assertEqual(issue.old_part_ids.holder_id, other)
