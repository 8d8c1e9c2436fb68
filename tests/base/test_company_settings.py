from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.common import AftersalesCommon


@tagged('post_install', '-at_install')
class TestCompanySettings(AftersalesCommon):
    """faults U15: the manager sets up the department and sees what is to be invoiced."""

    def test_manager_changes_our_settings(self):
        """faults U15: the manager has the settings that rooms add, of his company, and saves them."""
        company = self.company.with_user(self.user_manager)
        action = company.env['res.company'].action_aftersales_settings()
        view = action['views'][0][0]
        arch = etree.fromstring(company.get_view(view, 'form')['arch'])
        names = {node.get('name') for node in arch.iter('field')}
        self.assertLess({'aftersales_notice_channel', 'aftersales_estimate_validity_days', 'aftersales_reminder_hours'}, names)
        self.assertEqual({name for name in names if not name.startswith('aftersales_')}, {'name'})
        asked = [label.get('for') for label in arch.iter('label')]
        self.assertEqual(len(asked), len(set(asked)), "each question once")
        for group in arch.xpath("//div[@name='settings']/group"):
            self.assertTrue(group.xpath('.//field'), "no heading without a question")
        with Form(company, view) as form:
            form.aftersales_estimate_validity_days = 21
        self.assertEqual(self.company.aftersales_estimate_validity_days, 21)

    def test_nothing_but_our_settings(self):
        """faults U15: of the company itself a manager changes nothing; other roles and companies are left alone."""
        company = self.company.with_user(self.user_manager)
        for vals in ({'name': "Mine"}, {'aftersales_file_days': 3, 'email': 'x@example.com'}, {'user_ids': []}):
            with self.assertRaises(AccessError):
                company.write(vals)
        for user in (self.user_advisor, self.user_dispatcher, self.user_technician, self.user_accountant):
            with self.assertRaises(AccessError):
                self.company.with_user(user).write({'aftersales_file_days': 3})
        other = self.env['res.company'].create({'name': "Elsewhere"})
        with self.assertRaises(AccessError):
            other.with_user(self.user_manager).write({'aftersales_file_days': 3})
        for method in ('create', 'unlink'):
            self.assertFalse(company.has_access(method))

    def test_manager_sees_invoicing(self):
        """faults U15: the manager has the menu of what is to be invoiced; the technician has not."""
        menu = self.env.ref('aftersales.menu_billing')
        for user, sees in ((self.user_manager, True), (self.user_accountant, True), (self.user_technician, False)):
            self.assertEqual(menu.id in self.env['ir.ui.menu'].with_user(user)._visible_menu_ids(), sees, user.login)
