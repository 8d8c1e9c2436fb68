from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContractParts(ContractCommon):
    """G3, contracts §2: a contract pays for parts, or for those of a category, and never for what it excludes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wear = cls.env['product.category'].create({'name': "Wear parts"})
        below = cls.env['product.category'].create({'name': "Brakes", 'parent_id': cls.wear.id})
        cls.disc = cls.part.copy({'name': "Disc", 'default_code': 'CT-DISC'})
        cls.disc.categ_id = below
        cls.kind = cls.kind.with_user(cls.user_manager)

    def _order_of(self, *products, **values):
        lines = [self._line(50, product=product, line_type='part') for product in products]
        return self._create_order(self._job(*lines, **values), done=False).job_ids.with_user(self.user_advisor)

    def _sell_parts(self, **work):
        self.kind.line_ids = [Command.clear(), Command.create({'quantity': 2, **work})]
        return self._sell().sudo().entitlement_ids

    def test_part(self):
        """G3: work with the part is paid for, once a job; without it, it is the customer's again."""
        entitlement = self._sell_parts(product_id=self.part.id)
        self.assertEqual((entitlement.product_id, entitlement.work_name), (self.part, self.part.name))
        with self.assertRaisesRegex(UserError, "no contract of the car pays"):
            self._order_of(self.disc).action_redeem_contract()
        job = self._order_of(self.part, self.part)
        job.action_redeem_contract()
        self.assertEqual((job.settlement, entitlement.reserved, job._get_unpaid_rate({})), ('contract', 1, 0))
        job.line_ids[0].unlink()
        self.assertEqual(entitlement.reserved, 1)
        with self.assertRaisesRegex(UserError, "beyond what the contract pays"), self.env.cr.savepoint():
            job.line_ids.product_id = self.disc
        job.line_ids.unlink()
        self.assertEqual((job.pay_type_id, entitlement.reserved), (self.pay_customer, 0))

    def test_category(self):
        """G3: parts of a category below count, too; the last of them taken away gives the work back."""
        entitlement = self._sell_parts(categ_id=self.wear.id)
        job = self._order_of(self.disc)
        job.action_redeem_contract()
        self.assertEqual((job.contract_entitlement_id, entitlement.reserved), (entitlement, 1))
        job.line_ids.unlink()
        self.assertEqual((job.pay_type_id, entitlement.reserved, entitlement.times_left), (self.pay_customer, 0, 2))

    def test_labour_is_not_paid(self):
        """G3: what the part does not cost is beyond what the contract pays; a limit of its own covers all of the job."""
        entitlement = self._sell_parts(product_id=self.part.id)
        job = self._create_order(
            self._job(self._line(50, product=self.part, line_type='part'), self._line(150)), done=False,
        ).job_ids.with_user(self.user_advisor)
        with self.assertRaisesRegex(UserError, "beyond what the contract pays"), self.env.cr.savepoint():
            job.action_redeem_contract()
        self.assertEqual((job.pay_type_id, entitlement.reserved), (self.pay_customer, 0))
        entitlement.value_limit = 100000
        job.action_redeem_contract()
        self.assertEqual(entitlement.reserved, 1)

    def test_one_kind_of_work(self):
        """G3: a line of a type names one of operation, menu, part and category."""
        for values in ({}, {'product_id': self.part.id, 'operation_id': self.work.id},
                       {'product_id': self.part.id, 'categ_id': self.wear.id}):
            with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
                self.kind.line_ids = [Command.create(values)]

    def test_excluded(self):
        """G3: what is excluded is refused in one sentence that names it, whatever the contract grants."""
        self.kind.excluded_product_ids = self.part
        contract = self._sell()
        self.kind.excluded_product_ids = False
        self.assertEqual(contract.excluded_product_ids, self.part, "what was sold stays")
        job = self._order_of(self.part, operation_id=self.work.id)
        sentence = f"never pays for {self.part.name}. Enter that as a job of its own"
        with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
            job.action_redeem_contract()
        self.assertEqual((job.pay_type_id, contract.sudo().entitlement_ids.reserved), (self.pay_customer, 0))
        redeemed = self._redeem().job_ids.with_user(self.user_advisor)
        with self.assertRaisesRegex(UserError, sentence), self.env.cr.savepoint():
            redeemed.line_ids = [Command.create({'product_id': self.part.id})]
        self.assertEqual(redeemed.settlement, 'contract')

    def test_excluded_category_and_operation(self):
        """G3: a category excludes those below it; an operation excludes its job."""
        self.kind.excluded_categ_ids = self.wear
        self.kind.excluded_operation_ids = self.work
        contract = self._sell().sudo()
        job = self._create_order(self._job(self._line(50, product=self.disc, line_type='part')), done=False).job_ids
        self.assertEqual(contract._get_excluded_name(job), "Disc")
        with self.assertRaisesRegex(UserError, "never pays for Service A"):
            self._redeem()

    def test_print(self):
        """Contracts §14: the paper says at which outlets, how often, and what it never pays for; before that, as its type."""
        self.kind.write({'excluded_product_ids': self.part.ids, 'workshop_ids': self.workshop.ids})
        self.kind.line_ids.interval_months = 7
        self.part.name = "Wiper <i>"
        for contract in (self._sell(runs=False), self._sell()):
            paper = self.env['ir.actions.report'].with_user(self.user_advisor)._render_qweb_html(
                'aftersales.report_contract', contract.ids)[0].decode()
            for text in ("What it never pays for", "Wiper &lt;i&gt;", "Valid at", self.workshop.name, "once in"):
                self.assertIn(text, paper)

    def test_access(self):
        """G3: who sells contracts does not say what they exclude."""
        with self.assertRaises(AccessError):
            self.kind.with_user(self.user_advisor).excluded_product_ids = self.part
