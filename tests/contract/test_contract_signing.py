from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon
from odoo.addons.aftersales.tests.dealership.evidence import PNG


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContractSigning(ContractCommon, HttpCase):
    """G3, contracts §3: both sign the contract on the screen; what they signed is what is printed from then on."""

    def _sign(self, contract):
        contract.action_check_before_signing()
        contract.signature = PNG
        contract.action_sign_house(PNG)

    def _print(self, contract):
        return self.env['ir.actions.report'].with_user(self.user_advisor)._render_qweb_html(
            'aftersales.report_contract', contract.ids)[0].decode()

    def test_signed_by_both(self):
        """G3: customer first, then the house; kept with its hash, whatever is changed and used later."""
        self.kind.conditions = "Only here"
        contract = self._sell()
        self.assertEqual((contract.signatory, contract.is_to_sign), (self.customer.name, True))
        self.assertIn(contract, contract.search([('is_to_sign', '=', True)]))
        with self.assertRaisesRegex(UserError, "customer signs first"):
            contract.action_sign_house(PNG)
        contract.signature = PNG
        with self.assertRaisesRegex(UserError, "box is empty"):
            contract.action_sign_house('')
        contract.action_sign_house(PNG)
        self.assertEqual(
            (contract.signed_user_id, contract.signature_kind, contract.is_to_sign), (self.user_advisor, 'drawn', False))
        paper = self._print(contract)
        self.kind.sudo().write({'conditions': "Nowhere", 'name': "Other name"})
        self.customer.name = "Renamed"
        self._redeem().job_ids._use_contract()
        self.assertTrue(contract.signature)
        self.assertIn("Only here", paper)
        self.assertNotIn("Nowhere", self._print(contract))
        self.assertNotIn("Renamed", self._print(contract))
        kept = self.env['aftersales.kept.print'].search([('res_model', '=', contract._name), ('res_id', '=', contract.id)])
        self.assertEqual((kept.report, kept.is_intact, len(kept.content_hash)), ('report_contract', True, 64))
        for vals in ({'signature': False}, {'signatory': "Somebody"}):
            with self.assertRaisesRegex(UserError, "stays as it was signed"):
                contract.write(vals)
        with self.assertRaisesRegex(UserError, "stays as it was signed"):
            contract.action_sign_house(PNG)

    def test_not_before_it_is_invoiced(self):
        """G3: what may still be changed is not signed; who does not sell contracts signs none; each paper once."""
        draft, contract = self._sell(runs=False), self._sell()
        with self.assertRaisesRegex(UserError, "once it is invoiced"):
            draft.action_check_before_signing()
        with self.assertRaisesRegex(ValidationError, "once it is invoiced"):
            draft.signature = PNG
        with self.assertRaises(AccessError):
            contract.with_user(self.user_technician).action_sign_house(PNG)
        with self.assertRaises(AccessError):
            contract.sudo(False).staff_signature = PNG

    def test_signed_before_it_is_paid(self):
        """G3: signed when it is invoiced, and by the house once it is paid: the payment takes no signature away, even where
        it puts aside another amount than the price."""
        tax = self._create_tax(10)
        tax.invoice_repartition_line_ids.account_id = False
        self.kind.sudo().product_id.taxes_id = tax
        contract = self._sell(runs=False)
        contract.action_invoice()
        contract.signature = PNG
        invoice = contract.sudo().invoice_id
        invoice.with_user(self.user_accountant).action_post()
        self._pay(invoice)
        self.env.invalidate_all()
        self.assertEqual((contract.state, contract.price, bool(contract.signature)), ('active', 110, True))
        contract.sudo().price = 110
        self.assertTrue(contract.signature, "the same price")
        contract.action_sign_house(PNG)
        self.assertTrue(contract.signed_date)

    def test_another_text(self):
        """G3: of what was changed after the customer signed, nothing is kept as signed."""
        contract = self._sell()
        contract.signature = PNG
        self.kind.conditions = "Something new"
        with self.assertRaisesRegex(UserError, "sign again"):
            contract.action_sign_house(PNG)
        contract.signature = PNG
        contract.signatory = "His wife"
        self.assertFalse(contract.signature, "somebody else signs")
        self._sign(contract)
        self.assertTrue(contract.signed_date)

    def test_language_and_page(self):
        """O1: in the customer's language; he reads his copy on his page, the next owner of the car does not."""
        self.env['res.lang']._activate_lang('zh_CN')
        self.work.with_context(lang='zh_CN').name = "保养甲"
        self.customer.lang = 'zh_CN'
        self.kind.is_transferable = True
        contract = self._sell()
        self._sign(contract)
        self.assertIn("保养甲", self._print(contract))
        owner = self.customer.copy({'name': "Next Owner"})
        for partner, login in ((self.customer, 'portal_signed'), (owner, 'portal_next')):
            new_test_user(
                self.env, login=login, groups='base.group_portal', partner_id=partner.id, name=partner.name,
                company_id=self.company.id, company_ids=[Command.set(self.company.ids)])
        page = f'/my/service-contracts/{contract.id}'
        self.authenticate('portal_signed', 'portal_signed')
        self.assertIn('paper=signed', self.url_open(page).text)
        self.assertEqual(self.url_open(f'{page}?report_type=pdf&paper=signed').headers['Content-Type'], 'application/pdf')
        self.vehicle.owner_id = owner
        contract.action_transfer()
        self.authenticate('portal_next', 'portal_next')
        self.assertNotIn('paper=signed', self.url_open(page).text)
        self.assertEqual(self.url_open(f'{page}?report_type=pdf&paper=signed', allow_redirects=False).status_code, 303)
