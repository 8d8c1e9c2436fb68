from odoo.tests import TransactionCase, tagged


class DemoCase(TransactionCase):
    """What the demo shows whoever tries the add-on; the database of the tests is installed with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shanghai, cls.hangzhou = cls.companies = cls.env['res.company'].concat(*(
            cls.env.ref(f'aftersales.company_{outlet}') for outlet in ('shanghai', 'hangzhou')))
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=cls.companies.ids, active_test=False))


@tagged('post_install', '-at_install')
class TestDemoMoney(DemoCase):
    """C2: a Chinese dealer keeps his books in yuan."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.yuan = cls.env.ref('base.CNY')

    def test_books_are_kept_in_yuan(self):
        self.assertEqual(self.companies.currency_id, self.yuan)
        self.assertTrue(self.yuan.active)
        journals = self.env['account.journal'].search([('company_id', 'in', self.companies.ids)])
        self.assertTrue(journals)
        self.assertLessEqual(journals.currency_id, self.yuan)

    def test_everything_of_the_outlets_is_in_yuan(self):
        core = ['product.pricelist', 'account.move', 'account.move.line', 'account.payment', 'purchase.order']
        for name in [*core, *(name for name in self.registry if name.startswith('aftersales.'))]:
            model = self.env[name]
            if {'company_id', 'currency_id'} <= set(model._fields) and not model._abstract and not model._transient:
                records = model.search([('company_id', 'in', self.companies.ids)])
                if name in core or name in ('aftersales.order', 'aftersales.job', 'aftersales.labour.rate'):
                    self.assertTrue(records, name)
                self.assertLessEqual(records.currency_id, self.yuan, name)

    def test_totals_need_no_second_currency(self):
        orders = self.env['aftersales.order'].search([('company_id', 'in', self.companies.ids)])
        for order in orders.filtered('amount_total'):
            totals = order.tax_totals
            self.assertEqual((totals['currency_id'], totals['company_currency_id']), (self.yuan.id, self.yuan.id), order.name)
