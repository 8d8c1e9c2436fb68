from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestScreening(PartsCommon):
    """H4: new suppliers are screened before they deliver; purchases from others say so, or wait for a manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor, cls.other = cls.env['res.partner'].create([{'name': "Parts Vendor"}, {'name': "Other Vendor"}])

    def _screen(self, vendor=None, **vals):
        return self.env['aftersales.supplier.screening'].with_user(self.user_parts).create({
            'partner_id': (vendor or self.vendor).id, **vals})

    def _pass(self, valid_until='2026-12-31'):
        screening = self._screen(sample_result='good', certificate_ids=[
            Command.create({'kind': 'licence', 'name': "91310000", 'valid_until': valid_until})])
        screening.with_user(self.user_manager).action_pass()
        return screening

    def _buy(self, vendor):
        purchase = self.env['purchase.order'].with_user(self.user_parts).create({
            'partner_id': vendor.id, 'picking_type_id': self.warehouse.in_type_id.id,
            'order_line': [Command.create({'product_id': self.pads.id, 'product_qty': 1, 'price_unit': 5})]})
        purchase.button_confirm()
        return purchase

    def _say(self, vendor):
        self.env.invalidate_all()
        return vendor.with_user(self.user_parts).aftersales_screening

    def test_decided_by_a_manager(self):
        """H4: licence and samples come first, a manager decides, then it stays; certificates are renewed beside it."""
        screening = self._screen()
        self.assertEqual((screening.user_id, self._say(self.vendor)), (self.user_parts, 'none'))
        as_manager = screening.with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "business licence"):
            as_manager.action_pass()
        screening.certificate_ids = [Command.create({'kind': 'licence', 'name': "91310000", 'valid_until': '2026-03-02'})]
        with self.assertRaisesRegex(UserError, "one that is valid"):
            as_manager.action_pass()
        screening.certificate_ids.valid_until = '2026-03-31'
        with self.assertRaisesRegex(UserError, "samples are good"):
            as_manager.action_pass()
        screening.sample_result = 'good'
        with self.assertRaises(AccessError):
            screening.action_pass()
        as_manager.action_pass()
        self.assertEqual((screening.state, screening.decided_id), ('passed', self.user_manager))
        with self.assertRaisesRegex(UserError, "stays as it is"):
            screening.samples = "Others"
        screening.certificate_ids = [Command.create({'kind': 'quality', 'name': "IATF-1"})]
        for records in (screening, screening.certificate_ids):
            with self.assertRaises(AccessError):
                records.unlink()

    def test_not_taken_on(self):
        """H4: who is not taken on hears why; the last screening counts."""
        screening = self._screen().with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "why the supplier is not taken on"):
            screening.action_fail()
        screening.findings = "Dark works"
        screening.action_fail()
        self.assertEqual(self._say(self.vendor), 'failed')
        with freeze_time('2026-03-04 02:00:00'):
            self._pass()
            self.assertEqual(self._say(self.vendor), 'passed')

    def test_certificates_expire(self):
        """H4: what expires soon is listed; the supplier's form says that one has expired, until it is archived."""
        certificate = self._pass('2026-04-15').certificate_ids
        Certificate = certificate.browse()
        self.assertEqual((certificate.is_expired, certificate.is_expiring), (False, True))
        self.assertIn(certificate, Certificate.search([('is_expiring', '=', True)]))
        self.assertIn(certificate, Certificate.search([('is_expired', '=', False)]))
        self.company.aftersales_certificate_days = 10
        self.env.invalidate_all()
        self.assertFalse(certificate.is_expiring)
        self.assertNotIn(certificate, Certificate.search([('is_expiring', '=', True)]))
        with freeze_time('2026-04-16 02:00:00'):
            self.assertEqual(self._say(self.vendor), 'expired')
            certificate.active = False
            self.assertEqual(self._say(self.vendor), 'passed')

    def test_purchases(self):
        """H4: a purchase says that its supplier is not screened; where the house wants it, it waits for a manager's reason."""
        purchase = self._buy(self.other)
        self.assertEqual((purchase.aftersales_screening, purchase.state), ('none', 'purchase'), "it only says so")
        self.company.aftersales_screened_only = True
        self._pass()
        self.assertEqual(self._buy(self.vendor).state, 'purchase')
        purchase = self._buy(self.other)
        self.assertEqual((purchase.state, purchase.aftersales_is_doubtful), ('to approve', True))
        with self.assertRaisesRegex(AccessError, "not screened"):
            purchase._allow_low_grade("Because")
        as_manager = purchase.with_user(self.user_manager)
        Form.from_action(as_manager.env, as_manager.action_order_all_the_same())
        as_manager.env['aftersales.low.grade.wizard'].create({
            'purchase_id': purchase.id, 'reason': "Nobody else"}).action_apply()
        self.assertEqual((purchase.state, purchase.aftersales_grade_reason), ('purchase', "Nobody else"))

    def test_companies(self):
        """H4: a screening is of one company."""
        screening = self._pass()
        company = self.env['res.company'].create({'name': "Elsewhere"})
        self.user_parts.write({'company_ids': [Command.link(company.id)]})
        elsewhere = self.env(user=self.user_parts.id, context={'allowed_company_ids': company.ids})
        self.assertFalse(elsewhere['aftersales.supplier.screening'].search([('id', '=', screening.id)]))
        self.assertEqual(self.vendor.with_env(elsewhere).aftersales_screening, 'none')
