from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.common import AftersalesCommon


@tagged('post_install', '-at_install')
class TestSamePhone(AftersalesCommon):
    """faults U25: who is entered a second time is named before he is."""

    def test_second_contact_with_the_same_phone(self):
        """faults U25: the form names the other contact, however the number is written; colleagues may share theirs."""
        china = self.env.ref('base.cn')
        Partner = self.env['res.partner'].with_user(self.user_advisor)
        first = Partner.create({'name': "Luo Gang", 'phone': '+86 137 6400 1180', 'country_id': china.id})
        form = Form(Partner)
        form.name = "Luo"
        form.country_id = china
        cases = (
            ('137 6400 1180', first), ('0086 13764001180', first), ('+86 137 6400 1181', Partner), (False, Partner))
        for phone, found in cases:
            form.phone = phone
            self.assertEqual(form.same_phone_partner_id, found, phone)
        company = Partner.create({'name': "Yunlong", 'is_company': True, 'phone': '+86 137 6400 2200', 'country_id': china.id})
        colleague = Partner.create({
            'name': "Zhao", 'parent_id': company.id, 'phone': '+86 137 6400 2200', 'country_id': china.id})
        self.assertFalse(colleague.same_phone_partner_id)
        self.assertFalse(first.same_phone_partner_id)
        second = Partner.create({'name': "Luo again", 'phone': '+86 137 6400 1180', 'country_id': china.id})
        first.invalidate_recordset(['same_phone_partner_id'])  # read before there was the second one
        self.assertEqual((first | second).mapped('same_phone_partner_id'), second | first)

    def test_a_list_asks_once(self):
        """faults P7: a list of a dealer's own may show who has the same phone: one question for all of its rows."""
        Partner = self.env['res.partner'].with_user(self.user_advisor)
        partners = Partner.create([
            {'name': f"Same {number}", 'phone': f'+86 137 6400 {2000 + number // 2}'} for number in range(20)])
        self.assertFlat(lambda records: records.mapped('same_phone_partner_id'), partners[:2], partners, slack=1)
        self.assertEqual(partners.mapped('same_phone_partner_id'), partners.browse(
            [partners[number ^ 1].id for number in range(20)]))
