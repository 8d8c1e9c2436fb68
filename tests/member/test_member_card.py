from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon
from odoo.addons.aftersales.tests.dealership.evidence import PNG


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestMemberCard(ContractCommon):
    """G3, contracts §2: a member card that is sold gives its holder a level as long as it runs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Level = cls.env['aftersales.member.level']
        cls.silver, cls.gold, cls.diamond = Level.create([
            {'name': name, 'threshold': threshold, 'labour_percent': percent, 'company_id': cls.company.id}
            for name, threshold, percent in (("Silver", 100, 5), ("Gold", 3000, 8), ("Diamond", 9000, 12))])
        cls.kind.write({
            'kind': 'card', 'member_level_id': cls.gold.id, 'recognition': 'time', 'line_ids': [Command.clear()]})

    def _get_level(self, partner=None):
        self.env.invalidate_all()
        member = self.env['aftersales.member']._find(self.company, partner or self.customer)
        return member[partner or self.customer].level_id if member else self.silver.browse()

    def test_holder_has_the_level(self):
        """G3: from the payment on, on his orders; not while it stands still, and no longer once it has ended."""
        self.assertFalse(self._get_level())
        contract = self._sell()
        self.assertEqual((self._get_level(), contract.sudo().entitlement_ids.work_name), (self.gold, "Member: Gold"))
        order = self._create_order(self._job(self._line(100)), done=False).with_user(self.user_advisor)
        self.assertTrue(order.can_use_benefits)
        self.assertIn("Member: Gold", " ".join(alert.message for alert in order._get_alerts()))
        self.env['aftersales.benefit'].with_user(self.user_advisor)._use_level(order)
        self.assertEqual(sum(order.sudo().benefit_ids.mapped('amount')), 9.6, "8 % of 120 with its taxes")
        contract.with_user(self.user_manager)._suspend("Abroad")
        self.assertFalse(self._get_level())
        contract.with_user(self.user_manager).action_activate()
        self.assertEqual(self._get_level(), self.gold)
        with freeze_time('2027-03-10 02:00:00'):
            self.env.invalidate_all()
            contract.action_expire()
            self.assertFalse(self._get_level())

    def test_signed_before_it_is_paid(self):
        """Contracts §3: the customer signs for his level when it is invoiced; paid, the house signs."""
        contract = self._sell(runs=False)
        contract.action_invoice()
        contract.signature = PNG
        invoice = contract.sudo().invoice_id
        invoice.with_user(self.user_accountant).action_post()
        self._pay(invoice)
        self.env.invalidate_all()
        self.assertEqual((contract.state, bool(contract.signature)), ('active', True))
        contract.action_sign_house(PNG)
        self.assertTrue(contract.signed_date)

    def test_what_he_reaches_himself(self):
        """G3: a higher level that he has reached stays his; the card is that of whoever has the car's contract."""
        contract = self._sell()
        member = self.env['aftersales.member'].sudo().search([('partner_id', '=', self.customer.id)])
        self.diamond.threshold = 0
        member._work_out()
        self.assertEqual(self._get_level(), self.gold, "that of the highest threshold comes first")
        self.diamond.write({'threshold': 9000, 'measure': 'points'})
        self.env.flush_all()
        self.kind.is_transferable = True
        self.vehicle.owner_id = owner = self.customer.copy({'name': "Next"})
        contract.action_transfer()
        self.assertEqual((self._get_level(owner), bool(self._get_level())), (self.gold, False))

    def test_set_up(self):
        """G3: a card says which level it is for."""
        with self.assertRaisesRegex(ValidationError, "which level"):
            self.kind.member_level_id = False
